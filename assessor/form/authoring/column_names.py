"""Check for misspelt names of sheets, columns and appearances."""

from __future__ import annotations

import csv
from collections.abc import Mapping

from assessor.form.authoring.findings import Findings, closest_name, shortened
from assessor.form.authoring.headings import KNOWN
from assessor.form.authoring.row_requirements import filter_columns
from assessor.form.authoring.workbook import Item, Sheet, Workbook
from assessor.form.model.appearances import APPEARANCES, find, words

_SHEETS = ("choices", "settings", "entities", "external_choices")


def check_names(book: Workbook, found: Findings) -> None:
    """Note misspelt sheets and columns."""
    for name in book.names:
        meant = "" if name in KNOWN or name.startswith("_") else closest_name(name, _SHEETS)
        if meant and meant not in book.names:
            what = f"The sheet {name} is not read: is {meant} meant?"
            found.remark(name, 1, what, f"Rename it to {meant}, or to _{name} if it is your own.")
    for name in KNOWN:
        _headings(book.sheet(name), found)


def check(book: Workbook, found: Findings, files: Mapping[str, bytes]) -> None:
    """Note filters on missing columns, and unknown appearances."""
    for item in book.items:
        if item.kind is not None and item.kind.selects:
            _filter(book, item, found, files)
        _appearance(item, found)


def _headings(sheet: Sheet, found: Findings) -> None:
    known = KNOWN[sheet.name]
    for text, heading in sheet.headings.items():
        if heading.known or text.startswith("_"):
            continue
        bare = text.partition(":")[0].strip()
        meant = closest_name(bare, known)
        if not meant or (sheet.name == "choices" and bare.lower().startswith(meant)):
            continue
        what = f"The column {text} is not read: is {meant} meant?"
        if sheet.has(meant):
            found.remark(sheet.name, 1, what, f"Rename it to _{text} if it is your own.")
        else:
            instead = "The column is passed over."
            found.misnamed(sheet.name, text, text.replace(bare, meant, 1), what, instead)


def _filter(book: Workbook, item: Item, found: Findings, files: Mapping[str, bytes]) -> None:
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
            meant = closest_name(name, columns)
            fix = (
                f"Is {meant} meant?"
                if meant
                else f"Add the column, or write '{name}' for the word."
            )
            instead = "The column is blank for every choice."
            found.problem("survey", item.row.number, what, fix, heading.text, instead)


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


def _appearance(item: Item, found: Findings) -> None:
    """Note an unknown word; it is ignored."""
    known = [each.word for each in APPEARANCES]
    for _, text in item.row.each("appearance"):
        for word in words(text):
            if find(word) is None and not word.startswith("search("):
                meant = closest_name(word, known)
                fix = f"Is {meant} meant?" if meant else "Remove it, or correct it."
                what = f"The appearance {shortened(word)} is not known and is passed over."
                found.remark("survey", item.row.number, what, fix)
