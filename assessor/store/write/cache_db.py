"""The cache of derived values beside a registry; it can be deleted at any time.

It is built again where it is missing, damaged, of another version or under another passphrase, and
it never travels. A field mission has none.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from assessor.errors import FileError
from assessor.store.files.connection import IN_MEMORY, Connection
from assessor.store.files.durable_files import create_private
from assessor.store.read.mission_reader import MissionReader

CACHE_SUFFIX = ".kept"
"""The suffix after the registry's name: `hq.registry.kept`."""

CacheRow = tuple[str, str, str, str, bytes]
"""An assessment (uuid), its stamp, the day of validity or "", its summary, and the content."""

_SHARED = "kept."
"""The schema of the cache in a database; it can be dropped."""
_TABLES = (
    "CREATE TABLE IF NOT EXISTS about(version TEXT NOT NULL) STRICT",
    "CREATE TABLE IF NOT EXISTS kept(assessment TEXT PRIMARY KEY, stamp TEXT NOT NULL,"
    " day TEXT NOT NULL, head TEXT NOT NULL, whole INTEGER NOT NULL) STRICT",
    "CREATE TABLE IF NOT EXISTS whole(whole INTEGER PRIMARY KEY, content BLOB NOT NULL) STRICT",
)


def _leave_to_owner(path: Path) -> None:
    """Make the file of a cache, or one that an earlier version made, its owner's alone. Raises
    OSError."""
    if not path.exists():
        create_private(path)
    elif os.name == "posix":
        path.chmod(0o600)


class CacheDb:
    """An open cache; every writing call is on the disk when it returns."""

    def __init__(self, connection: Connection, version: str, schema: str = "") -> None:
        self._connection, self._schema = connection, schema
        self._in_memory: dict[str, CacheRow] = {}
        if connection.read_only:
            self._current = self._version() == version
            return
        self._current = True
        with connection.transaction():
            if self._version() != version:
                for table in ("about", "kept", "whole"):
                    connection.execute(f"DELETE FROM {schema}{table}")
                connection.execute(f"INSERT INTO {schema}about VALUES(?)", (version,))

    def _version(self) -> str:
        version = self._connection.value(f"SELECT version FROM {self._schema}about")
        return str(version or "")

    @classmethod
    def open_beside(cls, record: MissionReader, version: str) -> CacheDb:
        """Open the cache of a registry for this `version` of the calculation.

        It has the registry's key. It is in memory where the folder cannot be written, and for a
        mission. In a database it lies in a schema of its own; a reader keeps missing rows in
        memory.
        """
        if record.shared:
            return cls(record.connection, version, _SHARED)
        path = record.path.with_name(record.path.name + CACHE_SUFFIX)
        if record.role == "registry" and record.path.exists():
            for _ in range(2):
                with contextlib.suppress(FileError, OSError):
                    _leave_to_owner(path)
                    return cls._open(path, record.file_key, version)
                with contextlib.suppress(OSError):
                    path.unlink(missing_ok=True)
        return cls._open(IN_MEMORY, None, version)

    @classmethod
    def _open(cls, path: Path, key: str | None, version: str) -> CacheDb:
        connection = Connection(path, key=key, read_only=False, new=not path.exists())
        try:
            with connection.transaction():
                for table in _TABLES:
                    connection.execute(table)
            return cls(connection, version)
        except BaseException:
            connection.close()
            raise

    def heads(self, only: Iterable[str] | None = None) -> list[tuple[str, str, str, str]]:
        """Return every row without its content; with `only`, of these assessments."""
        in_memory = [row[:4] for row in self._in_memory.values()]
        if not self._current:
            return in_memory
        sql = f"SELECT assessment, stamp, day, head FROM {self._schema}kept"
        if only is None:
            return self._connection.rows(sql) + in_memory
        one_sql = f"{sql} WHERE assessment=?"
        return [row for uuid in only for row in self._connection.rows(one_sql, (uuid,))] + in_memory

    def whole(self, assessment: str) -> bytes | None:
        """Return the content of one assessment, or None."""
        if assessment in self._in_memory:
            return self._in_memory[assessment][4]
        content = self._connection.value(
            f"SELECT content FROM {self._schema}whole JOIN {self._schema}kept USING(whole)"
            " WHERE assessment=?",
            (assessment,),
        )
        return None if content is None else bytes(content)

    def put(self, rows: Iterable[CacheRow], removed: Iterable[str] = ()) -> None:
        """Insert or replace rows, and delete those of the `removed` assessments."""
        if self._connection.read_only:
            self._in_memory.update((row[0], row) for row in rows)
            return
        with self._connection.transaction():
            for assessment, stamp, day, head, content in rows:
                _delete_row(self._connection, self._schema, assessment)
                number = self._connection.insert(
                    f"INSERT INTO {self._schema}whole(content) VALUES(?) RETURNING whole",
                    (content,),
                )
                self._connection.execute(
                    f"INSERT INTO {self._schema}kept VALUES(?, ?, ?, ?, ?)",
                    (assessment, stamp, day, head, number),
                )
            for assessment in removed:
                _delete_row(self._connection, self._schema, assessment)

    def close(self) -> None:
        """Close the file; a database stays open."""
        if not self._schema:
            self._connection.close()


def drop_cached(record: MissionReader, stamps: Mapping[str, str] | None = None) -> None:
    """Delete the rows of these assessments (by uuid) with another stamp, or all. Otherwise the
    cache would still contain redacted words. A file that cannot be opened is deleted."""
    if record.read_only or record.role != "registry":
        return
    if record.shared:
        _delete_rows(record.connection, _SHARED, stamps)
        return
    path = record.path.with_name(record.path.name + CACHE_SUFFIX)
    if not path.exists():
        return
    try:
        connection = Connection(path, key=record.file_key, read_only=False)
        try:
            _delete_rows(connection, "", stamps)
        finally:
            connection.close()
    except FileError:
        with contextlib.suppress(OSError):
            path.unlink()


def _delete_rows(connection: Connection, schema: str, stamps: Mapping[str, str] | None) -> None:
    with connection.transaction():
        for assessment, stamp in connection.rows(f"SELECT assessment, stamp FROM {schema}kept"):
            if stamps is None or stamps.get(assessment, stamp) != stamp:
                _delete_row(connection, schema, assessment)


def _delete_row(connection: Connection, schema: str, assessment: str) -> None:
    connection.execute(
        f"DELETE FROM {schema}whole WHERE whole="
        f"(SELECT whole FROM {schema}kept WHERE assessment=?)",
        (assessment,),
    )
    connection.execute(f"DELETE FROM {schema}kept WHERE assessment=?", (assessment,))
