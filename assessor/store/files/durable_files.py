"""Files and names that survive a power cut, and temporary folders."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


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


def open_private(path: str | Path, flags: int) -> int:
    """Open a file for `open(opener=…)`: if it is created, only its owner may read it (mode 0600)
    from its first moment. On Windows it gets the rights of its folder. Raises OSError."""
    return os.open(path, flags, 0o600)


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
