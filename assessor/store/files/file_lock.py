"""The lock file beside a mission, with the name of its holder: a second window only reads.

The operating system holds the lock and drops it with the process; a file that a crash left locks
nothing. (filelock does not record who holds a native lock, and its soft locks outlive a crash on
another computer.)
"""

from __future__ import annotations

import getpass
import json
import os
import platform
import sys
from dataclasses import dataclass
from pathlib import Path

from assessor.store.files.durable_files import delete_quietly, is_same_file

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


@dataclass(frozen=True, slots=True)
class LockHolder:
    """Who has a file open: the names of a user and a computer."""

    user: str
    host: str


class FileLock:
    """One window's lock on one mission. `holder` is whoever has it, None if it is ours.

    Where no lock file can be created (a read-only medium), there is no lock and `holder` is None:
    such a file is read-only anyway.
    """

    def __init__(self, mission_path: Path) -> None:
        self._path = mission_path.with_name(f".{mission_path.name}.lock")
        self._handle: int | None = None
        self.holder: LockHolder | None = None
        self._acquire()

    def _acquire(self) -> None:
        while self._handle is None and self.holder is None:
            try:
                handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            except OSError:
                return
            if not _lock(handle):
                self.holder = _read_holder(handle)
                os.close(handle)
            elif not is_same_file(os.fstat(handle), self._path):
                os.close(handle)  # its last holder deleted it before we locked it
            else:
                os.ftruncate(handle, 0)
                os.write(
                    handle, json.dumps({"user": _user_name(), "host": platform.node()}).encode()
                )
                self._handle = handle

    def release(self) -> None:
        """Release the lock and delete its file."""
        if self._handle is not None:
            handle, self._handle = self._handle, None
            if sys.platform == "win32":  # Windows does not delete open files
                os.close(handle)
                delete_quietly(self._path)
            else:
                delete_quietly(self._path)
                os.close(handle)

    def __del__(self) -> None:
        self.release()


def _lock(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            os.lseek(handle, 4096, os.SEEK_SET)  # behind the text, so that others can read it
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            os.lseek(handle, 0, os.SEEK_SET)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _read_holder(handle: int) -> LockHolder:
    os.lseek(handle, 0, os.SEEK_SET)
    try:
        values = json.loads(os.read(handle, 1000))
        return LockHolder(str(values["user"])[:80], str(values["host"])[:80])
    except (ValueError, KeyError, TypeError):
        return LockHolder("?", "?")


def _user_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "?"
