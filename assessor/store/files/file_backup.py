"""A copy of a mission file that provably is one: written, read back from its medium, remembered."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from assessor.errors import FileError
from assessor.store.files.connection import Connection
from assessor.store.files.folder_sync import sync_folder

BACKUP_SETTING = "backup"
_BLOCK = 2**20

CopyProgress = Callable[[int, int], None]
"""Told how many bytes are copied, and of how many; it may raise to stop the copying."""


@dataclass(frozen=True, slots=True)
class BackupRecord:
    """The last copy that was read back and found whole: where, and when (ms since 1970 UTC).

    `entries` is how many the mission held then, -1 where nobody counted.
    `elsewhere` is whether it lies on another medium than the mission: what is lost or breaks with
    this disk is then not lost.
    """

    path: str
    at: int
    entries: int = -1
    elsewhere: bool = False

    def text(self) -> str:
        """As it is kept in the file."""
        return json.dumps(asdict(self))


def parse_backup(text: str | None) -> BackupRecord | None:
    """What a file keeps of its last copy; version 1.0 kept "time path"."""
    if not text:
        return None
    if text.startswith("{"):
        kept = json.loads(text)
        return BackupRecord(
            str(kept["path"]), int(kept["at"]), int(kept["entries"]), bool(kept["elsewhere"])
        )
    at, _, path = text.partition(" ")
    return BackupRecord(path, int(at)) if path else None


def copy_file(
    connection: Connection, dest: Path, tell: CopyProgress | None = None
) -> tuple[Path, bool]:
    """Copy the file to `dest`, read it back, and only then give it its name.

    Returns where it lies, and whether that is another medium. Raises FileError; whatever stood
    there before then still stands. The copy has the passphrase of the original.
    """
    target = dest / connection.path.name if dest.is_dir() else dest
    in_place = connection.in_place()
    if target.exists() and in_place and target.samefile(connection.path):
        raise FileError("{name} cannot be its own backup.", name=target.name)
    beside = target.with_name(f".{target.name}.part")
    try:
        beside.unlink(missing_ok=True)
        if in_place:
            # No writer can be half way while this holds the file: it lies there as one whole.
            with connection.write_locked():
                written = _copy(connection.path, beside, tell)
        else:
            connection.copy_into(beside)
            written = _synced(beside)
        if _digest(beside) != written or not _is_whole(beside, connection.key):
            raise FileError(
                "The copy on {place} reads back wrong: copy to another medium, and do not "
                "trust that one.",
                place=str(target.parent),
            )
        beside.replace(target)
        sync_folder(target.parent)
        elsewhere = not in_place or target.stat().st_dev != connection.path.stat().st_dev
    except OSError as error:
        raise FileError(
            "The copy to {place} failed: {reason}. Nothing was lost: try another place.",
            place=str(target),
            reason=error.strerror or str(error),
        ) from error
    finally:
        _forget(beside)
    return target, elsewhere


def _is_whole(path: Path, key: str | None) -> bool:
    copy = Connection(path, key=key, read_only=True)
    try:
        return bool(copy.value("PRAGMA quick_check") == "ok")
    finally:
        copy.close()


def _forget(beside: Path) -> None:
    try:
        beside.unlink(missing_ok=True)
    except OSError:
        return  # the medium is gone: there is nothing left to tidy


def _copy(source: Path, target: Path, tell: CopyProgress | None) -> str:
    digest, done, size = hashlib.sha256(), 0, source.stat().st_size
    with source.open("rb") as original, target.open("wb") as copy:
        while block := original.read(_BLOCK):
            digest.update(block)
            copy.write(block)
            done += len(block)
            if tell is not None:
                tell(done, size)
        copy.flush()
        os.fsync(copy.fileno())
    return digest.hexdigest()


def _synced(path: Path) -> str:
    with path.open("r+b") as file:
        os.fsync(file.fileno())
    return _digest(path)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        if hasattr(os, "posix_fadvise"):
            # What the system still remembers of the writing would prove nothing of the medium.
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        return hashlib.file_digest(file, "sha256").hexdigest()
