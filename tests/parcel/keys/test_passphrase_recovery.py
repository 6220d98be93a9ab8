"""A lost passphrase can be recovered if headquarters has the recovery file."""

from __future__ import annotations

from pathlib import Path

import pytest

from assessor.errors import ParcelError, Refused
from assessor.parcel.keys.age_sealing import create_headquarters_key, headquarters_keys, seal_to
from assessor.parcel.keys.passphrase_recovery import make_recovery, recover_file_key
from assessor.store.model.entry import Draft
from assessor.store.write.mission import Mission
from tests.support.store.laptops import ASSESSMENT, FORM


def test_headquarters_opens_a_mission_whose_passphrase_is_lost(tmp_path: Path) -> None:
    public = create_headquarters_key(tmp_path / "hq")
    path = tmp_path / "a.mission"
    with Mission.create(path, passphrase="soon forgotten") as mission:
        mission.add_assessment(ASSESSMENT, FORM)
        mission.write(ASSESSMENT, [Draft("answer", "/d/q", {"value": "1"}, (), 1)], "Ana")
        recovery = make_recovery(mission, [public])
    assert b"forgotten" not in recovery
    key = recover_file_key(recovery, headquarters_keys(tmp_path / "hq"))
    with Mission.open(path, file_key=key) as mission:
        assert len(mission.entries(ASSESSMENT)) == 1
        mission.protect("a new one")
    with Mission.open(path, passphrase="a new one") as mission:
        assert mission.check() == ()
        assert mission.file_key != key


def test_nobody_else_does(tmp_path: Path) -> None:
    create_headquarters_key(tmp_path / "other")
    with Mission.create(tmp_path / "a.mission", passphrase="x") as mission:
        recovery = make_recovery(mission, [create_headquarters_key(tmp_path / "hq")])
    with pytest.raises(ParcelError):
        recover_file_key(recovery, headquarters_keys(tmp_path / "other"))
    with Mission.create(tmp_path / "b.mission") as mission, pytest.raises(Refused):
        make_recovery(mission, ["age1"])


def test_what_is_no_recovery_file_is_refused(tmp_path: Path) -> None:
    public = create_headquarters_key(tmp_path)
    for data in (b"", b"hello", seal_to(b"{}", [public]), seal_to(b"hello", [public])):
        with pytest.raises(ParcelError, match="not a recovery file"):
            recover_file_key(data, headquarters_keys(tmp_path))
