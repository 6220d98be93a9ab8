"""Full disks, read-only media, a second window, a missing file: one sentence, and no loss."""

from __future__ import annotations

import getpass
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from assessor.errors import FileError
from assessor.store.model.entry import Draft
from assessor.store.write.mission import Mission
from tests.support.store.laptops import ASSESSMENT, Laptop


def typed(mission: Mission, number: int) -> None:
    """Write one answer."""
    draft = Draft("answer", f"/d/q{number}", {"value": str(number), "note": "x" * 500}, (), number)
    mission.write(ASSESSMENT, [draft], "Ana")


def check(mission: Mission, answers: int) -> None:
    """Check that the file holds this number of answers and is sound."""
    assert len(mission.entries(ASSESSMENT)) == answers
    assert mission.check() == ()


def sentence(error: pytest.ExceptionInfo[FileError], word: str) -> None:
    text = str(error.value)
    assert word in text and text.endswith(".") and "\n" not in text


def test_a_second_window_reads_and_says_who_has_the_file(tmp_path: Path) -> None:
    ana = Laptop(tmp_path, "Ana")
    typed(ana.mission, 1)
    with Mission.open(ana.mission.path) as second:
        assert second.read_only and second.holder is not None
        assert second.holder.user == getpass.getuser()
        check(second, 1)
        with pytest.raises(FileError) as raised:
            typed(second, 2)
        sentence(raised, "another window")
        typed(ana.mission, 2)
        check(second, 2)
    ana.mission.close()
    with Mission.open(ana.mission.path) as third:
        assert not third.read_only and third.holder is None
        typed(third, 3)
        check(third, 3)
    assert not list(tmp_path.glob(".*.lock"))


def test_a_lock_left_behind_by_a_crash_locks_nothing(tmp_path: Path) -> None:
    ana = Laptop(tmp_path, "Ana")
    ana.mission.close()
    path = ana.mission.path
    script = (
        "import os, sys\nfrom pathlib import Path\n"
        "from assessor.store.write.mission import Mission\n"
        "mission = Mission.open(Path(sys.argv[1]))\nos._exit(0 if not mission.read_only else 3)\n"
    )
    assert subprocess.run([sys.executable, "-c", script, str(path)], check=False).returncode == 0
    [left] = tmp_path.glob(".*.lock")
    assert json.loads(left.read_text())["user"] == getpass.getuser()
    with Mission.open(path) as mission:
        assert not mission.read_only


@pytest.mark.parametrize("text", [b"", b"not json", b"[]", b"\xff" * 2000])
def test_a_foreign_lock_file_does_no_harm(tmp_path: Path, text: bytes) -> None:
    ana = Laptop(tmp_path, "Ana")
    ana.mission.close()
    ana.mission.path.with_name(f".{ana.mission.path.name}.lock").write_bytes(text)
    with Mission.open(ana.mission.path) as mission:
        typed(mission, 1)
        check(mission, 1)


@pytest.mark.parametrize("what", ["moved", "removed", "replaced"])
def test_a_file_deleted_while_open_is_detected_and_can_be_saved(tmp_path: Path, what: str) -> None:
    if sys.platform == "win32":
        pytest.skip("an open file can be neither moved nor removed on this system")
    ana = Laptop(tmp_path, "Ana")
    typed(ana.mission, 1)
    path = ana.mission.path
    if what == "moved":
        path.rename(tmp_path / "elsewhere.mission")
    elif what == "removed":
        path.unlink()
    else:
        Mission.create(tmp_path / "other.mission").close()
        (tmp_path / "other.mission").replace(path)
    assert not ana.mission.in_place
    with pytest.raises(FileError) as raised:
        typed(ana.mission, 2)
    sentence(raised, "while open")
    saved = ana.mission.backup(tmp_path / "saved.mission")
    with Mission.open(saved) as mission:
        check(mission, 1)
        typed(mission, 2)
        check(mission, 2)


def test_a_read_only_file_is_readable(tmp_path: Path) -> None:
    ana = Laptop(tmp_path, "Ana")
    typed(ana.mission, 1)
    ana.mission.close()
    with Mission.open(ana.mission.path, read_only=True) as mission:
        check(mission, 1)
        with pytest.raises(FileError) as raised:
            typed(mission, 2)
        sentence(raised, "reading only")
        copy = mission.backup(tmp_path / "copy.mission")
    with Mission.open(copy) as mission:
        typed(mission, 2)
        check(mission, 2)


