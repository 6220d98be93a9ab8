"""A stick lost a page, or somebody overwrote one."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assessor.assessment.mission.mission_rescue import rescue_mission
from assessor.assessment.review.mission_check import find_defects
from assessor.errors import AssessorError, Damaged, FileError
from assessor.store.write.mission import Mission
from tests.support.store.damaged_files import filled_mission
from tests.support.store.laptops import ASSESSMENT

_PAGE = 4096


def test_a_whole_file_is_rescued_whole(tmp_path: Path) -> None:
    """Nothing is damaged: all entries, drafts and settings are in the new file."""
    path, sealed = filled_mission(tmp_path)
    rescued = rescue_mission(path, tmp_path / "new.mission")
    assert (rescued.entries, rescued.drafts, rescued.lost) == (sealed, 201 - sealed, [])
    with Mission.open(tmp_path / "new.mission") as new, Mission.open(path) as old:
        assert new.check() == () and new.setting("title") == "San Verano"
        assert {(one.key, str(one.body)) for one in new.entries(ASSESSMENT)} == {
            (one.key, str(one.body)) for one in old.entries(ASSESSMENT)
        }


def test_one_damaged_page_loses_only_what_lay_on_it(tmp_path: Path) -> None:
    """Every page after the first is overwritten in turn: what verifies is kept, and counted."""
    path, sealed = filled_mission(tmp_path)
    whole = path.read_bytes()
    kept: list[int] = []
    pages = range(1, len(whole) // _PAGE)
    for page in random.Random(15).sample(pages, 12):
        noise = random.Random(page).randbytes(_PAGE)
        damaged = whole[: page * _PAGE] + noise + whole[(page + 1) * _PAGE :]
        path.write_bytes(damaged)
        target = tmp_path / f"{page}.mission"
        try:
            rescued = rescue_mission(path, target)
        except AssessorError as error:
            assert str(error).endswith(".") and not target.exists()
            continue
        assert path.read_bytes() == damaged, "the original is never touched"
        assert rescued.entries == sealed or rescued.lost
        kept.append(rescued.entries)
        with Mission.open(target) as new:
            assert new.check() == ()
    assert len(kept) >= 9 and sorted(kept)[len(kept) // 2] >= sealed // 2


def test_a_rescue_overwrites_nothing(tmp_path: Path) -> None:
    """The new name was that of the damaged file itself."""
    path, _ = filled_mission(tmp_path)
    with pytest.raises(FileError) as raised:
        rescue_mission(path, path)
    assert str(raised.value) == "Ana.mission exists already: choose another name."


def test_a_file_of_noise_is_told_so(tmp_path: Path) -> None:
    """Everything after the header was overwritten."""
    path, _ = filled_mission(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole[:100] + random.Random(1).randbytes(len(whole) - 100))
    with pytest.raises(Damaged):
        rescue_mission(path, tmp_path / "new.mission")
    assert not (tmp_path / "new.mission").exists()


def test_a_damaged_file_has_no_backup(tmp_path: Path) -> None:
    """The page of a signed answer was damaged, and the backup was called whole."""
    path, _ = filled_mission(tmp_path)
    with Mission.open(path) as mission:  # open already when it happens
        content = path.read_bytes()
        assert content.count(b"x" * 300) > 100
        place = content.index(b"x" * 300)
        path.write_bytes(content[:place] + b"y" + content[place + 1 :])
        with pytest.raises(Damaged) as raised:
            mission.backup(tmp_path / "copy.mission")
        assert mission.last_backup() is None
    assert "a copy of it is no backup. Open the newest backup, or copy" in str(raised.value)
    assert not (tmp_path / "copy.mission").exists()
    assert not list(tmp_path.glob(".*.part*"))


def test_a_signature_that_does_not_verify_is_no_backup(tmp_path: Path) -> None:
    """Only the signature of a changeset was damaged: the backup was called whole."""
    path, _ = filled_mission(tmp_path)
    with Mission.open(path) as mission:
        with mission.connection.transaction():
            mission.connection.execute(
                "UPDATE changeset SET signature=zeroblob(64) WHERE changeset=1"
            )
        with pytest.raises(Damaged):
            mission.backup(tmp_path / "copy.mission", find_defects=find_defects)


def test_two_backups_at_once_are_two_whole_copies(tmp_path: Path) -> None:
    """Two windows back up to one name at the same moment: both wrote one temporary file."""
    path, sealed = filled_mission(tmp_path)
    target = tmp_path / "copy.mission"

    def back_up(_: int) -> Path:
        with Mission.open(path, read_only=True) as mission:
            return mission.backup(target)

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(back_up, range(8))) == {target}
    with Mission.open(target) as copy:
        assert not copy.read_only and copy.check() == ()
        assert sum(not entry.is_draft for entry in copy.entries(ASSESSMENT)) == sealed
    assert not list(tmp_path.glob(".*.part*"))
