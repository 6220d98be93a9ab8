"""Plain tables as an SQLite file that any program opens; not a mission, nothing in it is signed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from types import NoneType

import sqlcipher3.dbapi2 as driver
from sqlite_utils import Database
from sqlite_utils.db import quote_identifier

from assessor.store.files.scratch_folder import scratch_folder

Cells = Sequence[str | int | float | bool | None]
Table = tuple[str, Sequence[str], Sequence[Cells], Sequence[str]]
"""A name, the names of the columns, the rows, and the columns that tell rows apart (or none)."""


@dataclass(frozen=True, slots=True)
class TableView:
    """A question kept under a name, and what it answers."""

    name: str
    meaning: str
    sql: str


def sqlite_file(tables: Iterable[Table], views: Iterable[TableView], beside: Path) -> bytes:
    """The tables and views as the bytes of an SQLite file; types are those of the cells.

    It lies in a folder in `beside` meanwhile, where it may lie for good, too; see scratch.
    """
    database = Database(driver.connect(":memory:"))
    for name, head, rows, key in tables:
        made = database.table(name)
        made.create(
            {column: _kind(map(itemgetter(at), rows)) for at, column in enumerate(head)},
            pk=tuple(key) or None,
        )
        marks = ", ".join("?" * len(head))
        with database.conn:
            database.conn.executemany(
                f"INSERT INTO {quote_identifier(name)} VALUES ({marks})", rows
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
