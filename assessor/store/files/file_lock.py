"""A lock file beside a mission, naming who has it open: a second window only reads.

The lock is the operating system's and falls with the process that holds it; the file left behind
by a crash locks nothing.
"""

from __future__ import annotations

import getpass
import json
import os
import platform
import sys
from dataclasses import dataclass
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


@dataclass(frozen=True, slots=True)
class LockHolder:
    """Who has a file open: a user's name and a computer's."""

    user: str
    host: str


class FileLock:
    """One window's hold on one mission. `holder` is who has it instead, or None if it is ours.

    Where no lock file can be made (a medium that forbids writing), nothing is held and `holder`
    is None: such a file is read-only anyway.
    """

    def __init__(self, mission: Path) -> None:
        self._path = mission.with_name(f".{mission.name}.lock")
        self._handle: int | None = None
        self.holder: LockHolder | None = None
        self._take()

    def _take(self) -> None:
        while self._handle is None and self.holder is None:
            try:
                handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            except OSError:
                return
            if not _lock(handle):
                self.holder = _read(handle)
                os.close(handle)
            elif not _is_there(handle, self._path):
                os.close(handle)  # its last holder removed it between our opening and locking it
            else:
                os.ftruncate(handle, 0)
                os.write(handle, json.dumps({"user": _user(), "host": platform.node()}).encode())
                self._handle = handle

    def release(self) -> None:
        """Let go, and take the file away."""
        if self._handle is not None:
            handle, self._handle = self._handle, None
            if sys.platform == "win32":  # an open file cannot be removed there
                os.close(handle)
                _remove(self._path)
            else:
                _remove(self._path)
                os.close(handle)

    def __del__(self) -> None:
        self.release()


def _lock(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            os.lseek(handle, 4096, os.SEEK_SET)  # beyond the text, so that others can read it
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            os.lseek(handle, 0, os.SEEK_SET)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _is_there(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except OSError:
        return False


def _read(handle: int) -> LockHolder:
    os.lseek(handle, 0, os.SEEK_SET)
    try:
        found = json.loads(os.read(handle, 1000))
        return LockHolder(str(found["user"])[:80], str(found["host"])[:80])
    except (ValueError, KeyError, TypeError):
        return LockHolder("?", "?")


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "?"


def _remove(path: Path) -> None:
    try:
        path.unlink()
    except OSError:
        return
