"""Write tables as worksheets and workbooks; text is never a formula."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any
from unicodedata import bidirectional

from xlsxwriter import Workbook

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


Table = tuple[str, Sequence[str], Sequence[Sequence[str | int | float | bool | None]]]
"""Name (at most 31 characters), column names, rows."""


def workbook_bytes(write: Callable[[Any], object], **properties: object) -> bytes:
    """Return the .xlsx bytes of a workbook that `write` fills; its text is never a formula."""
    target = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = Workbook(target, options)
    book.set_properties(properties)
    write(book)
    book.close()
    return target.getvalue()


def tables_book(tables: Iterable[Table], as_text: Callable[[str], str]) -> bytes:
    """Return the tables as deterministic .xlsx bytes.

    `as_text` makes text safe against formula execution. Source: ECMA-376.
    """
    created = datetime(2000, 1, 1)
    return workbook_bytes(lambda book: _write_tables(book, tables, as_text), created=created)


def _write_tables(book: Any, tables: Iterable[Table], as_text: Callable[[str], str]) -> None:
    strong = book.add_format({"bold": True})
    for name, head, rows in tables:
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, max(0, len(head) - 1), 18)
        for column, text in enumerate(head):
            sheet.write_string(0, column, text, strong)
        for at, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(at, column, as_text(cell))
                elif cell is not None:
                    sheet.write_number(at, column, float(cell))
        if head:
            sheet.autofilter(0, 0, len(rows), len(head) - 1)
