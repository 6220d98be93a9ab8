"""The private folder of each running Assessor: copies for viewing, scans, unfinished files.

It lies in the temporary folder of the computer, for its owner alone, and is removed at the end. A
lock in it is held while the program runs, so that the next start removes what a crash left.
"""

from __future__ import annotations

import atexit
import os
import re
import secrets
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path

from assessor.store.files.durable_files import delete_quietly
from assessor.store.files.file_lock import FileLock

_PREFIX = "assessor-run-"
_LOCKED = "running"
_UNFINISHED = "unfinished"
_VIEWING = "viewing"
_PART = re.compile(r"\..{1,100}\.[0-9a-f]{8}\.part")


@lru_cache(maxsize=1)
def _own() -> tuple[Path, FileLock]:
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))  # mode 0700
    lock, own = FileLock(folder / _LOCKED), os.getpid()
    atexit.register(lambda: _remove(folder, lock) if os.getpid() == own else None)
    return folder, lock


def run_folder() -> Path:
    """Return the folder of this process, created when first asked for. Raises OSError."""
    return _own()[0]


def viewing_folder() -> Path:
    """Return a new folder for one copy that another program shows. Raises OSError."""
    parent = run_folder() / _VIEWING
    parent.mkdir(mode=0o700, exist_ok=True)
    return Path(tempfile.mkdtemp(dir=parent))


def remove_copies() -> None:
    """Delete the copies that other programs show: the mission they are from is closed."""
    if _own.cache_info().currsize:
        shutil.rmtree(run_folder() / _VIEWING, ignore_errors=True)


@contextmanager
def unfinished(part: Path) -> Iterator[None]:
    """Note the name of a file while it is written: the next start removes it after a crash."""
    note = None
    with suppress(OSError):  # a full temporary folder does not stop the work
        parent = run_folder() / _UNFINISHED
        parent.mkdir(mode=0o700, exist_ok=True)
        note = parent / secrets.token_hex(8)
        note.write_text(str(part.absolute()), "utf-8")
    try:
        yield
    finally:
        if note is not None:
            delete_quietly(note)


def remove_leftovers() -> None:
    """Delete the folders and unfinished files of processes that were killed."""
    with suppress(OSError):
        for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
            if _is_ours(folder) and (folder / f".{_LOCKED}.lock").exists():
                lock = FileLock(folder / _LOCKED)
                if lock.holder is None and lock.obstacle is None:
                    _remove(folder, lock)


def _is_ours(folder: Path) -> bool:
    """Return whether a folder is a real one of this user, not one that another user planted."""
    status = folder.lstat()
    mine = os.name != "posix" or status.st_uid == os.getuid()
    return stat.S_ISDIR(status.st_mode) and mine


def _remove(folder: Path, lock: FileLock) -> None:
    for note in (folder / _UNFINISHED).glob("*"):
        with suppress(OSError, UnicodeDecodeError):
            part = Path(note.read_text("utf-8"))
            if _PART.fullmatch(part.name) and not part.is_symlink():
                part.unlink()
    lock.release()
    shutil.rmtree(folder, ignore_errors=True)
