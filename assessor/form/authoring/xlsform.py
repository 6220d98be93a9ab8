"""Read an XLSForm (.xlsx, a folder of CSV files, Markdown) or an XForm (.xml) into a FormSource."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from assessor.errors import FileError, FormError, Problem
from assessor.form.authoring import workbook_check, workbook_files
from assessor.form.authoring.criteria_sheet import CRITERIA_SHEET, add_criteria
from assessor.form.authoring.findings import Findings, closest_name
from assessor.form.parse.form_parser import parse_form
from assessor.form.parse.form_source import FormSource

PYXFORM_SHEETS = frozenset(
    {"survey", "choices", "settings", "external_choices", "entities", "osm", "cascades"}
)
"""Sheets that pyxform reads; all others are kept unchanged."""

_ROW = re.compile(r"\[row : (\d+)\]\s*(?:On the '([^']+)' sheet,?\s*)?")
_QUOTED = re.compile(r"'([^']+)'")

Sheets = dict[str, list[dict[str, str]]]
_Rows = Sequence[Sequence[str]]
_Tables = tuple[tuple[str, _Rows], ...]


def read_form(path: Path) -> FormSource:
    """Read the form at `path`: .xlsx, a folder with one CSV file per sheet, .md, or an XForm
    (.xml).

    Files in the folder `<name>-media` next to the form (`media` inside a folder of CSV files)
    become attachments. Raises FormError with every problem by sheet and row, or FileError.
    """
    path = Path(path)
    if not path.exists():
        raise FileError("There is no form at {path}.", path=path)
    if path.suffix.lower() == ".xml":
        return FormSource(
            xform=workbook_files.read_text(path), attachments=workbook_files.files_beside(path)
        )
    return from_tables(workbook_files.read_tables(path), workbook_files.files_beside(path))


def from_tables(
    sheets_as_tables: Mapping[str, workbook_files.Table], files: Mapping[str, bytes] | None = None
) -> FormSource:
    """Make the form source of tables (by sheet name: header row, then rows) and attachments.

    The last few are kept: a window reads the shipped form again for each new mission. Raises
    FormError with as many mistakes as can be found at once; tolerable ones are left to
    parse_form().
    """
    tables = ((name, tuple(map(tuple, table))) for name, table in sheets_as_tables.items())
    return _source_of(tuple(tables), tuple((files or {}).items()))


@lru_cache(maxsize=4)
def _source_of(tables: _Tables, attachments: tuple[tuple[str, bytes], ...]) -> FormSource:
    files = dict(attachments)
    duplicates = [problem for name, table in tables for problem in _duplicate_columns(name, table)]
    sheets = {name: _rows(name, table) for name, table in tables}
    if "survey" not in sheets:
        misspelt = closest_name("survey", sheets)
        fix = f"Rename the sheet {misspelt}." if misspelt else "Add one with columns type and name."
        raise FormError([Problem("There is no sheet named survey.", fix)])
    headers = {name: _header(table[0]) for name, table in tables if table}
    asked, columns = (
        add_criteria(sheets, headers) if CRITERIA_SHEET in sheets else (sheets, headers)
    )
    findings = workbook_check.check_workbook(asked, columns, files)
    if duplicates or not findings.usable:
        raise FormError(
            duplicates + findings.problems + _remaining_problems(asked, columns, files, findings)
        )
    xform, itemsets = _convert(asked, columns)
    return _source(xform, sheets, files, itemsets, findings)


def _source(
    xform: str, sheets: Sheets, files: Mapping[str, bytes], itemsets: str | None, findings: Findings
) -> FormSource:
    return FormSource(
        xform=xform,
        sheets={name: tuple(rows) for name, rows in sheets.items()},
        attachments={**({"itemsets.csv": itemsets.encode()} if itemsets else {}), **files},
        tolerated_problems=tuple(findings.problems),
        remarks=tuple(findings.remarks),
    )


def _remaining_problems(
    sheets: Sheets, headers: dict[str, list[str]], files: Mapping[str, bytes], findings: Findings
) -> list[Problem]:
    """Return mistakes that only show without the cells that have mistakes of their own."""
    if findings.structural:
        return []
    cleaned = workbook_check.without_faulty_cells(sheets, findings)
    known = {(problem.sheet, problem.row) for problem in findings.problems}
    try:
        xform, itemsets = _convert(cleaned, workbook_check.corrected_headers(headers, findings))
        parse_form(_source(xform, cleaned, files, itemsets, Findings()))
    except FormError as error:
        return [each for each in error.problems if (each.sheet, each.row) not in known]
    return []


def _convert(sheets: Sheets, headers: dict[str, list[str]]) -> tuple[str, str | None]:
    from pyxform.errors import PyXFormError  # half a second; only needed for XLSForms
    from pyxform.xls2xform import convert

    workbook: dict[str, Any] = {
        name: [dict(row) for row in rows] for name, rows in sheets.items() if name in PYXFORM_SHEETS
    }
    for name in tuple(workbook):
        workbook[f"{name}_header"] = [dict.fromkeys(filter(None, headers.get(name, ())))]
    workbook["sheet_names"] = list(sheets)
    try:
        result = convert(xlsform=workbook, validate=False)
    except PyXFormError as error:
        raise FormError(_problems(str(error), sheets)) from error
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, RecursionError) as error:
        # pyxform crashes on some malformed workbooks instead of reporting the mistake.
        what = f"The workbook could not be converted ({type(error).__name__}: {error})."
        raise FormError([Problem(what)]) from error
    return result.xform, result.itemsets


def _problems(message: str, sheets: Sheets) -> Iterator[Problem]:
    """Convert pyxform's message to a problem, with sheet and row if it names or quotes a cell."""
    findings = _ROW.search(message)
    if not findings:
        sheet, row = _quoted_cell(message, sheets)
        yield Problem(message.strip(), sheet=sheet, row=row)
        return
    what = (message[: findings.start()] + message[findings.end() :]).strip()
    yield Problem(what[:1].upper() + what[1:], sheet=findings[2] or "survey", row=int(findings[1]))


def _quoted_cell(message: str, sheets: Sheets) -> tuple[str, int]:
    """Return the first survey or choices cell that the message quotes."""
    for quote in _QUOTED.findall(message):
        for name in ("survey", "choices"):
            for number, row in enumerate(sheets.get(name, ()), 2):
                if quote in row.values():
                    return name, number
    return "", 0


def _rows(name: str, table: _Rows) -> list[dict[str, str]]:
    """Return rows by column name; blank rows of ODK's sheets stay, for the row numbers."""
    if not table:
        return []
    header = _header(table[0])
    rows = [_row(header, cells) for cells in table[1:]]
    if name not in PYXFORM_SHEETS:
        return [row for row in rows if row]
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _header(cells: Iterable[str]) -> list[str]:
    return [re.sub(" +", " ", cell.strip()) for cell in cells]


def _duplicate_columns(name: str, table: _Rows) -> Iterator[Problem]:
    """Yield a problem for each duplicate column: one of the two would be hidden."""
    header = [column for column in _header(table[0]) if column] if table else []
    for column in dict.fromkeys(each for each in header if header.count(each) > 1):
        what = f"The column {column} occurs twice."
        yield Problem(what, "Rename or remove one of them.", sheet=name, row=1)


def _row(header: list[str], cells: Iterable[str]) -> dict[str, str]:
    pairs = zip(header, (cell.strip() for cell in cells), strict=False)
    return {column: cell for column, cell in pairs if column and cell}
