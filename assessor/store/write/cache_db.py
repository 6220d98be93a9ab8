"""What was worked out of a registry's assessments, kept beside it: a place to be thrown away.

Nothing in it is ever needed: it is made anew where it is missing, damaged, of another version or
under another passphrase, and it travels with nothing. A field mission has none.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from assessor.errors import FileError
from assessor.store.files.connection import IN_MEMORY, Connection
from assessor.store.read.mission_reader import MissionReader

CACHE_SUFFIX = ".kept"
"""Behind the registry's name: `hq.registry.kept`."""

CacheRow = tuple[str, str, str, str, bytes]
"""An assessment (uuid), its stamp, the day it holds for or blank, its head, and the whole."""

_SHARED = "kept."
"""In a database: a schema of its own, which may be dropped."""
_TABLES = (
    "CREATE TABLE IF NOT EXISTS about(version TEXT NOT NULL) STRICT",
    "CREATE TABLE IF NOT EXISTS kept(assessment TEXT PRIMARY KEY, stamp TEXT NOT NULL,"
    " day TEXT NOT NULL, head TEXT NOT NULL, whole INTEGER NOT NULL) STRICT",
    "CREATE TABLE IF NOT EXISTS whole(whole INTEGER PRIMARY KEY, content BLOB NOT NULL) STRICT",
)


class CacheDb:
    """An open file of what was worked out; each writing call is on the disk when it returns."""

    def __init__(self, connection: Connection, version: str, where: str = "") -> None:
        self._connection, self._where = connection, where
        self._mine: dict[str, CacheRow] = {}
        if connection.read_only:
            self._current = self._version() == version
            return
        self._current = True
        with connection.transaction():
            if self._version() != version:
                for table in ("about", "kept", "whole"):
                    connection.execute(f"DELETE FROM {where}{table}")
                connection.execute(f"INSERT INTO {where}about VALUES(?)", (version,))

    def _version(self) -> str:
        found = self._connection.value(f"SELECT version FROM {self._where}about")
        return str(found or "")

    @classmethod
    def open_beside(cls, record: MissionReader, version: str) -> CacheDb:
        """What is kept of a registry by this `version` of the working out; empty where none is.

        Encrypted by the registry's own key where it has one. In memory where the folder cannot be
        written, and of a mission. In a database it lies beside the registry, and who only reads
        keeps what is missing there in memory.
        """
        if record.shared:
            return cls(record._connection, version, _SHARED)
        path = record.path.with_name(record.path.name + CACHE_SUFFIX)
        if record.role == "registry" and record.path.exists():
            for _ in range(2):
                with contextlib.suppress(FileError):
                    return cls._opened(path, record.file_key, version)
                with contextlib.suppress(OSError):
                    path.unlink(missing_ok=True)
        return cls._opened(IN_MEMORY, None, version)

    @classmethod
    def _opened(cls, path: Path, key: str | None, version: str) -> CacheDb:
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
        """Every row but for its whole; with `only`, of these assessments."""
        mine = [row[:4] for row in self._mine.values()]
        if not self._current:
            return mine
        asked = f"SELECT assessment, stamp, day, head FROM {self._where}kept"
        if only is None:
            return self._connection.rows(asked) + mine
        one = f"{asked} WHERE assessment=?"
        return [row for uuid in only for row in self._connection.rows(one, (uuid,))] + mine

    def whole(self, assessment: str) -> bytes | None:
        """The whole of one assessment, or None where nothing is kept of it."""
        if assessment in self._mine:
            return self._mine[assessment][4]
        found = self._connection.value(
            f"SELECT content FROM {self._where}whole JOIN {self._where}kept USING(whole)"
            " WHERE assessment=?",
            (assessment,),
        )
        return None if found is None else bytes(found)

    def put(self, rows: Iterable[CacheRow], gone: Iterable[str] = ()) -> None:
        """Keep these rows, in place of what was kept of the same, and drop what is `gone`."""
        if self._connection.read_only:
            self._mine.update((row[0], row) for row in rows)
            return
        with self._connection.transaction():
            for assessment, stamp, day, head, content in rows:
                _drop(self._connection, self._where, assessment)
                number = self._connection.insert(
                    f"INSERT INTO {self._where}whole(content) VALUES(?) RETURNING whole", (content,)
                )
                self._connection.execute(
                    f"INSERT INTO {self._where}kept VALUES(?, ?, ?, ?, ?)",
                    (assessment, stamp, day, head, number),
                )
            for assessment in gone:
                _drop(self._connection, self._where, assessment)

    def close(self) -> None:
        """Close the file; a database stays open, as whoever opened it wants."""
        if not self._where:
            self._connection.close()


def drop_cached(record: MissionReader, stamps: Mapping[str, str] | None = None) -> None:
    """Drop what is kept of these assessments (by uuid) under another stamp, or all there is.

    It would say words that were taken back until somebody looked again. What cannot be opened is
    taken away.
    """
    if record.read_only or record.role != "registry":
        return
    if record.shared:
        _forget(record._connection, _SHARED, stamps)
        return
    path = record.path.with_name(record.path.name + CACHE_SUFFIX)
    if not path.exists():
        return
    try:
        connection = Connection(path, key=record.file_key, read_only=False)
        try:
            _forget(connection, "", stamps)
        finally:
            connection.close()
    except FileError:
        with contextlib.suppress(OSError):
            path.unlink()


def _forget(connection: Connection, where: str, stamps: Mapping[str, str] | None) -> None:
    with connection.transaction():
        for assessment, stamp in connection.rows(f"SELECT assessment, stamp FROM {where}kept"):
            if stamps is None or stamps.get(assessment, stamp) != stamp:
                _drop(connection, where, assessment)


def _drop(connection: Connection, where: str, assessment: str) -> None:
    connection.execute(
        f"DELETE FROM {where}whole WHERE whole=(SELECT whole FROM {where}kept WHERE assessment=?)",
        (assessment,),
    )
    connection.execute(f"DELETE FROM {where}kept WHERE assessment=?", (assessment,))
