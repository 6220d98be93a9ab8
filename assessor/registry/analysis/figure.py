"""Figures and tables as data: named columns, and rows of cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assessor.errors import Reason

Cell = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Figure:
    """The data that a picture, a table and a CSV file of one comparison show.

    `columns` are field names in snake case, never translated; `notes` are warnings that stand
    beside the figure in the reader's language.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[Reason, ...] = ()

    def facts(self) -> list[Mapping[str, Any]]:
        """Return the rows as mappings, for JSON."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: its name and the meaning of its cells, with the unit."""

    name: str
    meaning: str


@dataclass(frozen=True, slots=True)
class TidyTable:
    """One tidy table; `key` are the columns that identify a row."""

    name: str
    meaning: str
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    key: tuple[str, ...]

    @property
    def head(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        return tuple(column.name for column in self.columns)

    def facts(self) -> list[dict[str, Cell]]:
        """Return the rows as mappings."""
        return [dict(zip(self.head, row, strict=True)) for row in self.rows]


def table_columns(**meanings: str) -> tuple[TableColumn, ...]:
    """Return columns by name and meaning."""
    return tuple(TableColumn(name, meaning) for name, meaning in meanings.items())
