"""Plain tables as an SQLite file that any program opens; not a mission, nothing in it is signed."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlcipher3.dbapi2 as driver
from sqlite_utils import Database

Cells = Sequence[str | int | float | bool | None]
Table = tuple[str, Sequence[str], Sequence[Cells], Sequence[str]]
"""A name, the names of the columns, the rows, and the columns that tell rows apart (or none)."""


@dataclass(frozen=True, slots=True)
class View:
    """A question kept under a name."""

    name: str
    sql: str


def tables_file(tables: Iterable[Table], views: Iterable[View]) -> bytes:
    """The tables and views as the bytes of an SQLite file; types are those of the cells."""
    database = Database(driver.connect(":memory:"))
    for name, head, rows, key in tables:
        made = database.table(name)
        made.create(
            {column: _kind(row[at] for row in rows) for at, column in enumerate(head)},
            pk=tuple(key) or None,
        )
        made.insert_all(dict(zip(head, row, strict=True)) for row in rows)
    for view in views:
        database.create_view(view.name, view.sql)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tables.db"
        database.execute("VACUUM INTO ?", [str(path)])
        database.close()
        return path.read_bytes()


def _kind(cells: Iterable[object]) -> type:
    kinds = {type(cell) for cell in cells if cell is not None}
    if not kinds or str in kinds:
        return str
    return float if float in kinds else int
