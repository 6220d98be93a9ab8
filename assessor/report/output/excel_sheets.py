"""Write tables as worksheets; text is never a formula."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from unicodedata import bidirectional

Cell = str | float | None


@dataclass(frozen=True, slots=True)
class ExcelSheet:
    """One table: name, (heading, width in characters) per column, rows."""

    title: str
    columns: tuple[tuple[str, int], ...]
    rows: tuple[tuple[Cell, ...], ...]


def write_sheets(
    book: Any, sheets: Iterable[ExcelSheet], as_text: Callable[[str], str], *, right_to_left: bool
) -> None:
    """Write each table to its own worksheet with a fixed header."""
    order = 2 if right_to_left else 1
    body = book.add_format({"text_wrap": True, "valign": "top", "reading_order": order})
    side = "right" if right_to_left else "left"
    turned = book.add_format(
        {"text_wrap": True, "valign": "top", "align": side, "reading_order": 3 - order}
    )
    head = book.add_format(
        {"bold": True, "bottom": 1, "bg_color": "#E2F1F2", "text_wrap": True, "valign": "top",
         "reading_order": order}
    )  # fmt: skip
    for sheet in sheets:
        _write(book, sheet, as_text, (head, body, turned), right_to_left=right_to_left)


def _write(
    book: Any,
    sheet: ExcelSheet,
    as_text: Callable[[str], str],
    formats: tuple[Any, Any, Any],
    *,
    right_to_left: bool,
) -> None:
    head, body, turned = formats
    page = book.add_worksheet(sheet.title[:31])
    if right_to_left:
        page.right_to_left()
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.freeze_panes(1, 0)
    for column, (title, width) in enumerate(sheet.columns):
        page.set_column(column, column, width)
        page.write_string(0, column, as_text(title), head)
    for line, row in enumerate(sheet.rows, 1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                kind = turned if _runs_against(cell, right_to_left) else body
                page.write_string(line, column, as_text(cell), kind)
            elif cell is not None:
                page.write_number(line, column, cell, body)
    if sheet.rows:
        page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)


def _runs_against(text: str, right_to_left: bool) -> bool:
    """Return whether a text's first strong letter opposes the sheet's direction (UAX #9, P2)."""
    kinds = (bidirectional(char) for char in text)
    first = next((kind for kind in kinds if kind in ("L", "R", "AL")), "")
    return bool(first) and (first != "L") != right_to_left
