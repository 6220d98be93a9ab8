"""Reading of a filled comment matrix from a workbook or document.

A matrix that was changed elsewhere is refused completely: a comment on the wrong finding, or a lost
one, would be worse.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, NoReturn

from assessor.assessment.assessment import Assessment
from assessor.assessment.base.spreadsheet_safety import safe_cell
from assessor.assessment.report.office_export import EXCEL, WORD
from assessor.errors import FileError, FormError, Refused
from assessor.report.output.comment_matrix import (
    COLUMNS,
    COMMENT,
    HEAD_LINES,
    IN_DOCUMENT,
    REFERENCE,
    RESPONSE,
    VERDICT,
)
from assessor.words import LANGUAGES, translator

_ALL = range(len(COLUMNS))
_OLD_COLUMNS = tuple(at for at in _ALL if at != VERDICT)
"""Columns of matrices by earlier versions."""


_MAX_LINES = 10
"""Number of lines named in a message."""


class FilledLine(NamedTuple):
    """One line: its name for messages, and its cells."""

    named: str
    reference: str
    comment: str
    verdict: str
    response: str


def read_matrix_lines(assessment: Assessment, path: Path) -> list[FilledLine]:
    """Return the lines of a filled matrix. Raises Refused if foreign or changed, FileError."""
    readers = {EXCEL: _in_workbook, WORD: _in_document}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise Refused(
            "{file}: comments are taken in from a workbook, .xlsx, or a document, .docx.", file=path
        )
    try:
        return list(reader(assessment, path))
    except FormError as error:
        raise FileError(
            "{path} cannot be read: {why}.", path=path, why=error.problems[0].what
        ) from error


def _in_workbook(assessment: Assessment, path: Path) -> Iterator[FilledLine]:
    from assessor.form.authoring.workbook_files import (  # openpyxl, when it is asked for
        formula_rows,
        read_tables,
    )

    sheets = list(read_tables(path).values())
    metadata = {cell.strip() for sheet in sheets[1:] for row in sheet for cell in row}
    if not metadata & set(assessment.joint):
        _refuse_stranger(path)
    table = sheets[0]
    columns = next(
        (each for each in (_ALL, _OLD_COLUMNS) if table and _is_head(table[0], each)), None
    )
    if columns is None:
        _refuse_moved(path)
    writable = {at for at, column in enumerate(columns) if column in (COMMENT, VERDICT, RESPONSE)}
    if run := formula_rows(path, writable):
        _refuse_formulas(path, run)
    for number, row in enumerate(table[1:], 2):
        cells = dict(zip(columns, (_unquoted(cell.strip()) for cell in row), strict=False))
        yield _filled(str(number), cells.get(REFERENCE, ""), cells)


def _in_document(assessment: Assessment, path: Path) -> Iterator[FilledLine]:
    from assessor.form.authoring.workbook_files import archive_of
    from assessor.report.output.matrix_reader import (
        read_document,  # python-docx, when it is asked for
    )

    try:
        read = read_document(archive_of(path))
    except ValueError as error:
        raise FileError("{path} is not a document.", path=path) from error
    above = " ".join(text for table in read.tables for text in table.above)
    if not any(uuid in above for uuid in assessment.joint):
        _refuse_stranger(path)
    for at, table in enumerate(read.tables):
        loose = table.above[0 if at else HEAD_LINES :]
        if len(loose) > 1:  # not the heading of a section
            _refuse_stray(path, " / ".join(loose))
    for text in (*read.below, *read.margin):
        _refuse_stray(path, text)
    for table in read.tables:
        yield from _in_table(path, table.rows)


def _in_table(path: Path, rows: Sequence[Sequence[Sequence[str]]]) -> Iterator[FilledLine]:
    if not rows or not _is_head([" ".join(cell) for cell in rows[0]], IN_DOCUMENT):
        _refuse_moved(path)
    for row in rows[1:]:
        if not any(row):
            continue
        if len(row) != len(IN_DOCUMENT) or not row[0]:
            _refuse_moved(path)
        cells = {at: "\n".join(cell) for at, cell in zip(IN_DOCUMENT, row, strict=True)}
        yield _filled(row[0][0][:40], row[0][-1], cells)


def _filled(name: str, reference: str, cells: dict[int, str]) -> FilledLine:
    texts = (cells.get(at, "").strip() for at in (COMMENT, VERDICT, RESPONSE))
    return FilledLine(name, reference.strip(), *texts)


def _refuse_stranger(path: Path) -> NoReturn:
    raise Refused(
        "{file} is not the comment matrix of this mission: write one, and have that one filled in. "
        "What it says of itself must stay: the second sheet, or the lines above the tables.",
        file=path.name,
    )


def _refuse_moved(path: Path) -> NoReturn:
    raise Refused(
        "{file}: the columns are not where they were. Put them back in their order, with the "
        "headings they had.",
        file=path.name,
    )


def _refuse_formulas(path: Path, rows: Sequence[int]) -> NoReturn:
    raise Refused(
        "{file}: in these lines the spreadsheet made a formula of what was written, so nothing was "
        "taken in: {lines}. Put an apostrophe (') before such a text.",
        file=path.name,
        lines=", ".join(map(str, rows[:_MAX_LINES])) + (" …" if len(rows) > _MAX_LINES else ""),
    )


def _refuse_stray(path: Path, text: str) -> NoReturn:
    raise Refused(
        "{file}: “{text}” stands beside no finding, so nothing was taken in. Write it into the "
        "column Comment of the government of the finding it is about: what is written in the "
        "margin or between the tables is not read.",
        file=path.name,
        text=text[:60],
    )


def _is_head(cells: Sequence[str], columns: Sequence[int]) -> bool:
    found = [cell.replace("\u00a0", " ").strip() for cell in cells[: len(columns)]]
    return any(found == _headings(language, columns) for language in LANGUAGES)


def _headings(language: str, columns: Sequence[int]) -> list[str]:
    translate = translator(language)
    return [translate(COLUMNS[at][0]).replace("\u00a0", " ").strip() for at in columns]


def _unquoted(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and safe_cell(cell[1:]) == cell else cell
