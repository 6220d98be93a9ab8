"""The check of a whole workbook: all mistakes and remarks at once, misspelt names among them."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence

from assessor.form.authoring import (
    cell_expressions,
    choice_lists,
    name_references,
    row_requirements,
    sheet_settings,
    survey_structure,
)
from assessor.form.authoring.findings import Findings, closest_name, shortened, suggestion
from assessor.form.authoring.headings import KNOWN, TRANSLATED, headings
from assessor.form.authoring.row_requirements import filter_columns
from assessor.form.authoring.workbook import Item, Sheet, Sheets, Workbook
from assessor.form.model.appearances import APPEARANCES, find, words

_REFERENCE = re.compile(r"\$\{[^}]*(\}|\Z)")
_SHEETS = ("choices", "settings", "entities", "external_choices")
_SHEET_ORDER = {"survey": 0, "choices": 1, "settings": 2}


def check_workbook(
    sheets: Sheets, headers: Mapping[str, Sequence[str]], files: Mapping[str, bytes]
) -> Findings:
    """Check a workbook by its cells alone; findings are in the order of sheets and rows.

    `sheets` are rows by sheet: cells by heading without blank ones, row n is item n - 2; `headers`
    are the headings of each sheet, also of blank columns; `files` are the form's attachments.
    """
    findings = Findings()
    _check_names(Workbook(sheets, headers), findings)
    book = Workbook(_with_correct_headings(sheets, findings), corrected_headers(headers, findings))
    for subject in (
        survey_structure, choice_lists, name_references, cell_expressions, row_requirements,
    ):  # fmt: skip
        subject.check(book, findings)
    _check_columns(book, findings, files)
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


def _check_names(book: Workbook, findings: Findings) -> None:
    """Note misspelt sheets and columns."""
    for name in book.names:
        correct = "" if name in KNOWN or name.startswith("_") else closest_name(name, _SHEETS)
        if correct and correct not in book.names:
            what = f"The sheet {name} is not read: is {correct} meant?"
            fix = f"Rename it to {correct}, or to _{name} if it is your own."
            findings.remark(name, 1, what, fix)
    for name in KNOWN:
        _check_headings(book.sheet(name), findings)


def _check_columns(book: Workbook, findings: Findings, files: Mapping[str, bytes]) -> None:
    """Note filters on missing columns, and unknown appearances."""
    for item in book.items:
        if item.kind is not None and item.kind.selects:
            _check_filter(book, item, findings, files)
        _check_appearance(item, findings)


def _check_headings(sheet: Sheet, findings: Findings) -> None:
    known_columns = KNOWN[sheet.name]
    for text, heading in sheet.headings.items():
        if heading.known or text.startswith("_"):
            continue
        base = text.partition(":")[0].strip()
        correct = closest_name(base, known_columns)
        if not correct or (sheet.name == "choices" and base.lower().startswith(correct)):
            continue
        what = f"The column {text} is not read: is {correct} meant?"
        if sheet.has(correct):
            findings.remark(sheet.name, 1, what, f"Rename it to _{text} if it is your own.")
        else:
            instead = "The column is passed over."
            findings.misnamed(sheet.name, text, text.replace(base, correct, 1), what, instead)


def _check_filter(
    book: Workbook, item: Item, findings: Findings, files: Mapping[str, bytes]
) -> None:
    kind = item.kind
    assert kind is not None
    columns = _columns(book, kind.list_name, files)
    if columns is None:
        return
    where = "the file" if kind.from_file else "the choices sheet"
    for heading, text in item.row.each("choice_filter"):
        for name in filter_columns(text):
            if name in columns:
                continue
            what = (
                f"The choice_filter “{shortened(text)}” reads the column {name}, "
                f"which {where} has not."
            )
            otherwise = f"Add the column, or write '{name}' for the word."
            fix = suggestion(name, columns, otherwise)
            instead = "The column is blank for every choice."
            findings.problem("survey", item.row.number, what, fix, heading.text, instead)


def _columns(book: Workbook, name: str, files: Mapping[str, bytes]) -> set[str] | None:
    """Return the columns of a choice list; None if they cannot be known."""
    if name in book.lists:
        headings = book.choices.headings.values()
        return {each.text for each in headings} | {each.column for each in headings}
    if name.endswith(".csv") and name in files:
        first = files[name].decode("utf-8-sig", "replace").partition("\n")[0]
        mark = ";" if first.count(";") > first.count(",") else ","
        return {cell.strip() for cell in next(csv.reader([first.strip()], delimiter=mark), [])}
    return None


def _check_appearance(item: Item, findings: Findings) -> None:
    """Note an unknown word; it is ignored."""
    known_words = [each.word for each in APPEARANCES]
    for _, text in item.row.each("appearance"):
        for word in words(text):
            if find(word) is None and not word.startswith("search("):
                fix = suggestion(word, known_words, "Remove it, or correct it.")
                what = f"The appearance {shortened(word)} is not known and is passed over."
                findings.remark("survey", item.row.number, what, fix)
