"""The government's comment matrix: written as a table, and the filled one taken back in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from assessor.assessment.assessment import Assessment
from assessor.assessment.leaks import in_office, refuse_leaks
from assessor.assessment.office import EXCEL, OFFICE, WORD, Written, whole
from assessor.assessment.projecting import projection_of
from assessor.assessment.remarks import Said, Taken
from assessor.assessment.sheet_cells import as_text
from assessor.assessment.writing import put
from assessor.errors import FileError, FormError, Refused
from assessor.report.matrix import (
    COLUMNS,
    COMMENT,
    REFERENCE,
    RESPONSE,
    Remark,
    matrix_book,
    matrix_document,
    matrix_lines,
)
from assessor.report.projection import GOVERNMENT
from assessor.words import LANGUAGES, code_of, translator

LONGEST = 10_000
"""Signs of one comment: some pages."""

_SHOWN = 5
"""So many lines that cannot be taken are named; the rest are counted."""


def export_matrix(assessment: Assessment, path: Path, *, language: str | None = None) -> Written:
    """Write what the government reads in the report as a table with room for its comments.

    .xlsx to be filled in and taken back, .docx to be read. Comments that came already, what was
    answered, and whether the answer is another since stand in it. Raises Refused for another
    suffix, a language nobody speaks, and where it would tell what the government may not see;
    FileError where it cannot be written.
    """
    kind = path.suffix.lower()
    if kind not in OFFICE:
        raise Refused("{file}: a document ends in .docx, a workbook in .xlsx.", file=path)
    projection = projection_of(assessment, GOVERNMENT, language)
    remarks = _remarks(assessment)
    lines = matrix_lines(projection, remarks)
    if not lines:
        raise Refused(
            "There is nothing yet that the government reads in the report, so nothing to comment."
        )
    if kind == WORD:
        data = matrix_document(projection, lines)
    else:
        data = matrix_book(projection, lines, as_text)
    told = (
        text for each in remarks.values() for one in each for text in (one.comment, one.response)
    )
    refuse_leaks(assessment, projection, in_office(data), told)
    put(data, path, whole)
    return Written(path, GOVERNMENT, projection.language)


def _remarks(assessment: Assessment) -> dict[str, list[Remark]]:
    """The government's comments by reference, with the answers to each."""
    found: dict[str, list[Remark]] = defaultdict(list)
    seen = set()
    for one in assessment.remarks():
        if (one.reference, one.text) in seen:
            continue  # two laptops took the same table in
        seen.add((one.reference, one.text))
        response = "\n".join(each.text for each in assessment.responses(one))
        changed = assessment.changed_since(one.reference, one.seen)
        found[one.reference].append(Remark(one.text, response, changed))
    return found


def take_matrix(assessment: Assessment, path: Path) -> Taken:
    """Take the comments of a filled workbook in: `read_matrix`, then `take_said`."""
    return take_said(assessment, read_matrix(assessment, path))


def read_matrix(assessment: Assessment, path: Path) -> tuple[Said, ...]:
    """The comments in a filled workbook; nothing is kept yet.

    All of it or nothing: it must be the matrix of this very assessment, its columns in their
    places, and every comment beside a finding of the form. Raises Refused with the lines that
    cannot be taken, FileError for what is no workbook.
    """
    said, wrong = [], []
    for number, cells in _rows(assessment, path):
        comment, response = _text(cells[COMMENT]), _text(cells[RESPONSE])
        if not comment and not response:
            continue
        reference = cells[REFERENCE].strip()
        fits = bool(comment) and max(len(comment), len(response)) <= LONGEST
        if fits and _is_question(assessment, reference):
            said.append(Said(reference, comment, response))
        else:
            wrong.append(str(number))
    if wrong:
        raise Refused(
            "Nothing was taken in. In these lines a comment stands beside no finding of this form, "
            "is longer than {longest} signs, or is answered without having been made: {lines}. "
            "Copy the line of the finding and write the comment there.",
            lines=", ".join(wrong[:_SHOWN]) + (" …" if len(wrong) > _SHOWN else ""),
            longest=LONGEST,
        )
    return tuple(dict.fromkeys(said))  # once, though a line was copied


def take_said(assessment: Assessment, said: Sequence[Said]) -> Taken:
    """Keep comments as those of the source "government"; taken again, only what is new is."""
    translate = translator(code_of(assessment.language))
    country = assessment.facts().country
    name = translate("Government of {country}").format(country=country) if country else ""
    taken: Taken = assessment.take_remarks(said, name=name or translate("The government"))
    return taken


def _rows(assessment: Assessment, path: Path) -> list[tuple[int, list[str]]]:
    """The filled lines with their numbers in the sheet, as wide as COLUMNS."""
    from assessor.form.workbooks import tables  # openpyxl is loaded when it is asked for

    if path.suffix.lower() != EXCEL:
        raise Refused("{file}: comments are taken in from a workbook, .xlsx.", file=path)
    try:
        sheets = list(tables(path).values())
    except FormError as error:
        raise FileError(
            "{path} cannot be read: {why}.", path=path, why=error.problems[0].what
        ) from error
    about = {cell.strip() for sheet in sheets[1:] for row in sheet for cell in row}
    if not about & set(assessment.joint):
        raise Refused(
            "{file} is not the comment matrix of this mission: write one, and "
            "have that one filled in. Its sheets must both stay.",
            file=path.name,
        )
    table = sheets[0]
    if not table or not _is_head(table[0]):
        raise Refused(
            "{file}: the columns are not where they were. Put them back in their order, with the "
            "headings they had.",
            file=path.name,
        )
    wide = len(COLUMNS)
    return [(at, [*row, *[""] * wide][:wide]) for at, row in enumerate(table[1:], 2)]


def _is_head(cells: list[str]) -> bool:
    """Whether these are the headings, in any language they are written in."""
    found = [cell.strip() for cell in cells[: len(COLUMNS)]]
    return any(found == _headings(language) for language in LANGUAGES)


def _headings(language: str) -> list[str]:
    """As they are read back out of a workbook, where no space is of a kind of its own."""
    said = translator(language)
    return [said(text).replace("\u00a0", " ").strip() for text, _ in COLUMNS]


def _is_question(assessment: Assessment, reference: str) -> bool:
    try:
        return assessment.node(reference).kind == "question"
    except KeyError:
        return False


def _text(cell: str) -> str:
    """What was written in a cell, without the apostrophe that keeps it from being run."""
    text = cell.strip()
    return text[1:] if text.startswith("'") and as_text(text[1:]) == text else text
