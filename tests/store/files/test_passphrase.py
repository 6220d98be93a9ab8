"""A passphrase protects every byte from the first write and can be changed and recovered."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as driver

from assessor.errors import Refused, WrongPassphrase
from assessor.store.model.entry import Draft
from assessor.store.write.mission import Mission
from tests.support.store import process_kill
from tests.support.store.laptops import ASSESSMENT, FORM

pytestmark = pytest.mark.slow

CANARY = "canary-of-the-ministry"


def fill(mission: Mission, count: int = 1) -> None:
    mission.add_assessment(ASSESSMENT, FORM)
    for number in range(count):
        body = {"value": CANARY, "note": CANARY * 20}
        mission.write(ASSESSMENT, [Draft("answer", f"/d/{number}", body, (), 1)], "Ana")


def check(path: Path, passphrase: str | None, answers: int) -> None:
    """Check that the file opens with this passphrase, holds this number of answers, and is
    sound."""
    with Mission.open(path, passphrase=passphrase) as mission:
        assert len(mission.entries(ASSESSMENT)) == answers and mission.check() == ()
        assert not mission.read_only
    readable = CANARY.encode() in path.read_bytes()
    assert readable == (passphrase is None)


def test_sqlciphers_own_tools_open_it_with_the_passphrase(tmp_path: Path) -> None:
    path = tmp_path / "a.mission"
    with Mission.create(path, passphrase="it's a long one") as mission:
        fill(mission)
    plain = driver.connect(str(path))
    plain.execute("PRAGMA key = 'it''s a long one'")
    assert plain.execute("SELECT count(*) FROM answer").fetchone() == (1,)
    plain.close()


@pytest.mark.parametrize(
    ("before", "after"), [(None, "new one"), ("old one", "new one"), ("old one", None)]
)
@pytest.mark.usefixtures("quickly_derived")
def test_a_passphrase_is_set_changed_and_removed(
    tmp_path: Path, before: str | None, after: str | None
) -> None:
    path = tmp_path / "a.mission"
    with Mission.create(path, passphrase=before) as mission:
        fill(mission, 30)
        mission.protect(after)
        fill(mission)  # the work continues
        assert mission.in_place
    check(path, after, 31)
    for wrong in {before, "neither", None if after else "x"} - {after}:
        with pytest.raises(WrongPassphrase):
            Mission.open(path, passphrase=wrong)
    assert [left.name for left in tmp_path.iterdir()] == ["a.mission"]


def test_the_next_writer_deletes_what_a_crash_left(tmp_path: Path) -> None:
    path, left = tmp_path / "a.mission", tmp_path / ".a.mission.new"
    Mission.create(path).close()
    with Mission.open(path):
        left.write_bytes(b"a copy without a passphrase")
        Mission.open(path).close()  # a second window: the first may be writing
        assert left.exists()
    Mission.open(path, read_only=True).close()
    assert left.exists()
    Mission.open(path).close()
    assert [found.name for found in tmp_path.iterdir()] == ["a.mission"]


def test_a_read_only_file_is_not_re_encrypted(tmp_path: Path) -> None:
    path = tmp_path / "a.mission"
    Mission.create(path).close()
    with Mission.open(path, read_only=True) as mission, pytest.raises(Refused):
        mission.protect("new")
    with Mission.open(path) as mission:
        mission.add_assessment(ASSESSMENT, FORM)


@pytest.mark.usefixtures("quickly_derived")
def test_the_file_key_opens_it_and_another_one_does_not(tmp_path: Path) -> None:
    path = tmp_path / "a.mission"
    with Mission.create(path, passphrase="forgotten") as mission:
        fill(mission)
        key = mission.file_key
    assert key is not None and len(key) == 96
    with Mission.open(path, file_key=key) as mission:
        assert len(mission.entries(ASSESSMENT)) == 1
        mission.protect("remembered")
    check(path, "remembered", 1)
    for wrong in (key, "0" * 96, "x'; DROP", ""):
        with pytest.raises(WrongPassphrase):
            Mission.open(path, file_key=wrong)


@pytest.mark.skipif(not process_kill.POSSIBLE, reason="processes are killed by a POSIX signal here")
@pytest.mark.usefixtures("quickly_derived")
def test_nothing_readable_is_left_by_a_kill(tmp_path: Path) -> None:
    path, dice = tmp_path / "work.mission", random.Random(4)
    with Mission.create(path, passphrase="a long one") as mission:
        fill(mission)
        key = mission.file_key

    def write_on(mission: Mission, folder: Path, acknowledge: process_kill.Acknowledge) -> None:
        while True:
            fill(mission)
            acknowledge(1)

    process_kill.JOBS["writing a canary"] = write_on
    try:
        for _ in range(8):
            process_kill.strike("writing a canary", path, dice, file_key=key)
            for left in tmp_path.rglob("*"):
                assert not left.is_file() or CANARY.encode() not in left.read_bytes(), left.name
            with Mission.open(path, file_key=key) as mission:
                assert mission.check() == ()
    finally:
        del process_kill.JOBS["writing a canary"]


@pytest.mark.skipif(not process_kill.POSSIBLE, reason="processes are killed by a POSIX signal here")
@pytest.mark.usefixtures("quickly_derived")
def test_a_kill_while_the_passphrase_changes_leaves_the_old_one_or_the_new(tmp_path: Path) -> None:
    path, dice = tmp_path / "work.mission", random.Random(6)
    with Mission.create(path, passphrase="one") as mission:
        fill(mission, 200)
    key: str | None = None

    def change(mission: Mission, folder: Path, acknowledge: process_kill.Acknowledge) -> None:
        while True:
            for passphrase in ("two", "one"):
                acknowledge(1)
                mission.protect(passphrase)

    process_kill.JOBS["changing the passphrase"] = change
    try:
        for _ in range(6):
            for passphrase in ("one", "two"):
                try:
                    with Mission.open(path, passphrase=passphrase) as mission:
                        key = mission.file_key
                        assert len(mission.entries(ASSESSMENT)) == 200 and mission.check() == ()
                        assert not list(tmp_path.glob(".work.mission.new*"))
                    break
                except WrongPassphrase:
                    continue
            else:
                pytest.fail("neither passphrase opens it")
            process_kill.strike("changing the passphrase", path, dice, file_key=key, within=0.2)
    finally:
        del process_kill.JOBS["changing the passphrase"]
