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
_SHEET_ORDER = {"survey": 0, "choices": 1, "settings": 2}


def check_workbook(
    sheets: Sheets, headers: Mapping[str, Sequence[str]], files: Mapping[str, bytes]
) -> Findings:
    """Check a workbook by its cells alone; findings are in the order of sheets and rows.

    `sheets` are rows by sheet: cells by heading without blank ones, row n is item n - 2; `headers`
    are the headings of each sheet, also of blank columns; `files` are the form's attachments.
    """
    findings = Findings()
    column_names.check_names(Workbook(sheets, headers), findings)
    book = Workbook(_with_correct_headings(sheets, findings), corrected_headers(headers, findings))
    for subject in (
        survey_structure, choice_lists, name_references, cell_expressions, row_requirements,
    ):  # fmt: skip
        subject.check(book, findings)
    column_names.check(book, findings, files)
    sheet_settings.check(book, findings)
    for notes in (findings.problems, findings.remarks):
        notes[:] = dict.fromkeys(notes)
        notes.sort(key=lambda each: (_SHEET_ORDER.get(each.sheet, len(_SHEET_ORDER)), each.row))
    return findings


def corrected_headers(
    headers: Mapping[str, Sequence[str]], findings: Findings
) -> dict[str, list[str]]:
    """Return the headings of each sheet with misspelt ones corrected."""
    return {
        name: [findings.renamed.get((name, heading), heading) for heading in header]
        for name, header in headers.items()
    }


def _with_correct_headings(sheets: Sheets, findings: Findings) -> dict[str, list[dict[str, str]]]:
    return {
        name: [
            {findings.renamed.get((name, heading), heading): text for heading, text in row.items()}
            for row in rows
        ]
        for name, rows in sheets.items()
    }


def without_faulty_cells(sheets: Sheets, findings: Findings) -> dict[str, list[dict[str, str]]]:
    """Return the sheets without faulty cells that affect nothing else.

    A calculation becomes blank text, and a label loses its references.
    """
    cleaned = _with_correct_headings(sheets, findings)
    for sheet, number, heading in findings.loose:
        cells = cleaned[sheet][number - 2]
        column = headings(sheet, cells)[heading].column if heading in cells else ""
        if column == "calculation":
            cells[heading] = "''"
        elif column in TRANSLATED:
            cells[heading] = _REFERENCE.sub("…", cells[heading])
        else:
            cells.pop(heading, None)
    return cleaned
