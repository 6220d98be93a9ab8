"""Somebody prepares the lock file beside a mission, or the disk has no room for it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from assessor.errors import FileError
from assessor.store.model.entry import Draft
from assessor.store.write.mission import Mission
from tests.support.store.laptops import ASSESSMENT, Laptop

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")


def closed_mission(folder: Path) -> Path:
    ana = Laptop(folder, "Ana")
    ana.mission.close()
    return ana.mission.path


def lock_beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.lock")


def only_reads(path: Path) -> str:
    """Check that a mission opens and only reads; return the sentence."""
    with Mission.open(path) as mission:
        assert mission.read_only and mission.holder is None
        assert mission.entries(ASSESSMENT) == ()
        with pytest.raises(FileError) as raised:
            mission.write(ASSESSMENT, [Draft("answer", "/d/q", {"value": "1"}, (), 1)], "Ana")
        assert mission.obstacle is not None and str(mission.obstacle) == str(raised.value)
    return str(raised.value)


@pytest.mark.parametrize("make", [Path.symlink_to, Path.hardlink_to])
def test_a_link_as_lock_file_destroys_no_key(tmp_path: Path, make: object) -> None:
    """The lock file on a stick was a link to the signing key, which opening the mission emptied."""
    path = closed_mission(tmp_path)
    key = tmp_path / "Ana" / "identity.json"
    before = key.read_bytes()
    assert callable(make)
    make(lock_beside(path), key)
    assert only_reads(path) == (
        ".Ana.mission.lock is not a lock file but a link to another file: it was left alone, and "
        "Ana.mission opens for reading only. Delete the link, then open Ana.mission again."
    )
    assert key.read_bytes() == before
    assert lock_beside(path).samefile(key)


def test_a_dangling_link_makes_no_file(tmp_path: Path) -> None:
    """The lock file was a link to a file that does not exist, in a folder that others read."""
    path = closed_mission(tmp_path)
    lock_beside(path).symlink_to(tmp_path / "made")
    assert "a link to another file" in only_reads(path)
    assert not (tmp_path / "made").exists()


def test_a_pipe_or_folder_as_lock_file_only_forbids_writing(tmp_path: Path) -> None:
    """Something else than a file lay in the place of the lock file."""
    path = closed_mission(tmp_path)
    os.mkfifo(lock_beside(path))
    assert "(Not a regular file)" in only_reads(path)
    lock_beside(path).unlink()
    lock_beside(path).mkdir()
    assert only_reads(path) == (
        "No lock file can be made beside Ana.mission (Is a directory): it opens for reading only."
    )


def test_a_full_disk_opens_for_reading(small_disk: Path) -> None:
    """The stick is full to its last byte: there is no room for the name of the lock's holder."""
    path = closed_mission(small_disk)
    with pytest.raises(OSError, match="No space"), (small_disk / "rest").open("wb", 0) as rest:
        while True:
            rest.write(b"x" * 512)
    assert only_reads(path) == (
        "There is no space left where Ana.mission lies: it opens for reading only. Free some "
        "space, then open it again."
    )
    assert not lock_beside(path).exists()
    (small_disk / "rest").unlink()
    with Mission.open(path) as mission:
        assert not mission.read_only
