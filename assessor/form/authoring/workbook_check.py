"""The check of a whole workbook: all mistakes and remarks at once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assessor.form.authoring import (
    cell_expressions,
    choice_lists,
    column_names,
    name_references,
    row_requirements,
    sheet_settings,
    survey_structure,
)
from assessor.form.authoring.findings import Findings
from assessor.form.authoring.headings import TRANSLATED, headings
from assessor.form.authoring.workbook import Sheets, Workbook

_REFERENCE = re.compile(r"\$\{[^}]*(\}|\Z)")
_ORDER = {"survey": 0, "choices": 1, "settings": 2}


def check_workbook(
    sheets: Sheets, headers: Mapping[str, Sequence[str]], files: Mapping[str, bytes]
) -> Findings:
    """Check a workbook by its cells alone; findings are in the order of sheets and rows.

    `sheets` are rows by sheet: cells by heading without blank ones, row n is item n - 2; `headers`
    are the headings of each sheet, also of blank columns; `files` are the form's attachments.
    """
    found = Findings()
    column_names.check_names(Workbook(sheets, headers), found)
    book = Workbook(_renamed(sheets, found), corrected_headers(headers, found))
    survey_structure.check(book, found)
    choice_lists.check(book, found)
    name_references.check(book, found)
    cell_expressions.check(book, found)
    row_requirements.check(book, found)
    column_names.check(book, found, files)
    sheet_settings.check(book, found)
    for notes in (found.problems, found.remarks):
        notes[:] = dict.fromkeys(notes)
        notes.sort(key=lambda each: (_ORDER.get(each.sheet, len(_ORDER)), each.row))
    return found


def corrected_headers(
    headers: Mapping[str, Sequence[str]], found: Findings
) -> dict[str, list[str]]:
    """Return the headings of each sheet with misspelt ones corrected."""
    return {
        name: [found.renamed.get((name, heading), heading) for heading in header]
        for name, header in headers.items()
    }


def _renamed(sheets: Sheets, found: Findings) -> dict[str, list[dict[str, str]]]:
    return {
        name: [
            {found.renamed.get((name, heading), heading): text for heading, text in row.items()}
            for row in rows
        ]
        for name, rows in sheets.items()
    }


def without_faulty_cells(sheets: Sheets, found: Findings) -> dict[str, list[dict[str, str]]]:
    """Return the sheets without faulty cells that affect nothing else.

    A calculation becomes blank text, and a label loses its references.
    """
    rest = _renamed(sheets, found)
    for sheet, number, heading in found.loose:
        cells = rest[sheet][number - 2]
        column = headings(sheet, cells)[heading].column if heading in cells else ""
        if column == "calculation":
            cells[heading] = "''"
        elif column in TRANSLATED:
            cells[heading] = _REFERENCE.sub("…", cells[heading])
        else:
            cells.pop(heading, None)
    return rest
