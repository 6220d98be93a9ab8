"""Write workbooks for tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path


def write_workbook(sheets: Mapping[str, Iterable[Iterable[str]]], out: Path) -> None:
    """Write tables to one .xlsx."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            cells = [WriteOnlyCell(sheet, value=text) for text in row]
            for cell in cells:
                cell.data_type = "s"  # `==` is text in our sheets, not a formula
            sheet.append(cells)
    book.save(out)
