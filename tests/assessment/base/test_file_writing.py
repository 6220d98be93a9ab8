"""A file is complete or not there; temporary files of a crash are removed by the next write."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from assessor.assessment.base.file_writing import write_verified
from assessor.errors import FileError


def nothing(_: Path) -> None:
    """Accept any file."""


def test_what_a_crash_left_is_taken_away_and_nothing_else(tmp_path: Path) -> None:
    old = time.time() - 3600
    names = [
        ".a [1].pdf.0badcafe.part",  # a temporary file of an hour ago
        ".a [1].pdf.0badcaff.part",  # a temporary file that may still be written
        ".b.pdf.0badcafe.part", ".a [1].pdf.notes.part", "a [1].pdf.0badcafe.part", ".a 1.pdf.part",
    ]  # fmt: skip
    for name in names:
        (tmp_path / name).write_bytes(b"half")
        if name != names[1]:
            os.utime(tmp_path / name, (old, old))
    write_verified(b"whole", tmp_path / "a [1].pdf", nothing)
    found = {path.name for path in tmp_path.iterdir()}
    assert found == {*names[1:], "a [1].pdf"}


def test_what_does_not_prove_leaves_the_old_file_and_nothing_beside(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    write_verified(b"old", path, nothing)

    def fails(_: Path) -> None:
        raise FileError("It reads back wrong.")

    with pytest.raises(FileError):
        write_verified(b"new", path, fails)
    assert path.read_bytes() == b"old" and list(tmp_path.iterdir()) == [path]
