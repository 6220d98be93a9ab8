"""Verified copies of a mission file: written, read back from the medium, recorded."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

from assessor.errors import Damaged, FileError
from assessor.store.files.connection import Connection
from assessor.store.files.durable_files import (
    create_private,
    delete_quietly,
    part_path,
    remove_stale_parts,
    sync_folder,
)
from assessor.store.files.file_digest import write_digest

BACKUP_SETTING = "backup"
_BLOCK = 2**20

CopyProgress = Callable[[int, int], None]
"""Called with the bytes copied and their total; it may raise to stop the copy."""


@dataclass(frozen=True, slots=True)
class BackupRecord:
    """The last copy that was read back and found complete: its path and time (ms since 1970 UTC).

    `entries` is the size of the mission then, -1 if unknown. `elsewhere` says that the copy lies on
    another medium, so that it survives the loss of this one.
    """

    path: str
    at: int
    entries: int = -1
    elsewhere: bool = False

    def text(self) -> str:
        """Return the record as stored in the file."""
        return json.dumps(asdict(self))


def parse_backup(text: str | None) -> BackupRecord | None:
    """Parse a stored record; version 1.0 stored "time path"."""
    if not text:
        return None
    if text.startswith("{"):
        values = json.loads(text)
        return BackupRecord(*(values[name] for name in ("path", "at", "entries", "elsewhere")))
    time, _, path = text.partition(" ")
    return BackupRecord(path, int(time)) if path else None


def copy_file(
    connection: Connection,
    dest: Path,
    find_defects: Callable[[Connection], Iterable[str]],
    report_progress: CopyProgress | None = None,
) -> tuple[Path, bool]:
    """Copy the file to `dest`, read the copy back and check it, and only then give it its name.

    Returns its path and whether that is another medium. Raises FileError, Damaged if the copy has
    defects; a file that was there before is then unchanged. The copy has the passphrase of the
    original.
    """
    target = dest / connection.path.name if dest.is_dir() else dest
    is_in_place = connection.in_place()
    if target.exists() and is_in_place and target.samefile(connection.path):
        raise FileError("{name} cannot be its own backup.", name=target.name)
    temporary = part_path(target)
    try:
        create_private(temporary)
        remove_stale_parts(temporary, target)
        _write_copy(connection, temporary, report_progress)
        _check_copy(temporary, connection, find_defects)
        temporary.replace(target)
        sync_folder(target.parent)
        elsewhere = not is_in_place or target.stat().st_dev != connection.path.stat().st_dev
    except OSError as error:
        raise FileError(
            "The copy to {place} failed: {reason}. Nothing was lost: try another place.",
            place=str(target),
            reason=error.strerror or str(error),
        ) from error
    finally:
        delete_quietly(temporary)
    return target, elsewhere


def _write_copy(connection: Connection, target: Path, report_progress: CopyProgress | None) -> None:
    """Copy a file, also one that lost its name, and read the copy back. Raises FileError."""
    if connection.in_place():
        # No writer is active while this lock is held, so the file is complete.
        with connection.write_locked():
            digest = _copy(connection.path, target, report_progress)
    else:
        connection.copy_into(target)
        digest = _synced(target)
    if _digest(target) != digest:
        raise FileError(
            "The copy on {place} reads back wrong: copy to another medium, and do not "
            "trust that one.",
            place=str(target.parent),
        )


def _check_copy(
    path: Path, original: Connection, find_defects: Callable[[Connection], Iterable[str]]
) -> None:
    """Check a copy, and record its digest. Raises Damaged with its first defect."""
    with closing(Connection(path, key=original.key, read_only=True)) as copy:
        defects = list(find_defects(copy))
    if defects:
        raise Damaged(
            "{name} is damaged ({defect}): a copy of it is no backup. Open the newest backup, or "
            "copy what still verifies to a new file with the command assessor rescue.",
            name=original.path.name,
            defect=defects[0].rstrip("."),
        )
    if original.key is None:
        with path.open("r+b") as file:
            write_digest(file)


def _copy(source: Path, target: Path, report_progress: CopyProgress | None) -> str:
    digest, done, size = hashlib.sha256(), 0, source.stat().st_size
    with source.open("rb") as original, target.open("r+b") as copy:
        while block := original.read(_BLOCK):
            digest.update(block)
            copy.write(block)
            done += len(block)
            if report_progress is not None:
                report_progress(done, size)
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
            # Read from the medium, not from the system's cache.
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        return hashlib.file_digest(file, "sha256").hexdigest()
