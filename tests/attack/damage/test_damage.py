"""A stick lost a page, or somebody overwrote one."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assessor.assessment.mission.mission_rescue import rescue_mission
from assessor.assessment.review.mission_check import find_defects
from assessor.errors import AssessorError, Damaged, FileError, WrongPassphrase
from assessor.store.write.mission import Mission
from tests.support.store.disk_faults import filled_mission
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


@pytest.mark.parametrize("size", [16, 100, _PAGE])
def test_without_its_beginning_a_file_is_rescued(tmp_path: Path, size: int) -> None:
    """The stick lost the first bytes, without which SQLite opens nothing."""
    path, sealed = filled_mission(tmp_path)
    path.write_bytes(random.Random(size).randbytes(size) + path.read_bytes()[size:])
    rescued = rescue_mission(path, tmp_path / "new.mission")
    assert (rescued.entries, rescued.lost) == (sealed, [])
    with Mission.open(tmp_path / "new.mission") as new:
        assert new.check() == ()


def test_the_account_counts_receipts_and_quarantine(tmp_path: Path) -> None:
    """What waits in quarantine waits in the new file, too."""
    path, _ = filled_mission(tmp_path)
    rescued = rescue_mission(path, tmp_path / "new.mission")
    assert (rescued.receipts, len(rescued.quarantine)) == (2, 1)
    assert "2 receipts of received files are not copied; what they brought is" in list(
        rescued.sentences()
    )
    with Mission.open(tmp_path / "new.mission") as new:
        [(receipt, content)] = new.quarantine()
    assert (receipt.file, content) == ("a.pdf", b"not a parcel")


@pytest.mark.usefixtures("quickly_derived")
def test_a_protected_file_is_rescued_under_its_passphrase(tmp_path: Path) -> None:
    """A page of a protected mission was overwritten, and somebody tried it without passphrase."""
    path, sealed = filled_mission(tmp_path)
    with Mission.open(path) as mission:
        mission.protect("a few plain words")
    content = path.read_bytes()
    middle = len(content) // 2 // _PAGE * _PAGE
    path.write_bytes(content[:middle] + bytes(_PAGE) + content[middle + _PAGE :])
    target = tmp_path / "new.mission"
    for passphrase in (None, "other words"):
        with pytest.raises(WrongPassphrase):
            rescue_mission(path, target, passphrase=passphrase)
    rescued = rescue_mission(path, target, passphrase="a few plain words")
    assert sealed // 2 < rescued.entries <= sealed
    with Mission.open(target, passphrase="a few plain words") as new:
        assert new.encrypted and new.check() == ()


def test_a_cancelled_rescue_leaves_nothing(tmp_path: Path) -> None:
    """The person pressed Cancel in the middle of it."""
    path, _ = filled_mission(tmp_path)
    before = sorted(each.name for each in tmp_path.iterdir())

    def cancel(done: int, _: int) -> None:
        if done == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rescue_mission(path, tmp_path / "new.mission", report_progress=cancel)
    assert sorted(each.name for each in tmp_path.iterdir()) == before
