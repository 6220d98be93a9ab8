"""An open mission is opened once more, for a thread that works beside the window."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from assessor.errors import FileError
from assessor.store.write.mission import Mission
from tests.support.store.laptops import ASSESSMENT, Laptop


def test_both_connections_see_each_other_s_writes(tmp_path: Path) -> None:
    ana = Laptop(tmp_path, "Ana")
    ana.say("/d/q1", "1")
    with Mission.reopen(ana.mission.access) as beside:
        [seen] = beside.entries(ASSESSMENT)
        assert seen.body == {"value": "1"}
        beside.set_setting("a", "b")
    assert ana.mission.setting("a") == "b"
    ana.say("/d/q1", "2")
    assert ana.mission.check() == ()


def test_an_encrypted_file_is_opened_without_its_passphrase(tmp_path: Path) -> None:
    path = tmp_path / "a.mission"
    with Mission.create(path, passphrase="long") as mission:
        assert mission.file_key is not None and mission.file_key not in repr(mission.access)
        with Mission.reopen(mission.access) as beside:
            assert beside.encrypted and beside.role == "mission"


def test_both_connections_know_a_sealed_draft_by_its_name(tmp_path: Path) -> None:
    ana = Laptop(tmp_path, "Ana")
    draft = ana.say("/d/q1", "1")
    with Mission.reopen(ana.mission.access) as beside:
        [digest] = beside.seal(None, ana.identity)
    after = ana.say_over("/d/q1", "2", (draft,))
    assert after.parents == (f"{digest}:0",)
    assert ana.mission.check() == ()


def test_it_does_not_take_the_lock_away(tmp_path: Path) -> None:
    with Mission.create(tmp_path / "a.mission") as mission:
        Mission.reopen(mission.access).close()
        with Mission.open(tmp_path / "a.mission") as other:
            assert other.read_only
        assert not mission.read_only


def test_a_read_only_mission_stays_read_only(tmp_path: Path) -> None:
    Mission.create(tmp_path / "a.mission").close()
    with (
        Mission.open(tmp_path / "a.mission", read_only=True) as mission,
        Mission.reopen(mission.access) as beside,
        pytest.raises(FileError, match="reading only"),
    ):
        beside.set_setting("a", "b")


def test_a_file_that_was_moved_or_replaced_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "a.mission"
    with Mission.create(path) as mission:
        access = mission.access
        path.rename(tmp_path / "b.mission")
        with pytest.raises(FileError, match="moved, removed or replaced"):
            Mission.reopen(access)
        Mission.create(path).close()
        with pytest.raises(FileError, match="moved, removed or replaced"):
            Mission.reopen(access)


def test_two_threads_take_turns(tmp_path: Path) -> None:
    ana = Laptop(tmp_path, "Ana")
    access, errors = ana.mission.access, []

    def write() -> None:
        try:
            with Mission.reopen(access) as beside:
                for number in range(50):
                    beside.set_setting(f"setting {number}", "x" * 5_000)
        except Exception as error:  # noqa: BLE001  told below
            errors.append(error)

    thread = threading.Thread(target=write)
    thread.start()
    for number in range(50):
        ana.say(f"/d/q{number}", "1")
    thread.join()
    assert errors == [] and ana.mission.check() == ()
    assert ana.mission.setting("setting 49")
