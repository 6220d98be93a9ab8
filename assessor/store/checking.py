"""Whether a mission file is whole, and a copy of it that provably is."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assessor.errors import Damaged, FileError
from assessor.store import reading
from assessor.store.changeset import Changeset
from assessor.store.connection import Connection
from assessor.store.disk import sync_folder

_BLOCK = 2**20


def check(connection: Connection) -> tuple[str, ...]:
    """Every way in which the file is not whole, in sentences; see Mission.check."""
    problems: list[str] = []
    if connection.encrypted:
        problems += [str(row[0]) for row in connection.rows("PRAGMA cipher_integrity_check")]
    problems += [
        f"SQLite: {row[0]}" for row in connection.rows("PRAGMA integrity_check") if row[0] != "ok"
    ]
    problems += [
        f"A row of {row[0]} refers to a missing row of {row[2]}."
        for row in connection.rows("PRAGMA foreign_key_check")
    ]
    numbers = connection.rows("SELECT changeset FROM changeset WHERE core IS NOT NULL")
    for (number,) in numbers:
        try:
            problems += _check_rows(connection, number, reading.changeset(connection, number))
        except Damaged as error:
            problems.append(str(error))
    problems += _check_marks(connection)
    for digest, content in connection.rows("SELECT digest, content FROM evidence"):
        if hashlib.sha256(content).hexdigest() != digest:
            problems.append(f"The evidence {digest[:12]} is not what it was.")
    return tuple(problems)


def _check_rows(connection: Connection, number: int, changeset: Changeset) -> Iterator[str]:
    """The rows beside a changeset say what its signed core says."""
    base = number << 16
    rows = connection.rows(
        "SELECT e.n & 65535, a.uuid, t.kind, t.key, e.at FROM entry e JOIN assessment a"
        " USING(assessment) JOIN topic t USING(topic) WHERE n BETWEEN ? AND ? ORDER BY n",
        (base, base | 65_535),
    )
    lines = tuple(changeset.said.lines)
    signed = [
        (position, changeset.said.assessment, line.kind, line.key, line.at)
        for position, line in enumerate(lines)
    ]
    edges = connection.rows(
        "SELECT g.child & 65535, lower(hex(c.id)), g.parent & 65535 FROM edge g JOIN changeset c"
        " ON c.changeset=g.parent>>16 WHERE g.child BETWEEN ? AND ?",
        (base, base | 65_535),
    )
    ancestry = {
        (position, other or changeset.id, at)
        for position, line in enumerate(lines)
        for other, at in line.parents
    }
    if rows != signed or set(edges) != ancestry:
        yield f"The rows of changeset {changeset.id[:12]} are not what was signed."


def _check_marks(connection: Connection) -> Iterator[str]:
    wrong = connection.one(
        "SELECT count(*) FROM entry e WHERE superseded<>EXISTS(SELECT 1 FROM edge g JOIN entry c"
        " ON c.n=g.child WHERE g.parent=e.n AND c.assessment=e.assessment AND c.topic=e.topic)"
    )
    if wrong:
        yield f"{wrong} entries are wrongly marked as superseded or standing."


@dataclass(frozen=True, slots=True)
class Backup:
    """The last copy that was read back and found whole: where, and when (ms since 1970 UTC)."""

    path: str
    at: int


def backup(connection: Connection, dest: Path) -> Path:
    """Copy the file to `dest`, read it back, and only then give it its name.

    Raises FileError. The copy has the passphrase of the original.
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
            with connection.steady():
                written = _copy(connection.path, beside)
        else:
            connection.copy_into(beside)
            written = _synced(beside)
        if _digest(beside) != written or not _is_whole(beside, connection.key):
            raise FileError("The copy on {place} reads back wrong.", place=str(target.parent))
        beside.replace(target)
        sync_folder(target.parent)
    except OSError as error:
        raise FileError(
            "The copy to {place} failed: {reason}.", place=str(target), reason=error.strerror
        ) from error
    finally:
        _forget(beside)
    return target


def _is_whole(path: Path, key: str | None) -> bool:
    copy = Connection(path, key=key, read_only=True)
    try:
        return bool(copy.one("PRAGMA quick_check") == "ok")
    finally:
        copy.close()


def _forget(beside: Path) -> None:
    try:
        beside.unlink(missing_ok=True)
    except OSError:
        return  # the medium is gone: there is nothing left to tidy


def _copy(source: Path, target: Path) -> str:
    digest = hashlib.sha256()
    with source.open("rb") as original, target.open("wb") as copy:
        while block := original.read(_BLOCK):
            digest.update(block)
            copy.write(block)
        copy.flush()
        os.fsync(copy.fileno())
    return digest.hexdigest()


def _synced(path: Path) -> str:
    with path.open("r+b") as file:
        os.fsync(file.fileno())
    return _digest(path)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
