"""Read and write the tables of an XLSForm: .xlsx, a folder of CSV files, Markdown; with limits."""

from __future__ import annotations

import csv
import re
import struct
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from assessor.errors import FileError, FormError, Problem

MAX_FILE = 32 * 1024 * 1024
"""Bytes of one file."""
MAX_UNZIPPED = 128 * 1024 * 1024
"""Bytes of all parts of a workbook, unpacked."""
MAX_PARTS = 2_000
"""Parts of a workbook; a form has about a dozen."""
MAX_BESIDE = 40 * 1024 * 1024
"""Bytes of all attachments of a form together, so that they fit into its parcel."""
MAX_ROWS = 100_000
MAX_COLUMNS = 500
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
"""Excel's limits; cells beyond them are ignored."""

_CELL_BREAK = re.compile(r"(?<!\\)\|")
_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, SyntaxError, KeyError, OSError, ValueError,
    TypeError, AttributeError, IndexError, EOFError, OverflowError, RuntimeError,
)  # fmt: skip
"""What openpyxl raises for invalid workbooks; invalid XML is a SyntaxError."""

Table = list[list[str]]


def read_tables(path: Path) -> dict[str, Table]:
    """Read the sheets of the form at `path` by name, cells as text.

    Raises FileError if it is no form, FormError if it exceeds the limits.
    """
    found = _tables(path)
    for name, table in found.items():
        if len(table) > MAX_ROWS:
            raise too_large(f"The sheet {name} has more than {MAX_ROWS} rows.", name)
        if any(len(row) > MAX_COLUMNS for row in table):
            raise too_large(f"The sheet {name} has more than {MAX_COLUMNS} columns.", name)
    return found


def _tables(path: Path) -> dict[str, Table]:
    if path.is_dir():
        return {file.stem.lower(): _csv(file) for file in sorted(path.glob("*.csv"))}
    suffix = path.suffix.lower()
    if suffix in {".xlsx", ".xlsm"}:
        with _sheets_of(path, values=True) as sheets:
            return {sheet.title.strip().lower(): _sheet(sheet) for sheet in sheets}
    if suffix == ".md":
        return markdown_tables(read_text(path))
    raise FileError(
        "{path} is not a form: .xlsx, .xml, .md or a folder of CSV files is expected.", path=path
    )


def too_large(what: str, sheet: str = "") -> FormError:
    """Return the error for a form or file that exceeds the limits."""
    fix = "Take out what the form does not need; a long list belongs in a file beside it."
    return FormError([Problem(what, fix, sheet=sheet)])


def read_text(path: Path) -> str:
    """Read a UTF-8 text file. Raises FileError, or FormError if it is too large."""
    try:
        return _bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileError("{path} is not UTF-8 text.", path=path) from error


def _bytes(path: Path) -> bytes:
    _refuse_large(path)
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileError("{path} cannot be read: {why}.", path=path, why=error) from error


def _refuse_large(path: Path) -> None:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise FileError("{path} cannot be read: {why}.", path=path, why=error) from error
    if size > MAX_FILE:
        raise too_large(f"The file {path.name} is larger than {MAX_FILE // 2**20} MB.")


def _csv(path: Path) -> Table:
    try:
        return list(csv.reader(read_text(path).splitlines(keepends=True), strict=True))
    except csv.Error as error:
        raise FileError("{path} is not a CSV file: {why}.", path=path, why=error) from error


@contextmanager
def _sheets_of(path: Path, *, values: bool) -> Iterator[list[Any]]:
    """Open a workbook within the limits: its sheets, with `values` instead of formulas.

    Raises FileError for anything that openpyxl cannot read.
    """
    from openpyxl import load_workbook  # part of pyxform; slow to import

    _refuse_large(path)
    try:
        with path.open("rb") as file, zipfile.ZipFile(file) as archive:
            _refuse_hostile(path.name, archive)
            yield load_workbook(file, read_only=True, data_only=values).worksheets
    except _BROKEN as error:
        raise FileError("{path} is not an Excel workbook.", path=path) from error


