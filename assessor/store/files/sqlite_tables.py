"""Export of plain tables as an SQLite file; it is not a mission, and nothing in it is signed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from types import NoneType

import sqlcipher3.dbapi2 as driver
from sqlite_utils import Database
from sqlite_utils.db import quote_identifier

from assessor.store.files.durable_files import scratch_folder

Cells = Sequence[str | int | float | bool | None]
Table = tuple[str, Sequence[str], Sequence[Cells], Sequence[str]]
"""A name, the column names, the rows, and the columns of the primary key (or none)."""


@dataclass(frozen=True, slots=True)
class TableView:
    """A named query."""

    name: str
    meaning: str
    sql: str


def sqlite_file(tables: Iterable[Table], views: Iterable[TableView], beside: Path) -> bytes:
    """Return tables and views as the bytes of an SQLite file; column types follow the cells. The
    file is built in a temporary folder in `beside`; see scratch_folder."""
    database = Database(driver.connect(":memory:"))
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
    with scratch_folder(beside) as folder:
        path = folder / "tables.db"
        database.execute("VACUUM INTO ?", [str(path)])
        database.close()
        return path.read_bytes()


def _kind(cells: Iterable[object]) -> type:
    kinds = set(map(type, cells)) - {NoneType}
    if not kinds or str in kinds:
        return str
    return float if float in kinds else int
