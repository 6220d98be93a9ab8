"""Safe cells for spreadsheets: no text is run as a formula.

Source: OWASP, "CSV Injection": a cell beginning with = + - @, a tab or a line break may be run.
"""

from __future__ import annotations

import re

_RUN = tuple("=+-@\t\r\n＝＋－＠")
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")


def safe_cell(cell: str) -> str:
    """Return the cell, with an apostrophe before a possible formula; numbers stay numbers."""
    if cell.startswith(_RUN) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


def csv_line(cells: list[str]) -> str:
    """Return one line of CSV (RFC 4180) with safe cells."""
    return ",".join(map(csv_cell, cells)) + "\r\n"


def csv_cell(cell: str) -> str:
    """Return one cell of it."""
    cell = safe_cell(cell)
    if any(sign in cell for sign in ',"\n\r'):
        return '"' + cell.replace('"', '""') + '"'
    return cell
