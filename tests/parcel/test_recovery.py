"""A lost passphrase is not a lost mission, if headquarters was given the way back beforehand."""

from __future__ import annotations

from pathlib import Path

import pytest

from assessor.errors import ParcelError, Refused
from assessor.parcel.recovery import file_key_in, recovery_of
from assessor.parcel.sealed import headquarters_keys, new_headquarters, seal_to
from assessor.store.entry import Draft
from assessor.store.mission import Mission
from tests.store.people import ASSESSMENT, FORM


def test_headquarters_opens_a_mission_whose_passphrase_is_lost(tmp_path: Path) -> None:
    public = new_headquarters(tmp_path / "hq")
    path = tmp_path / "a.mission"
    with Mission.create(path, passphrase="soon forgotten") as mission:
        mission.add_assessment(ASSESSMENT, FORM)
        mission.write(ASSESSMENT, [Draft("answer", "/d/q", {"value": "1"}, (), 1)], "Ana")
        recovery = recovery_of(mission, [public])
    assert b"forgotten" not in recovery
    key = file_key_in(recovery, headquarters_keys(tmp_path / "hq"))
    with Mission.open(path, file_key=key) as mission:
        assert len(mission.entries(ASSESSMENT)) == 1
        mission.protect("a new one")
    with Mission.open(path, passphrase="a new one") as mission:
        assert mission.check() == ()
        assert mission.file_key != key


def test_nobody_else_does(tmp_path: Path) -> None:
    new_headquarters(tmp_path / "other")
    with Mission.create(tmp_path / "a.mission", passphrase="x") as mission:
        recovery = recovery_of(mission, [new_headquarters(tmp_path / "hq")])
    with pytest.raises(ParcelError):
        file_key_in(recovery, headquarters_keys(tmp_path / "other"))
    with Mission.create(tmp_path / "b.mission") as mission, pytest.raises(Refused):
        recovery_of(mission, ["age1"])


def test_what_is_no_recovery_file_is_refused(tmp_path: Path) -> None:
    public = new_headquarters(tmp_path)
    for data in (b"", b"hello", seal_to(b"{}", [public]), seal_to(b"hello", [public])):
        with pytest.raises(ParcelError, match="not a recovery file"):
            file_key_in(data, headquarters_keys(tmp_path))
