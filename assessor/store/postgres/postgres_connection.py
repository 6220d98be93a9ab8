"""A registry shared by a team in a PostgreSQL database: the same entries, by the same statements.

Statements are written once, in what SQLite and PostgreSQL have in common; functions that only
SQLite has are made in the database (see postgres_schema). One writer at a time, as in a file, but
the others wait for their turn instead of being refused: each transaction that writes begins by
taking the registry's advisory lock, so that all it reads is what the one before it left.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import Any

import psycopg

from assessor.errors import AssessorError, Damaged, FileError, NeedsPassword, Refused
from assessor.store.files.connection import BY_NUMBER, Connection
from assessor.store.model.database_address import DatabaseAddress

_WRITER = 0x41535352
"""The advisory lock that a writer holds until its transaction ends."""
_PATIENCE = 10
"""Seconds to wait for a server to answer at all."""
_FEW = 20
"""Rows up to which single inserts are quicker than a COPY."""
_INSERT = re.compile(
    r"INSERT INTO (?P<table>\w+)(?P<columns>\([\w, ]+\))? VALUES\([?, ]+\)"
    r"(?P<known> ON CONFLICT DO NOTHING)?\Z"
)


class PostgresConnection(Connection):
    """An open database, asked and changed as the file of a mission is.

    One thread at a time may use it; others wait. `read_only` for a role that may not add entries,
    `keeps` for one that may take files back and change the roster. A connection that was lost is
    made again by whatever is asked next, never inside a transaction.
    """

    shared = True

    def __init__(self, address: DatabaseAddress) -> None:
        self.path = address.path
        self.holder = None
        self.key = None
        self.read_only = False
        self.can_manage = True
        self._address = address
        self._lock = threading.RLock()
        self._file = None
        self._depth = 0
        self._columns = {}
        self.before_commit: Callable[[], None] | None = None
        with self.translated_errors():
            self._raw = self._connected()

    def _connected(self) -> psycopg.Connection[Any]:
        made = psycopg.connect(
            self._address.url,
            autocommit=True,
            application_name="assessor",
            connect_timeout=_PATIENCE,
            password=self._address.password or None,
        )
        made.execute("SET synchronous_commit=on")
        made.execute("SET client_encoding=UTF8")
        return made

    @contextmanager
    def _held(self) -> Iterator[None]:
        """One thread alone, its errors spoken; connected anew first where that was lost."""
        with self._lock, self.translated_errors():
            if self._raw.broken and not self._depth:
                self._raw = self._connected()
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1

    def has_registry(self) -> bool:
        """Whether this database holds a registry."""
        return bool(self.value("SELECT to_regclass('setting') IS NOT NULL"))

    def read_privileges(self) -> None:
        """Find out whether this role only reads. Raises Refused for one that may not even read."""
        asked = "SELECT has_table_privilege('entry', ?)"
        if not self.value(asked, ("SELECT",)):
            raise Refused(
                "{name} may not be read by this user: ask its keeper for the role of a reader.",
                name=self.path.name,
            )
        self.read_only = not self.value(asked, ("INSERT",))
        self.can_manage = bool(self.value(asked, ("DELETE",)))

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Every row that `sql` finds."""
        with self._held():
            return list(self._raw.execute(_spelled(sql), values).fetchall())

    def has_column(self, table: str, column: str) -> bool:  # noqa: ARG002
        """Whether a table has a column: a database is always brought to this version first."""
        return True

    def execute(self, sql: str, values: Sequence[object] = ()) -> None:
        """Run one writing statement inside a transaction."""
        self._raw.execute(_spelled(sql), values)

    def insert(self, sql: str, values: Sequence[object] = ()) -> int:
        """Run one INSERT … RETURNING inside a transaction; the number it was given."""
        [(number,)] = self._raw.execute(_spelled(sql), values).fetchall()
        return int(number)

    def rows_for_each(
        self, sql: str, values: Iterable[Sequence[object]]
    ) -> list[list[tuple[Any, ...]]]:
        """The rows that one statement gives for each of `values`: all asked before one is awaited.

        Inside a transaction.
        """
        asked = list(values)
        if not asked:
            return []
        with self._lock, self.translated_errors(), self._raw.cursor() as cursor:
            cursor.executemany(_spelled(sql), asked, returning=True)
            found = [cursor.fetchall()]
            while cursor.nextset():
                found.append(cursor.fetchall())
            return found

    def execute_many(self, sql: str, values: Iterable[Sequence[object]]) -> None:
        """Run one writing statement for each of `values`; many rows to insert go by COPY."""
        remaining = iter(values)
        first = list(islice(remaining, _FEW))
        if not first:
            return
        into = _INSERT.match(sql)
        with self._raw.cursor() as cursor:
            if into is None or len(first) < _FEW:
                cursor.executemany(_spelled(sql), chain(first, remaining))
            else:
                self._copy(cursor, into, chain(first, remaining))

    @staticmethod
    def _copy(
        cursor: psycopg.Cursor[Any], into: re.Match[str], rows: Iterable[Sequence[object]]
    ) -> None:
        """What may be there already goes by a staging table, which forgets at each turn."""
        table, columns = into["table"], into["columns"] or ""
        target, named = table, columns.strip("()") or "*"
        if into["known"]:
            target, columns = f"staged_{table}", ""
            made = (
                f"CREATE TEMP TABLE IF NOT EXISTS {target} AS SELECT {named} FROM {table} LIMIT 0"
            )
            cursor.execute(made.encode())
            cursor.execute(f"TRUNCATE {target}".encode())
        with cursor.copy(f"COPY {target}{columns} FROM STDIN".encode()) as copy:
            for row in rows:
                copy.write_row(row)
        if into["known"]:
            taken = f"INSERT INTO {table}{into['columns'] or ''} SELECT * FROM {target}"
            cursor.execute(f"{taken} ON CONFLICT DO NOTHING".encode())

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that happens inside is kept by the server when it ends, or none of it ever was.

        Others who write wait until then. Raises FileError in one sentence where the server is
        gone, Refused where this role may not.
        """
        with self._held():
            self._refuse_if_read_only()
            with self._raw.transaction():
                self._raw.execute("SELECT pg_advisory_xact_lock(%s)", (_WRITER,))
                yield
                if self.before_commit is not None:
                    self.before_commit()

    def _refuse_if_read_only(self) -> None:
        if self.read_only:
            raise Refused(
                "{name} may only be read by this user: ask its keeper for the role of an analyst.",
                name=self.path.name,
            )

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """A steady view: nothing that others write meanwhile is seen between the reads inside."""
        with self._held():
            if self._raw.info.transaction_status != psycopg.pq.TransactionStatus.IDLE:
                yield
                return
            with self._raw.transaction():
                self._raw.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                yield

    @contextmanager
    def write_locked(self) -> Iterator[None]:
        """The same: there is no file here that others could write."""
        with self.snapshot():
            yield

    @property
    def place(self) -> DatabaseAddress:
        """Where it is, as it is opened again."""
        return self._address

    @contextmanager
    def translated_errors(self) -> Iterator[None]:
        """Turns the server's errors into sentences."""
        try:
            yield
        except psycopg.Error as error:
            raise _sentence(error, self.path) from error

    def in_place(self) -> bool:
        """Whether the server is still there to write to."""
        return not self._raw.closed

    @property
    def encrypted(self) -> bool:
        """Its server keeps it, by its own means."""
        return False

    def integrity(self) -> list[str]:
        """What refers to something that is not there; its pages a server watches over itself.

        The database itself does not look after what entries refer to: that doubled the time of
        taking in a parcel.
        """
        missing = (
            "SELECT count(*) FROM entry e WHERE NOT EXISTS(SELECT 1 FROM {0} r WHERE r.{0}=e.{0})"
        )
        return [
            f"{count} rows of entry refer to a missing row of {table}."
            for table in ("assessment", "topic")
            if (count := self.value(missing.format(table)))
        ]

    def copy_into(self, target: Path) -> None:
        """Refused: the server's own backup knows how to copy it."""
        raise Refused(
            "{name} is in a database: back it up with pg_dump, or publish what it holds.",
            name=self.path.name,
            file=target,
        )

    def export_to(self, target: Path, *_: object) -> None:
        """Refused: see copy_into."""
        self.copy_into(target)

    def close(self) -> None:
        """Leave the server; everything written is already kept."""
        with self._lock:
            self._raw.close()


