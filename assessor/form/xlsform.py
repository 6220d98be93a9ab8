"""Reads an XLSForm (.xlsx, a folder of CSV, Markdown) or an XForm (.xml) into a FormSource."""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from assessor.errors import FileError, FormError, Problem
from assessor.form.source import FormSource

MAX_FILE = 32 * 1024 * 1024
MAX_UNZIPPED = 256 * 1024 * 1024
MAX_ROWS = 100_000
MAX_COLUMNS = 500

KNOWN = frozenset(
    {"survey", "choices", "settings", "external_choices", "entities", "osm", "cascades"}
)
"""Sheets pyxform reads; every other sheet travels along untouched."""

_ORDER = {"survey": 0, "choices": 1, "settings": 2, "entities": 3}
_ROW = re.compile(r"\[row : (\d+)\]\s*(?:On the '([^']+)' sheet,?\s*)?")
_CELL_BREAK = re.compile(r"(?<!\\)\|")

_QUOTED = re.compile(r"'([^']+)'")

Table = list[list[str]]
Sheets = dict[str, list[dict[str, str]]]


def read(path: Path) -> FormSource:
    """The form at `path`: .xlsx, a folder with one CSV a sheet, .md, or an XForm as .xml.

    Files in the folder `<name>-media` beside the form (`media` inside a folder of CSV) come
    along as attachments. Raises FormError with sheet and row, or FileError.
    """
    path = Path(path)
    if not path.exists():
        raise FileError("There is no form at {path}.", path=path)
    if path.suffix.lower() == ".xml":
        return FormSource(xform=_read_text(path), attachments=_media(path))
    tables = _tables(path)
    source = from_tables(tables)
    return FormSource(source.xform, source.sheets, {**source.attachments, **_media(path)})


def pack_workbook(path: Path, out: Path) -> None:
    """Write the form at `path` (a folder of CSV, or Markdown) as one .xlsx, for ODK and Kobo.

    The sheets ODK reads come first; the file appears whole or not at all. Raises FormError if the
    form cannot be used, FileError if the file cannot be written.
    """
    from openpyxl import Workbook  # comes with pyxform; slow to import
    from openpyxl.cell import WriteOnlyCell

    read(path)
    tables = _tables(Path(path))
    book = Workbook(write_only=True)
    for name in sorted(tables, key=lambda each: (_ORDER.get(each, len(_ORDER)), each)):
        sheet = book.create_sheet(name)
        for row in tables[name]:
            cells = [WriteOnlyCell(sheet, value=text) for text in row]
            for cell in cells:
                cell.data_type = "s"  # `==` is a sign in our sheets, not a formula
            sheet.append(cells)
    beside = Path(out).with_name(f".{Path(out).name}.part")
    try:
        book.save(beside)
        beside.replace(out)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise FileError("{path} cannot be written: {why}.", path=out, why=error) from error


def read_markdown(text: str) -> FormSource:
    """The form written in `text` as Markdown tables, one a sheet, as in pyxform's own tests."""
    return from_tables(_markdown(text))


def from_tables(tables: dict[str, Table]) -> FormSource:
    """The form in `tables`: by sheet name, the header row and then the rows, cells as text."""
    sheets = {name: _rows(name, table) for name, table in tables.items()}
    if "survey" not in sheets:
        raise FormError(
            [Problem("There is no sheet named 'survey'.", "Add one with columns type and name.")]
        )
    headers = {name: _header(table[0]) for name, table in tables.items() if table}
    xform, itemsets = _convert(sheets, headers)
    attachments = {"itemsets.csv": itemsets.encode()} if itemsets else {}
    return FormSource(
        xform=xform,
        sheets={name: tuple(rows) for name, rows in sheets.items()},
        attachments=attachments,
    )


def _convert(sheets: Sheets, headers: dict[str, list[str]]) -> tuple[str, str | None]:
    from pyxform.errors import PyXFormError  # costs half a second: only when an XLSForm is read
    from pyxform.xls2xform import convert

    workbook: dict[str, Any] = {
        name: [dict(row) for row in rows] for name, rows in sheets.items() if name in KNOWN
    }
    for name in tuple(workbook):
        workbook[f"{name}_header"] = [dict.fromkeys(filter(None, headers.get(name, ())))]
    workbook["sheet_names"] = list(sheets)
    try:
        result = convert(xlsform=workbook, validate=False)
    except PyXFormError as error:
        raise FormError(_problems(str(error), sheets)) from error
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        # pyxform stumbles over some malformed workbooks instead of naming the mistake.
        what = f"The workbook could not be converted ({type(error).__name__}: {error})."
        raise FormError([Problem(what)]) from error
    return result.xform, result.itemsets


