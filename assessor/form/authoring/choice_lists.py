"""Check choice lists, the names of choices, and selects that use them."""

from __future__ import annotations

from assessor.form.authoring.findings import Findings, closest_name, shortened, suggestion
from assessor.form.authoring.headings import NEEDED
from assessor.form.authoring.row_types import RowType
from assessor.form.authoring.workbook import YES, Item, Row, Workbook

_FILES = (".csv", ".xml", ".geojson")


def check(book: Workbook, findings: Findings) -> None:
    """Note mistakes in the choices sheet and in the selects that use it."""
    if book.choices.rows:
        _check_columns(book, findings)
        _check_choices(book, findings)
    for item in book.items:
        if item.kind is not None and item.kind.selects:
            _check_select(book, item, item.kind, findings)
    _note_unused(book, findings)


def _check_columns(book: Workbook, findings: Findings) -> None:
    for column in NEEDED["choices"]:
        if not book.choices.has(column):
            findings.problem("choices", 1, f"The choices sheet has no column {column}.", "Add it.")


def _check_choices(book: Workbook, findings: Findings) -> None:
    for row in book.choices.rows:
        if not row.get("list_name") and row.get("name") and book.choices.has("list_name"):
            what = f"The choice {shortened(row.get('name'))} belongs to no list and is left out."
            findings.remark("choices", row.number, what, "Write its list_name.")
    for name, rows in book.lists.items():
        _check_names(name, rows, book, findings)


def _check_names(name: str, rows: list[Row], book: Workbook, findings: Findings) -> None:
    duplicates_allowed = book.setting("allow_choice_duplicates").lower() in YES
    rows_by_value: dict[str, int] = {}
    for row in rows:
        value = row.get("name")
        if not value:
            if book.choices.has("name"):
                what, fix = (
                    f"A choice of the list {name} has no name.",
                    "Give it one: the value that is kept.",
                )
                findings.problem("choices", row.number, what, fix)
            continue
        first_row = rows_by_value.setdefault(value, row.number)
        if first_row != row.number and not duplicates_allowed:
            what = f"The list {name} has the choice {shortened(value)} in row {first_row} too."
            fix = "Rename one, or set allow_choice_duplicates to yes in the settings."
            findings.problem("choices", row.number, what, fix)
        if not row.get("label") and not any(row.get(each) for each in ("image", "audio", "video")):
            what = f"The choice {shortened(value)} of the list {name} has no label."
            findings.remark("choices", row.number, what, "Its name is shown until it has one.")


def _check_select(book: Workbook, item: Item, kind: RowType, findings: Findings) -> None:
    name, row = kind.list_name, item.row.number
    if not name:
        fix = f"Write {kind.word} and the name of a list."
        findings.problem("survey", row, f"The {kind.word} names no list of choices.", fix)
    elif " " in name and not name.startswith("${"):
        what = f"The {kind.word} names the list “{name}”: a list's name has no blanks."
        fix = "Name one list, and join its words by _ here and on the choices sheet."
        findings.problem("survey", row, what, fix)
    elif kind.from_file:
        if not name.endswith(_FILES) or name.count(".") != 1:
            what = f"The {kind.word} names {name}, which is no file that choices can come from."
            fix = "Name a .csv, .xml or .geojson file, with no other dot in its name."
            findings.problem("survey", row, what, fix)
    elif kind.word == "select_one_external":
        lists = {each.get("list_name") for each in book.sheet("external_choices").rows}
        if name not in lists:
            what = f"The list {name} is not on the sheet external_choices."
            findings.problem("survey", row, what, suggestion(name, lists, "Add it there."))
    elif "${" not in name and not name.endswith(_FILES):
        _check_list(book, item, kind, findings)


def _check_list(book: Workbook, item: Item, kind: RowType, findings: Findings) -> None:
    name, number = kind.list_name, item.row.number
    rows = book.lists.get(name)
    if rows is None:
        if book.choices.rows:
            fix = suggestion(name, book.lists, "Write its choices there, or correct the name.")
            what = f"There is no list {name} on the choices sheet."
        else:
            misspelt = closest_name("choices", [each for each in book.names if each != "choices"])
            rename = f"Rename the sheet {misspelt} to choices."
            fix = rename if misspelt else "Add a sheet named choices."
            what = f"The {kind.word} needs the list {name}, and there are no choices."
        findings.problem("survey", number, what, fix)
        return
    if kind.other and item.row.get("choice_filter"):
        what = "A question with or_other cannot have a choice_filter."
        fix = "Take or_other away, and add a choice other and a text question."
        findings.problem("survey", number, what, fix)
    if kind.word == "select_multiple":
        for row in rows:
            if " " in row.get("name"):
                what = (
                    f"The choice “{row.get('name')}” has a blank, and {item.name} lets people "
                    "choose several: blanks divide them."
                )
                findings.problem("choices", row.number, what, "Join the words by _.")


def _note_unused(book: Workbook, findings: Findings) -> None:
    used = {item.kind.list_name for item in book.items if item.kind is not None}
    cells = [
        cell for row in (*book.survey.rows, *book.settings.rows) for cell in row.cells.values()
    ]
    for name, rows in book.lists.items():
        if name not in used and not any(name in cell for cell in cells):
            what = f"No question uses the list {name}."
            findings.remark("choices", rows[0].number, what, "Remove it, or name it in a question.")
