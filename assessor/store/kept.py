"""What was worked out of a registry's assessments, kept beside it: a place to be thrown away.

Nothing in it is ever needed: it is made anew where it is missing, damaged, of another version or
under another passphrase, and it travels with nothing. A field mission has none.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from pathlib import Path

from assessor.errors import FileError
from assessor.store.connection import MEMORY, Connection
from assessor.store.looking import Record

SUFFIX = ".kept"
"""Behind the registry's name: `hq.registry.kept`."""

Row = tuple[str, str, str, str, bytes]
"""An assessment (uuid), its stamp, the day it holds for or blank, its head, and the whole."""

_TABLES = (
    "CREATE TABLE IF NOT EXISTS about(version TEXT NOT NULL) STRICT",
    "CREATE TABLE IF NOT EXISTS kept(assessment TEXT PRIMARY KEY, stamp TEXT NOT NULL,"
    " day TEXT NOT NULL, head TEXT NOT NULL, whole INTEGER NOT NULL) STRICT",
    "CREATE TABLE IF NOT EXISTS whole(whole INTEGER PRIMARY KEY, content BLOB NOT NULL) STRICT",
)


class Kept:
    """An open file of what was worked out; each writing call is on the disk when it returns."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @classmethod
    def beside(cls, record: Record, version: str) -> Kept:
        """What is kept of a registry by this `version` of the working out; empty where none is.

        Encrypted by the registry's own key where it has one. In memory where the folder cannot be
        written, and of a mission.
        """
        path = record.path.with_name(record.path.name + SUFFIX)
        if record.role == "registry" and record.path.exists():
            for _ in range(2):
                with contextlib.suppress(FileError):
                    return cls._opened(path, record.file_key, version)
                with contextlib.suppress(OSError):
                    path.unlink(missing_ok=True)
        return cls._opened(MEMORY, None, version)

    @classmethod
    def _opened(cls, path: Path, key: str | None, version: str) -> Kept:
        connection = Connection(path, key=key, read_only=False, new=not path.exists())
        try:
            with connection.transaction():
                for table in _TABLES:
                    connection.execute(table)
                if connection.rows("SELECT version FROM about") != [(version,)]:
                    for table in ("about", "kept", "whole"):
                        connection.execute(f"DELETE FROM {table}")
                    connection.execute("INSERT INTO about VALUES(?)", (version,))
        except BaseException:
            connection.close()
            raise
        return cls(connection)

    def heads(self, only: Iterable[str] | None = None) -> list[tuple[str, str, str, str]]:
        """Every row but for its whole; with `only`, of these assessments."""
        asked = "SELECT assessment, stamp, day, head FROM kept"
        if only is None:
            return self._connection.rows(asked)
        one = f"{asked} WHERE assessment=?"
        return [row for uuid in only for row in self._connection.rows(one, (uuid,))]

    def whole(self, assessment: str) -> bytes | None:
        """The whole of one assessment, or None where nothing is kept of it."""
        found = self._connection.one(
            "SELECT content FROM whole JOIN kept USING(whole) WHERE assessment=?", (assessment,)
        )
        return None if found is None else bytes(found)

    def put(self, rows: Iterable[Row], gone: Iterable[str] = ()) -> None:
        """Keep these rows, in place of what was kept of the same, and drop what is `gone`."""
        with self._connection.transaction():
            for assessment, stamp, day, head, content in rows:
                self._drop(assessment)
                number = self._connection.execute(
                    "INSERT INTO whole(content) VALUES(?)", (content,)
                )
                self._connection.execute(
                    "INSERT INTO kept VALUES(?, ?, ?, ?, ?)",
                    (assessment, stamp, day, head, number),
                )
            for assessment in gone:
                self._drop(assessment)

    def _drop(self, assessment: str) -> None:
        one = (assessment,)
        self._connection.execute(
            "DELETE FROM whole WHERE whole=(SELECT whole FROM kept WHERE assessment=?)", one
        )
        self._connection.execute("DELETE FROM kept WHERE assessment=?", one)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()
