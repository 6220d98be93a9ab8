"""A figure as data: named columns, rows of cells, and notes."""

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