def test_a_full_disk_loses_nothing_acknowledged(small_disk: Path, tmp_path: Path) -> None:
    mission = Mission.create(small_disk / "a.mission")
    mission.add_assessment(ASSESSMENT, "cd" * 32)
    acknowledged = 0
    with pytest.raises(FileError) as raised:
        for number in range(10_000):
            typed(mission, number)
            acknowledged += 1
    sentence(raised, "no space left")
    assert acknowledged > 100
    check(mission, acknowledged)
    with pytest.raises(FileError):
        mission.backup(small_disk / "copy.mission")
    assert [path.name for path in small_disk.iterdir() if path.suffix == ".mission"] == [
        "a.mission"
    ]
    elsewhere = mission.backup(tmp_path / "elsewhere.mission")
    mission.close()
    with Mission.open(elsewhere) as saved:
        typed(saved, acknowledged)
        check(saved, acknowledged + 1)
    with Mission.open(small_disk / "a.mission") as again:  # still full
        check(again, acknowledged)


def test_a_full_disk_leaves_no_half_import(small_disk: Path, tmp_path: Path) -> None:
    ana = Laptop(tmp_path, "Ana")
    drafts = [
        Draft("answer", f"/d/q{number}", {"value": "1", "note": os.urandom(400).hex()}, (), 1)
        for number in range(2000)
    ]
    ana.mission.write(ASSESSMENT, drafts, "Ana")
    ana.seal()
    with Mission.create(small_disk / "hq.registry", role="registry") as registry:
        with pytest.raises(FileError):
            registry.add(ana.mission.changesets())
        assert registry.assessments() == () and registry.check() == ()


def test_on_a_full_disk_a_copy_is_complete_or_the_old_one_remains(
    small_disk: Path, tmp_path: Path
) -> None:
    """From no space to just enough, in steps; the old copy is there all the time."""
    ana = Laptop(tmp_path, "Ana")
    typed(ana.mission, 0)
    old = ana.mission.backup(small_disk / "a.mission")
    before = old.read_bytes()
    for number in range(1, 60):
        typed(ana.mission, number)
    size, filler, outcomes = ana.mission.path.stat().st_size, small_disk / "filler", set()
    for room in range(0, size + 16_384, 8192):
        filler.unlink(missing_ok=True)
        free = shutil.disk_usage(small_disk).free
        filler.write_bytes(bytes(free - room))
        try:
            ana.mission.backup(old)
        except FileError as error:
            assert old.read_bytes() == before and str(error).endswith(".")
            outcomes.add("refused")
        else:
            with Mission.open(old, read_only=True) as copy:
                check(copy, 60)
            outcomes.add("copied")
            break
        assert {path.name for path in small_disk.iterdir()} == {"a.mission", "filler"}
    assert outcomes == {"refused", "copied"}


def test_a_read_only_disk_is_read(small_disk: Path) -> None:
    with Mission.create(small_disk / "a.mission") as mission:
        mission.add_assessment(ASSESSMENT, "cd" * 32)
        typed(mission, 1)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with Mission.open(small_disk / "a.mission") as mission:
        assert mission.read_only
        check(mission, 1)
        with pytest.raises(FileError) as raised:
            typed(mission, 2)
        sentence(raised, "reading only")
    with pytest.raises(FileError):
        Mission.create(small_disk / "b.mission")


def test_a_copy_taken_while_open_is_whole(tmp_path: Path) -> None:
    ana = Laptop(tmp_path, "Ana")
    for number in range(50):
        typed(ana.mission, number)
    shutil.copy(ana.mission.path, tmp_path / "copied.mission")
    with Mission.open(tmp_path / "copied.mission") as mission:
        check(mission, 50)


def test_a_stick_pulled_while_a_copy_is_written(small_disk: Path, tmp_path: Path) -> None:
    ana = Laptop(tmp_path, "Ana")
    typed(ana.mission, 1)
    ana.mission.backup(small_disk / "copy.mission")
    typed(ana.mission, 2)
    before = ana.mission.last_backup()
    assert before is not None and before.elsewhere

    def pulled(done: int, of: int) -> None:
        assert 0 < done == of
        subprocess.run(["umount", "-l", str(small_disk)], check=True)

    with pytest.raises(FileError) as raised:
        ana.mission.backup(small_disk / "copy.mission", pulled)
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", str(small_disk)], check=True)
    sentence(raised, "try another place")
    assert list(small_disk.iterdir()) == [] and ana.mission.last_backup() == before
    check(ana.mission, 2)
    ana.mission.backup(tmp_path / "elsewhere.mission")


def test_a_cancelled_copy_leaves_the_old_one(tmp_path: Path) -> None:
    ana = Laptop(tmp_path, "Ana")
    typed(ana.mission, 1)
    copy = ana.mission.backup(tmp_path / "copy.mission")
    kept = copy.read_bytes()
    typed(ana.mission, 2)

    def stop(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ana.mission.backup(copy, stop)
    assert copy.read_bytes() == kept and not list(tmp_path.glob(".*.part"))
    typed(ana.mission, 3)
    check(ana.mission, 3)
