"""Files and names that survive a power cut, and temporary folders."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

STALE = 600
"""Seconds after which a temporary file counts as left by a crash."""


def sync_folder(folder: Path) -> None:
    """Write the names in a folder to the disk (where the system supports it)."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def delete_quietly(path: Path) -> None:
    """Delete a file if that is possible: its medium may be gone."""
    with suppress(OSError):
        path.unlink(missing_ok=True)


def part_path(path: Path) -> Path:
    """Return a new path beside a file, where it is written until it is whole."""
    return path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}.part")


def remove_stale_parts(part: Path, path: Path) -> None:
    """Remove what earlier attempts to write `path` left, and nobody writes any more: both times
    are by the clock of the medium."""
    pattern = re.compile(re.escape(f".{path.name[:100]}.") + r"[0-9a-f]{8}\.part(-journal)?")
    with suppress(OSError):
        now = part.stat().st_mtime
        for left in path.parent.iterdir():
            if pattern.fullmatch(left.name) and left != part and left.stat().st_mtime < now - STALE:
                delete_quietly(left)


def open_private(path: str | Path, flags: int) -> int:
    """Open a file for `open(opener=…)`: if it is created, only its owner may read it (mode 0600)
    from its first moment. On Windows the same is set before anything is written, where the medium
    knows owners. Raises OSError."""
    handle = os.open(path, flags, 0o600)
    if sys.platform == "win32":
        with suppress(OSError):
            subprocess.run(owner_only_command(path), check=False, capture_output=True)
    return handle


def owner_only_command(path: str | Path) -> list[str]:
    """Return the command that leaves a file to its owner on Windows: no inherited right, and full
    control for whoever owns it (S-1-3-4, which has this number in every language)."""
    return ["icacls", str(path), "/inheritance:r", "/grant:r", "*S-1-3-4:F", "/q"]


def create_private(path: Path) -> None:
    """Replace a file by an empty one that only its owner may read. Raises OSError."""
    path.unlink(missing_ok=True)
    open(path, "xb", opener=open_private).close()


def is_same_file(status: os.stat_result | None, path: Path) -> bool:
    """Return whether `path` still is the file that had this status."""
    with suppress(OSError):
        return status is not None and os.path.samestat(status, path.stat())
    return False


_NAMED = ".assessor-publishing-"
_EARLIER = ".assessor-parquet-"


@contextmanager
def scratch_folder(beside: Path) -> Iterator[Path]:
    """Create a folder in `beside` and delete it afterwards; see remove_scratch."""
    with tempfile.TemporaryDirectory(prefix=_NAMED, dir=beside) as folder:
        yield Path(folder)


def remove_scratch(beside: Path) -> None:
    """Delete the temporary folders that a killed process left: they hold answers as text."""
    for prefix in (_NAMED, _EARLIER):
        for folder in beside.glob(f"{prefix}*"):
            shutil.rmtree(folder, ignore_errors=True)


def write_private(path: Path, content: bytes) -> None:
    """Write a file completely or not at all, readable by its owner only (mode 0600). Creates the
    folder. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".new")
    temporary.unlink(missing_ok=True)
    with open(temporary, "xb", opener=open_private) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    sync_folder(path.parent)
