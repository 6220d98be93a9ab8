"""Plain tables as an Excel workbook, a sheet each, without formulas."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from io import BytesIO

from xlsxwriter import Workbook

Table = tuple[str, Sequence[str], Sequence[Sequence[str | int | float | bool | None]]]
"""Name (at most 31 characters), column names, rows."""


def tables_book(tables: Iterable[Table], as_text: Callable[[str], str]) -> bytes:
    """Return the tables as deterministic .xlsx bytes.

    `as_text` makes text safe against formula execution. Source: ECMA-376.
    """
    target = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = Workbook(target, options)
    book.set_properties({"created": datetime(2000, 1, 1)})
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
    book.close()
    return target.getvalue()
