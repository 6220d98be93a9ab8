"""Export of plain tables as an SQLite file; it is not a mission, and nothing in it is signed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from types import NoneType

from sqlite_utils import Database
from sqlite_utils.db import quote_identifier

Cells = Sequence[str | int | float | bool | None]
Table = tuple[str, Sequence[str], Sequence[Cells], Sequence[str]]
"""A name, the column names, the rows, and the columns of the primary key (or none)."""


@dataclass(frozen=True, slots=True)
class TableView:
    """A named query."""

    name: str
    meaning: str
    sql: str


def sqlite_file(tables: Iterable[Table], views: Iterable[TableView]) -> bytes:
    """Return tables and views as the bytes of an SQLite file; column types follow the cells."""
    connection = sqlite3.connect(":memory:")
    database = Database(connection)
    for name, columns, rows, key in tables:
        table = database.table(name)
        table.create(
            {column: _kind(map(itemgetter(index), rows)) for index, column in enumerate(columns)},
            pk=tuple(key) or None,
        )
        placeholders = ", ".join("?" * len(columns))
        with database.conn:
            database.conn.executemany(
                f"INSERT INTO {quote_identifier(name)} VALUES ({placeholders})", rows
            )
    for view in views:
        database.create_view(view.name, view.sql)
    content = connection.serialize()
    database.close()
    return content


def _kind(cells: Iterable[object]) -> type:
    kinds = set(map(type, cells)) - {NoneType}
    if not kinds or str in kinds:
        return str
    return float if float in kinds else int
