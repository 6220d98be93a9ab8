"""A shared registry in a PostgreSQL database: the same entries, by the same statements.

Statements use what SQLite and PostgreSQL have in common; SQLite functions are defined in the
database (see postgres_schema). Writers take turns: each writing transaction first takes the
registry's advisory lock, so that it reads what its predecessor left.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import Any

import psycopg

from assessor import debug_log
from assessor.errors import AssessorError, Damaged, FileError, NeedsPassword, Refused
from assessor.store.files.connection import BY_NUMBER, Connection
from assessor.store.model.database_address import DatabaseAddress

_WRITER = 0x41535352
"""The advisory lock of a writing transaction."""
_PATIENCE = 10
"""Seconds to wait for a server to answer."""
_FEW = 20
"""The number of rows up to which INSERT is faster than COPY."""
_INSERT = re.compile(
    r"INSERT INTO (?P<table>\w+)(?P<columns>\([\w, ]+\))? VALUES\([?, ]+\)"
    r"(?P<known> ON CONFLICT DO NOTHING)?\Z"
)


class PostgresConnection(Connection):
    """An open database, used like the file of a mission.

    One thread at a time; others wait. `read_only` for a role that may not add entries, `can_manage`
    for one that may undo files and change the roster. A lost connection is opened again by the next
    query, never inside a transaction.
    """

    shared = True
    content_digest = "encode(sha256(content), 'hex')"
    place: DatabaseAddress

    def __init__(self, address: DatabaseAddress) -> None:
        self.path, self.place = address.path, address
        self.lock = threading.RLock()
        self._depth = 0
        with self.translated_errors():
            self.raw = self._open()

    def _open(self) -> psycopg.Connection[Any]:
        try:
            connection = psycopg.connect(
                self.place.url,
                autocommit=True,
                application_name="assessor",
                connect_timeout=_PATIENCE,
                password=self.place.password or None,
            )
        except UnicodeError as error:  # a part of the host's name is blank or too long
            raise psycopg.OperationalError(str(error)) from error
        connection.execute("SET synchronous_commit=on")
        connection.execute("SET client_encoding=UTF8")
        return connection

    @contextmanager
    def _exclusive(self) -> Iterator[None]:
        """Take the lock, translate errors, and reconnect first if the connection was lost."""
        with self.lock, self.translated_errors():
            if self.raw.broken and not self._depth:
                self.raw = self._open()
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1

    def has_registry(self) -> bool:
        """Return whether the database contains a registry."""
        return bool(self.value("SELECT to_regclass('setting') IS NOT NULL"))

    def read_privileges(self) -> None:
        """Find out what this role may do. Raises Refused if it may not even read."""
        sql = "SELECT has_table_privilege('entry', ?)"
        if not self.value(sql, ("SELECT",)):
            raise Refused(
                "{name} may not be read by this user: ask its keeper for the role of a reader.",
                name=self.path.name,
            )
        self.read_only = not self.value(sql, ("INSERT",))
        self.can_manage = bool(self.value(sql, ("DELETE",)))

    def _run(self, sql: str, values: Sequence[object]) -> Iterable[tuple[Any, ...]]:
        debug_log.write_sql(sql)
        rows: Iterable[tuple[Any, ...]] = self.raw.execute(_psycopg_sql(sql), values)
        return rows

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Return every row of a query."""
        with self._exclusive():
            return list(self._run(sql, values))

    def has_column(self, table: str, column: str) -> bool:  # noqa: ARG002
        """Return True: a database always has the tables of this version."""
        return True

    def rows_for_each(
        self, sql: str, values: Iterable[Sequence[object]]
    ) -> list[list[tuple[Any, ...]]]:
        """Return the rows of one statement for each of `values`, sent as one batch. Inside a
        transaction."""
        batch = list(values)
        if not batch:
            return []
        with self.lock, self.translated_errors(), self.raw.cursor() as cursor:
            cursor.executemany(_psycopg_sql(sql), batch, returning=True)
            results = [cursor.fetchall()]
            while cursor.nextset():
                results.append(cursor.fetchall())
            return results

    def execute_many(self, sql: str, values: Iterable[Sequence[object]]) -> None:
        """Run one writing statement for each of `values`; many INSERTs become a COPY."""
        remaining = iter(values)
        first = list(islice(remaining, _FEW))
        if not first:
            return
        into = _INSERT.match(sql)
        with self.raw.cursor() as cursor:
            if into is None or len(first) < _FEW:
                cursor.executemany(_psycopg_sql(sql), chain(first, remaining))
            else:
                self._copy(cursor, into, chain(first, remaining))

    @staticmethod
    def _copy(
        cursor: psycopg.Cursor[Any], into: re.Match[str], rows: Iterable[Sequence[object]]
    ) -> None:
        """Copy rows into a table; rows that may exist already go through a staging table."""
        table, columns = into["table"], into["columns"] or ""
        target, selected = table, columns.strip("()") or "*"
        if into["known"]:
            target, columns = f"staged_{table}", ""
            statement = (
                f"CREATE TEMP TABLE IF NOT EXISTS {target} AS SELECT {selected} FROM {table}"
                " LIMIT 0"
            )
            cursor.execute(statement.encode())
            cursor.execute(f"TRUNCATE {target}".encode())
        with cursor.copy(f"COPY {target}{columns} FROM STDIN".encode()) as copy:
            for row in rows:
                copy.write_row(row)
        if into["known"]:
            statement = f"INSERT INTO {table}{into['columns'] or ''} SELECT * FROM {target}"
            cursor.execute(f"{statement} ON CONFLICT DO NOTHING".encode())

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Run a transaction: stored by the server at the end, or without any effect.

        Other writers wait. Raises FileError with one sentence where the server is gone, Refused
        where this role may not write.
        """
        with self._exclusive():
            self._refuse_if_read_only()
            with self.raw.transaction():
                self.raw.execute("SELECT pg_advisory_xact_lock(%s)", (_WRITER,))
                yield
                if self.before_commit is not None:
                    self.before_commit()

    def _refuse_if_read_only(self) -> None:
        if self.obstacle is not None:
            raise FileError(self.obstacle.message, **self.obstacle.details)
        if self.read_only:
            raise Refused(
                "{name} may only be read by this user: ask its keeper for the role of an analyst.",
                name=self.path.name,
            )

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Hold a stable view: the queries inside see no later changes."""
        with self._exclusive():
            if self.raw.info.transaction_status != psycopg.pq.TransactionStatus.IDLE:
                yield
                return
            with self.raw.transaction():
                self.raw.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                yield

    @contextmanager
    def write_locked(self) -> Iterator[None]:
        """Hold a snapshot: there is no file that others could write."""
        with self.snapshot():
            yield

    @contextmanager
    def translated_errors(self) -> Iterator[None]:
        """Turn the server's errors into sentences."""
        try:
            yield
        except psycopg.Error as error:
            raise _sentence(error, self.path) from error

    def in_place(self) -> bool:
        """Return whether the connection is open."""
        return not self.raw.closed

    def integrity(self) -> list[str]:
        """Return dangling references; the server checks its own pages. The database has no foreign
        keys to these tables: they doubled the time of an import."""
        missing = (
            "SELECT count(*) FROM entry e WHERE NOT EXISTS(SELECT 1 FROM {0} r WHERE r.{0}=e.{0})"
        )
        return [
            f"{count} rows of entry refer to a missing row of {table}."
            for table in ("assessment", "topic")
            if (count := self.value(missing.format(table)))
        ]

    def copy_into(self, target: Path) -> None:
        """Raise Refused: the server has its own backup."""
        raise Refused(
            "{name} is in a database: back it up with pg_dump, or publish what it holds.",
            name=self.path.name,
            file=target,
        )

    def export_to(self, target: Path, *_: object) -> None:
        """Raise Refused; see copy_into."""
        self.copy_into(target)

    def close(self) -> None:
        """Close the connection; everything written is stored already."""
        with self.lock:
            self.raw.close()


@lru_cache(maxsize=512)
def _psycopg_sql(sql: str) -> bytes:
    """Return a statement with psycopg's placeholders; no statement contains a quoted `?`."""
    return sql.replace(f" {BY_NUMBER}", "").replace("%", "%%").replace("?", "%s").encode()


def _sentence(error: psycopg.Error, path: Path) -> AssessorError:
    message = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    kind: type[AssessorError] = Damaged
    text = "{name} cannot be used as a registry ({said})."
    pgconn = getattr(error, "pgconn", None)
    if isinstance(error, psycopg.errors.InsufficientPrivilege):
        kind = Refused
        text = "{name} does not let this user do that: ask its keeper for another role ({said})."
    elif pgconn is not None and (pgconn.needs_password or pgconn.used_password):
        kind, text = NeedsPassword, "{name} asks for a password ({said})."
    elif isinstance(error, psycopg.errors.ProgramLimitExceeded):
        kind = Refused
        text = (
            "{name} is a database and cannot hold something that is said there ({said}): keep it"
            " in a file."
        )
    elif isinstance(error, psycopg.OperationalError):
        kind = FileError
        text = (
            "The server of {name} cannot be reached or gave up: try again when it is back ({said})."
        )
    return kind(text, name=path.name, said=message)