def _problems(message: str, sheets: Sheets) -> Iterator[Problem]:
    """pyxform's message as a problem, with sheet and row where it names them or quotes a cell."""
    found = _ROW.search(message)
    if not found:
        sheet, row = _quoted(message, sheets)
        yield Problem(message.strip(), sheet=sheet, row=row)
        return
    what = (message[: found.start()] + message[found.end() :]).strip()
    yield Problem(what[:1].upper() + what[1:], sheet=found[2] or "survey", row=int(found[1]))


def _quoted(message: str, sheets: Sheets) -> tuple[str, int]:
    """The first cell of the form's own sheets that the message quotes."""
    for quote in _QUOTED.findall(message):
        for name in ("survey", "choices"):
            for number, row in enumerate(sheets.get(name, ()), 2):
                if quote in row.values():
                    return name, number
    return "", 0


def _tables(path: Path) -> dict[str, Table]:
    if path.is_dir():
        return {file.stem.lower(): _csv(file) for file in sorted(path.glob("*.csv"))}
    if path.stat().st_size > MAX_FILE:
        raise FileError("{path} is larger than {limit} MB.", path=path, limit=MAX_FILE // 2**20)
    suffix = path.suffix.lower()
    if suffix in {".xlsx", ".xlsm"}:
        return _workbook(path)
    if suffix == ".md":
        return _markdown(_read_text(path))
    raise FileError(
        "{path} is not a form: .xlsx, .xml, .md or a folder of CSV files is expected.", path=path
    )


def _read_text(path: Path) -> str:
    if path.stat().st_size > MAX_FILE:
        raise FileError("{path} is larger than {limit} MB.", path=path, limit=MAX_FILE // 2**20)
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileError("{path} is not UTF-8 text.", path=path) from error


def _csv(path: Path) -> Table:
    try:
        return list(csv.reader(_read_text(path).splitlines(keepends=True), strict=True))
    except csv.Error as error:
        raise FileError("{path} is not a CSV file: {why}.", path=path, why=error) from error


def _workbook(path: Path) -> dict[str, Table]:
    from openpyxl import load_workbook  # comes with pyxform; slow to import

    try:
        with zipfile.ZipFile(path) as archive:
            if sum(item.file_size for item in archive.infolist()) > MAX_UNZIPPED:
                raise FileError("{path} unpacks to more than is reasonable.", path=path)
        book = load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, OSError, ValueError) as error:
        raise FileError("{path} is not an Excel workbook.", path=path) from error
    try:
        return {
            sheet.title.strip().lower(): [
                [_cell(value) for value in row]
                for row in sheet.iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS, values_only=True)
            ]
            for sheet in book.worksheets
        }
    finally:
        book.close()


def _cell(value: object) -> str:
    """A workbook cell as text, the way pyxform reads it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\u00a0", " ").strip()


def _markdown(text: str) -> dict[str, Table]:
    tables: dict[str, Table] = {}
    name = ""
    for line in text.splitlines():
        line = line.strip()
        if not line.startswith("|") or not line.strip("|- "):
            continue
        first, *cells = (
            cell.strip().replace(r"\|", "|") for cell in _CELL_BREAK.split(line.strip()[1:])
        )
        if line.endswith("|") and cells:
            cells.pop()
        if first:
            name = first.lower()
            tables[name] = []
        if name and any(cells):
            tables[name].append(cells)
    return tables


def _rows(name: str, table: Table) -> list[dict[str, str]]:
    """Rows by column name; blank rows keep their place in the sheets that problems point into."""
    if not table:
        return []
    header = _header(table[0])
    _check_header(name, header)
    rows = [_row(header, cells) for cells in table[1:]]
    if name not in KNOWN:
        return [row for row in rows if row]
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _header(cells: Iterable[str]) -> list[str]:
    return [re.sub(" +", " ", cell.strip()) for cell in cells]


def _check_header(name: str, header: Sequence[str]) -> None:
    seen: set[str] = set()
    for column in filter(None, header):
        if column in seen:
            raise FormError([Problem(f"Column '{column}' occurs twice.", sheet=name, row=1)])
        seen.add(column)


def _row(header: Sequence[str], cells: Iterable[str]) -> dict[str, str]:
    pairs = zip(header, (cell.strip() for cell in cells), strict=False)
    return {column: cell for column, cell in pairs if column and cell}


def _media(path: Path) -> dict[str, bytes]:
    folder = path / "media" if path.is_dir() else path.with_name(path.stem + "-media")
    if not folder.is_dir():
        return {}
    found: dict[str, bytes] = {}
    for file in sorted(folder.iterdir()):
        if file.is_file() and not file.name.startswith("."):
            if file.stat().st_size > MAX_FILE:
                raise FileError("{path} is larger than {limit} MB.", path=file, limit=32)
            found[file.name] = file.read_bytes()
    return found
