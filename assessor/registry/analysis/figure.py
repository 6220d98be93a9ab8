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


_STAGES = ("asserted", "evidenced", "floor", "ceiling")
_KINDS: Mapping[str, type] = {
    **dict.fromkeys((*_STAGES, "overall_asserted", "overall_evidenced"), float),
    **dict.fromkeys(("weight", "then", "now"), float),
    **dict.fromkeys(("coverage", "lowest", "rated", "of", "need", "at", "rank"), int),
    **dict.fromkeys(("powers_ahead", "budget_usd"), int),
    **dict.fromkeys(("unverified", "contested", "called_for", "requested", "needed"), bool),
}
_OF_ONE_INDICATOR = ("stages", "rights_watch")
"""Tables in which a stage is no mean."""


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

    @property
    def kinds(self) -> tuple[type | None, ...]:
        """Return what the cells of each column are, whether or not one has a value this time; None
        where the cells say it."""
        whole = dict.fromkeys(_STAGES if self.name in _OF_ONE_INDICATOR else (), int)
        return tuple(whole.get(name) or _KINDS.get(name) for name in self.head)

    def facts(self) -> list[dict[str, Cell]]:
        """Return the rows as mappings."""
        return [dict(zip(self.head, row, strict=True)) for row in self.rows]


def table_columns(**meanings: str) -> tuple[TableColumn, ...]:
    """Return columns by name and meaning."""
    return tuple(TableColumn(name, meaning) for name, meaning in meanings.items())
