"""Check choice lists, the names of choices, and selects that use them."""

from __future__ import annotations

from assessor.form.authoring.findings import Findings, closest_name, shortened, suggestion
from assessor.form.authoring.headings import NEEDED
from assessor.form.authoring.row_types import RowType
from assessor.form.authoring.workbook import YES, Item, Row, Workbook

_FILES = (".csv", ".xml", ".geojson")


def check(book: Workbook, found: Findings) -> None:
    """Note mistakes in the choices sheet and in the selects that use it."""
    if book.choices.rows:
        _columns(book, found)
        _choices(book, found)
    for item in book.items:
        if item.kind is not None and item.kind.selects:
            _select(book, item, item.kind, found)
    _unused(book, found)


def _columns(book: Workbook, found: Findings) -> None:
    for column in NEEDED["choices"]:
        if not book.choices.has(column):
            found.problem("choices", 1, f"The choices sheet has no column {column}.", "Add it.")


def _choices(book: Workbook, found: Findings) -> None:
    for row in book.choices.rows:
        if not row.get("list_name") and row.get("name") and book.choices.has("list_name"):
            found.remark(
                "choices",
                row.number,
                f"The choice {shortened(row.get('name'))} belongs to no list and is left out.",
                "Write its list_name.",
            )
    for name, rows in book.lists.items():
        _names(name, rows, book, found)


def _names(name: str, rows: list[Row], book: Workbook, found: Findings) -> None:
    twice = book.setting("allow_choice_duplicates").lower() in YES
    seen: dict[str, int] = {}
    for row in rows:
        value = row.get("name")
        if not value:
            if book.choices.has("name"):
                what = f"A choice of the list {name} has no name."
                found.problem("choices", row.number, what, "Give it one: the value that is kept.")
            continue
        before = seen.setdefault(value, row.number)
        if before != row.number and not twice:
            found.problem(
                "choices",
                row.number,
                f"The list {name} has the choice {shortened(value)} in row {before} too.",
                "Rename one, or set allow_choice_duplicates to yes in the settings.",
            )
        if not row.get("label") and not any(row.get(each) for each in ("image", "audio", "video")):
            what = f"The choice {shortened(value)} of the list {name} has no label."
            found.remark("choices", row.number, what, "Its name is shown until it has one.")


def _select(book: Workbook, item: Item, kind: RowType, found: Findings) -> None:
    name, row = kind.list_name, item.row.number
    if not name:
        fix = f"Write {kind.word} and the name of a list."
        found.problem("survey", row, f"The {kind.word} names no list of choices.", fix)
    elif " " in name and not name.startswith("${"):
        found.problem(
            "survey",
            row,
            f"The {kind.word} names the list “{name}”: a list's name has no blanks.",
            "Name one list, and join its words by _ here and on the choices sheet.",
        )
    elif kind.from_file:
        _file(row, name, kind, found)
    elif kind.word == "select_one_external":
        _external(book, row, name, found)
    elif "${" not in name and not name.endswith(_FILES):
        _listed(book, item, kind, found)


def _file(row: int, name: str, kind: RowType, found: Findings) -> None:
    if not name.endswith(_FILES) or name.count(".") != 1:
        found.problem(
            "survey",
            row,
            f"The {kind.word} names {name}, which is no file that choices can come from.",
            "Name a .csv, .xml or .geojson file, with no other dot in its name.",
        )


def _external(book: Workbook, row: int, name: str, found: Findings) -> None:
    rows = book.sheet("external_choices").rows
    lists = {each.get("list_name") for each in rows}
    if name not in lists:
        what = f"The list {name} is not on the sheet external_choices."
        found.problem("survey", row, what, suggestion(name, lists, "Add it there."))


def _listed(book: Workbook, item: Item, kind: RowType, found: Findings) -> None:
    name, number = kind.list_name, item.row.number
    rows = book.lists.get(name)
    if rows is None:
        if book.choices.rows:
            fix = suggestion(name, book.lists, "Write its choices there, or correct the name.")
            what = f"There is no list {name} on the choices sheet."
        else:
            slip = closest_name("choices", [each for each in book.names if each != "choices"])
            fix = f"Rename the sheet {slip} to choices." if slip else "Add a sheet named choices."
            what = f"The {kind.word} needs the list {name}, and there are no choices."
        found.problem("survey", number, what, fix)
        return
    if kind.other and item.row.get("choice_filter"):
        found.problem(
            "survey",
            number,
            "A question with or_other cannot have a choice_filter.",
            "Take or_other away, and add a choice other and a text question.",
        )
    if kind.word == "select_multiple":
        for row in rows:
            if " " in row.get("name"):
                found.problem(
                    "choices",
                    row.number,
                    f"The choice “{row.get('name')}” has a blank, and {item.name} lets people "
                    "choose several: blanks divide them.",
                    "Join the words by _.",
                )


def _unused(book: Workbook, found: Findings) -> None:
    used = {item.kind.list_name for item in book.items if item.kind is not None}
    cells = [
        cell for row in (*book.survey.rows, *book.settings.rows) for cell in row.cells.values()
    ]
    for name, rows in book.lists.items():
        if name not in used and not any(name in cell for cell in cells):
            what = f"No question uses the list {name}."
            found.remark("choices", rows[0].number, what, "Remove it, or name it in a question.")
