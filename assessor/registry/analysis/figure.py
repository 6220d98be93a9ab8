"""A figure as data: named columns, rows of plain cells, and what must be said beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assessor.errors import Reason

Cell = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Figure:
    """What a picture, a table and a CSV file of one comparison all show.

    `columns` are names of fields, in snake case and never translated; `notes` are warnings, to be
    said in the reader's language wherever the figure is.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[Reason, ...] = ()

    def facts(self) -> list[Mapping[str, Any]]:
        """The rows as mappings, for JSON."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]