def formula_rows(path: Path, columns: Collection[int]) -> list[int]:
    """Return the 1-based rows of the first sheet with a formula or error in one of `columns`.

    `columns` count from 0. Raises the same errors as read_tables().
    """
    with _sheets_of(path, values=False) as sheets:
        found = enumerate(sheets[0].iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS), 1)
        return [
            number
            for number, row in found
            if any(at in columns and row[at].data_type in "fe" for at in range(len(row)))
        ]


def archive_of(path: Path) -> bytes:
    """Return the bytes of an office file that is within the limits and has no document type.

    Raises FileError if it is no archive or cannot be read, FormError if it is too large.
    """
    _refuse_large(path)
    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_hostile(path.name, archive)
        return path.read_bytes()
    except _BROKEN as error:
        raise FileError("{path} is not a document.", path=path) from error


def _refuse_hostile(name: str, archive: zipfile.ZipFile) -> None:
    """Refuse an archive that unpacks to too many bytes or whose XML declares entities."""
    parts = archive.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNZIPPED:
        raise too_large(f"The file {name} unpacks to more than any form is.")
    _refuse_entities(archive, parts)


def _refuse_entities(archive: zipfile.ZipFile, parts: Iterable[zipfile.ZipInfo]) -> None:
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            with archive.open(part) as data:
                tail = b""
                while block := data.read(2**20):
                    if b"<!DOCTYPE" in tail + block:
                        what = f"The part {part.filename} of the workbook declares a document type."
                        raise FormError([Problem(what, "Save it anew from a spreadsheet program.")])
                    tail = block[-8:]


def _sheet(sheet: Any) -> Table:
    """Return the cells of a sheet without trailing blank rows and cells."""
    found: Table = []
    blank, gap = 0, None
    header = next(sheet.iter_rows(max_row=1, max_col=_LAST_COLUMN, values_only=True), ())
    if len(_cells(header)) > MAX_COLUMNS:
        what = f"The sheet {sheet.title} has more than {MAX_COLUMNS} columns."
        raise too_large(what, sheet.title)
    for row in sheet.iter_rows(max_row=_LAST_ROW, max_col=MAX_COLUMNS, values_only=True):
        if row is gap or not (cells := _cells(row)):
            blank, gap = blank + 1, row
            continue
        if len(found) + blank >= MAX_ROWS:
            raise too_large(f"The sheet {sheet.title} has more than {MAX_ROWS} rows.", sheet.title)
        found += [[] for _ in range(blank)]
        found.append(cells)
        blank = 0
    return found


def _cells(row: tuple[object, ...]) -> list[str]:
    size = len(row)
    while size and row[size - 1] is None:
        size -= 1
    return [_cell(value) for value in row[:size]]


def _cell(value: object) -> str:
    """Return a workbook cell as text, as pyxform reads it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\u00a0", " ").strip()


def markdown_tables(text: str) -> dict[str, Table]:
    """Read Markdown tables as in pyxform's tests: the first column names the sheet."""
    found: dict[str, Table] = {}
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
            found[name] = []
        if name and any(cells):
            found[name].append(cells)
    return found


def files_beside(path: Path) -> dict[str, bytes]:
    """Read the folder `<name>-media` next to a form (`media` inside a folder of CSV files)."""
    folder = path / "media" if path.is_dir() else path.with_name(path.stem + "-media")
    if not folder.is_dir():
        return {}
    found: dict[str, bytes] = {}
    for file in sorted(folder.iterdir()):
        if file.is_file() and not file.name.startswith("."):
            found[file.name] = _bytes(file)
            if sum(map(len, found.values())) > MAX_BESIDE:
                what = f"The files beside {path.name} are larger than {MAX_BESIDE // 2**20} MB."
                raise too_large(what)
    return found