@lru_cache(maxsize=512)
def _spelled(sql: str) -> bytes:
    """A statement with its places as psycopg writes them; none of ours holds a quoted `?`."""
    return sql.replace(f" {BY_NUMBER}", "").replace("%", "%%").replace("?", "%s").encode()


def _sentence(error: psycopg.Error, path: Path) -> AssessorError:
    said = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    if isinstance(error, psycopg.errors.InsufficientPrivilege):
        return Refused(
            "{name} does not let this user do that: ask its keeper for another role ({said}).",
            name=path.name,
            said=said,
        )
    failed = getattr(error, "pgconn", None)
    if failed is not None and (failed.needs_password or failed.used_password):
        return NeedsPassword("{name} asks for a password ({said}).", name=path.name, said=said)
    if isinstance(error, psycopg.errors.ProgramLimitExceeded):
        return Refused(
            "{name} is a database and cannot hold something that is said there ({said}): keep it"
            " in a file.",
            name=path.name,
            said=said,
        )
    if isinstance(error, psycopg.OperationalError):
        return FileError(
            "The server of {name} cannot be reached or gave up: try again when it is back"
            " ({said}).",
            name=path.name,
            said=said,
        )
    return Damaged("{name} cannot be used as a registry ({said}).", name=path.name, said=said)
