"""Builders for the comment matrix."""

from __future__ import annotations

from openpyxl import load_workbook

from tests.support.assessment.matrices import REPORTS


def fill(path, comment, response=None, *, reference=REPORTS, also=lambda book: None):
    """Write a comment into the line of a question, as a spreadsheet does."""
    book = load_workbook(path)
    sheet = book.worksheets[0]
    [row] = [row for row in sheet.iter_rows(min_row=2) if row[7].value == reference]
    row[3].value = comment
    row[5].value = response if response is not None else row[5].value
    also(book)
    book.save(path)
