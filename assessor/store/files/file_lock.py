"""The lock file beside a mission, with the name of its holder: a second window only reads.

The operating system holds the lock and drops it with the process; a file that a crash left locks
nothing. (filelock does not record who holds a native lock, and its soft locks outlive a crash on
another computer.)
"""

from __future__ import annotations

import errno
import getpass
import json
import os
import platform
import stat
import sys
from dataclasses import dataclass
from pathlib import Path

from assessor.errors import Reason
from assessor.store.files.durable_files import delete_quietly, is_same_file

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))


@dataclass(frozen=True, slots=True)
class LockHolder:
    """Who has a file open: the names of a user and a computer."""

    user: str
    host: str


class FileLock:
    """One window's lock on one mission. `holder` is whoever has it, None if it is ours.

    Where no lock can be taken (a full or read-only disk, a link in the place of the lock file),
    `obstacle` is the sentence that says why; the mission is then only read.
    """

    def __init__(self, mission_path: Path) -> None:
        self._name = mission_path.name
        self._path = mission_path.with_name(f".{mission_path.name}.lock")
        self._handle: int | None = None
        self.holder: LockHolder | None = None
        self.obstacle: Reason | None = None
        try:
            self._acquire()
        except OSError as error:
            self.release()
            self.obstacle = self._explain(error)

    def _acquire(self) -> None:
        while self._handle is None and self.holder is None and self.obstacle is None:
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT | _NO_LINK, 0o600)
            try:
                _check_plain(handle, self._path)
                if not _lock(handle):
                    self.holder = _read_holder(handle)
                elif is_same_file(os.fstat(handle), self._path):
                    self._handle = handle
                    _write_holder(handle)
                # Otherwise its last holder deleted it before we locked it.
            finally:
                if self._handle is None:
                    os.close(handle)

    def _explain(self, error: OSError) -> Reason:
        sentence = "No lock file can be made beside {name} ({reason}): it opens for reading only."
        if error.errno == errno.ELOOP:
            sentence = (
                "{lock} is not a lock file but a link to another file: it was left alone, and "
                "{name} opens for reading only. Delete the link, then open {name} again."
            )
        elif error.errno in _FULL:
            sentence = (
                "There is no space left where {name} lies: it opens for reading only. Free some "
                "space, then open it again."
            )
        details = {"name": self._name, "lock": self._path.name, "reason": error.strerror}
        return Reason(sentence, details)

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


def _check_plain(handle: int, path: Path) -> None:
    """Raise OSError unless an open file is a regular one, with one name and reached by no link."""
    status = os.fstat(handle)
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, "Not a regular file")
    if status.st_nlink > 1 or path.is_symlink():  # where there is no O_NOFOLLOW
        raise OSError(errno.ELOOP, "A link")


def _write_holder(handle: int) -> None:
    """Replace the content of the lock file by the name of this user and computer."""
    os.ftruncate(handle, 0)
    os.write(handle, json.dumps({"user": _user_name(), "host": platform.node()}).encode())


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
