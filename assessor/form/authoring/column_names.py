"""Check for misspelt names of sheets, columns and appearances."""

from __future__ import annotations

import csv
from collections.abc import Mapping

from assessor.form.authoring.findings import Findings, closest_name, shortened, suggestion
from assessor.form.authoring.headings import KNOWN
from assessor.form.authoring.row_requirements import filter_columns
from assessor.form.authoring.workbook import Item, Sheet, Workbook
from assessor.form.model.appearances import APPEARANCES, find, words

_SHEETS = ("choices", "settings", "entities", "external_choices")


def check_names(book: Workbook, findings: Findings) -> None:
    """Note misspelt sheets and columns."""
    for name in book.names:
        correct = "" if name in KNOWN or name.startswith("_") else closest_name(name, _SHEETS)
        if correct and correct not in book.names:
            what = f"The sheet {name} is not read: is {correct} meant?"
            fix = f"Rename it to {correct}, or to _{name} if it is your own."
            findings.remark(name, 1, what, fix)
    for name in KNOWN:
        _check_headings(book.sheet(name), findings)


def check(book: Workbook, findings: Findings, files: Mapping[str, bytes]) -> None:
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
