"""The government's comment matrix: each finding with space for comments.

The same lines as Excel workbook and Word document; both can be filled in and imported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from io import BytesIO

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.shared import Pt

from assessor.report.annexes.history_annexes import verdict_words
from assessor.report.blocks.answer_tables import header_cells
from assessor.report.blocks.block import Block, Stack
from assessor.report.blocks.look import MARGIN, PAGE, Look
from assessor.report.blocks.table_block import TableBlock
from assessor.report.chapters.front_pages import heading
from assessor.report.output.excel_report import titled_answers
from assessor.report.output.excel_sheets import ExcelSheet, workbook_bytes, write_sheets
from assessor.report.output.word_blocks import WordWriter
from assessor.report.output.word_styles import add_styles
from assessor.report.projection.change_log import Remark
from assessor.report.projection.projection import Projection, answers_within
from assessor.report.typesetting.text_layout import label_spans, plain_text

COLUMNS = (
    ("Section", 24),
    ("Finding", 40),
    ("What the report says", 44),
    ("Comment of the government", 44),
    ("Accepted?", 16),
    ("Response", 40),
    ("Changed?", 12),
    ("Reference", 30),
)
"""Columns (English source strings) and widths in characters; the order is fixed."""

COMMENT, VERDICT, RESPONSE, REFERENCE = 3, 4, 5, 7
"""Indexes in COLUMNS of the imported columns."""

IN_DOCUMENT = range(1, REFERENCE)
"""Columns of the Word tables; the reference is below the finding."""

HEAD_LINES = 4
"""Number of lines above the first heading of a document."""

HOW = (
    "The government writes into the column Comment of the government only, one comment a line; to "
    "say more about one finding, copy its line. The team writes into Accepted? and Response. Leave "
    "the other columns as they are: they say which finding a comment is about."
)


@dataclass(frozen=True, slots=True)
class MatrixLine:
    """One line of the matrix."""

    section: str
    finding: str
    says: str
    reference: str
    remark: Remark


def matrix_lines(
    projection: Projection, remarks: Mapping[str, Sequence[Remark]]
) -> tuple[MatrixLine, ...]:
    """Return a line for everything the report's sections state; `remarks` by reference.

    The mission record and withheld answers have no line.
    """
    look = Look(projection.language)
    record = {answer.reference for answer in answers_within(projection.mission)}
    lines = []
    for title, answer in titled_answers(look, projection):
        if not answer.visibility.readable or answer.reference in record:
            continue
        text = look.semicolon.join(answer.values) or answer.missing
        for remark in remarks.get(answer.reference) or (Remark(""),):
            lines.append(
                MatrixLine(title, plain_text(answer.label), text, answer.reference, remark)
            )
    return tuple(lines)


def matrix_book(
    projection: Projection, lines: Sequence[MatrixLine], as_text: Callable[[str], str]
) -> bytes:
    """Return the matrix as .xlsx bytes; the second sheet identifies the assessment."""
    look = Look(projection.language)
    columns = tuple((look.translate(text), width) for text, width in COLUMNS)
    rows = tuple(
        (
            line.section, line.finding, line.says, line.remark.comment,
            verdict_words(look, line.remark.verdict), line.remark.response,
            _changed(look, line.remark), line.reference,
        )
        for line in lines
    )  # fmt: skip
    about = (
        (look.translate("Report"), _title(projection)),
        (look.translate("How to fill this in"), look.translate(HOW)),
        (look.translate("Assessment"), projection.facts.assessment),
    )
    sheets = (
        ExcelSheet(look.translate("Comments"), columns, rows),
        ExcelSheet(look.translate("About"), ((look.translate("About"), 28), ("", 90)), about),
    )
    return workbook_bytes(
        lambda book: write_sheets(book, sheets, as_text, right_to_left=look.right_to_left),
        title=_title(projection),
        created=datetime.combine(projection.facts.made_on, time()),
    )


def matrix_document(projection: Projection, lines: Sequence[MatrixLine]) -> bytes:
    """Return the matrix as .docx bytes: landscape, a table per section."""
    look = Look(projection.language)
    document = Document()
    add_styles(document, look)
    page = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_height, page.page_width = (Pt(side) for side in PAGE)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Pt(MARGIN)
    document.core_properties.title = _title(projection)
    document.core_properties.author = document.core_properties.comments = ""
    document.core_properties.language = look.code
    writer = WordWriter(look, document, {"matrix": look.translate("Comments")})
    writer.add(document, list(_blocks(look, projection, lines)), PAGE[1] - 2 * MARGIN)
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def _blocks(look: Look, projection: Projection, lines: Sequence[MatrixLine]) -> Iterator[Block]:
    translate = look.translate
    yield heading(look, translate("Comments"), "matrix")
    yield look.block(_title(projection), look.lead, after=6)
    yield look.block(translate(HOW), look.small, after=3)
    about = f"{translate('Assessment')} {projection.facts.assessment}"
    yield look.block(about, look.tiny, after=6)
    titles = [translate(COLUMNS[at][0]) for at in IN_DOCUMENT]
    shares = (0.2, 0.19, 0.24, 0.09, 0.2, 0.08)
    for section in dict.fromkeys(line.section for line in lines):
        rows = [_row(look, line) for line in lines if line.section == section]
        yield look.block(label_spans(section), look.h3, before=10, after=4, keep=True, role="H2")
        yield TableBlock(header_cells(look, *titles), rows, shares, gap=9, padding=3)


def _row(look: Look, line: MatrixLine) -> tuple[Block, ...]:
    body, remark = look.cell, line.remark
    about = [look.block(line.finding, body), look.block(look.quote(line.reference), look.tiny)]
    return (
        Stack(about),
        look.block(look.quote(line.says), body),
        look.block(look.quote(remark.comment), body),
        look.block(verdict_words(look, remark.verdict), body),
        look.block(look.quote(remark.response), body),
        look.block(_changed(look, remark), body),
    )


def _changed(look: Look, remark: Remark) -> str:
    if remark.changed is None:
        return ""
    return look.translate("Yes") if remark.changed else look.translate("No")


def _title(projection: Projection) -> str:
    cover, facts = projection.cover, projection.facts
    parts = (cover.country, facts.form_title, cover.mission_code)
    return " – ".join(part for part in parts if part)
