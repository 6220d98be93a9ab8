"""Texts for tables that a spreadsheet opens: nothing anybody typed is run there as a formula.

Source: OWASP, "CSV Injection": a cell beginning with = + - @, a tab or a line break may be run.
"""

from __future__ import annotations

import re

_RUN = tuple("=+-@\t\r\n＝＋－＠")
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")


def safe_cell(cell: str) -> str:
    """The cell, after an apostrophe where a spreadsheet would run it; numbers stay numbers."""
    if cell.startswith(_RUN) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


def csv_line(cells: list[str]) -> str:
    """One line of CSV (RFC 4180) whose cells a spreadsheet takes for texts and numbers only."""
    return ",".join(map(csv_cell, cells)) + "\r\n"


def csv_cell(cell: str) -> str:
    """One cell of it."""
    cell = safe_cell(cell)
    if any(sign in cell for sign in ',"\n\r'):
        return '"' + cell.replace('"', '""') + '"'
    return cell
