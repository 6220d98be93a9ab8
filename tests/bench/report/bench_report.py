"""The report: its pages, held against bare reportlab laying out the same texts and tables."""

from __future__ import annotations

import resource
import statistics
import time
from collections.abc import Callable, Iterator
from io import BytesIO

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate
from reportlab.platypus import Table as BareTable

from assessor.report.blocks import block as ours
from assessor.report.blocks.look import HEIGHT, MARGIN, PAGE, TOP, WIDTH, Look
from assessor.report.blocks.table_block import TableBlock
from assessor.report.output.chapter_order import chapters_of
from assessor.report.output.pdf_report import render_report
from assessor.report.projection.projection import Projection
from assessor.shipped import RESOURCES_FOLDER
from tests.bench import Row, median_seconds
from tests.support.report.projections import long_form
from tests.support.report.samples import sample

Plain = str | tuple[list[float], bool, list[list[list["Plain"]]]]
"""A paragraph's words, or a table: column widths, whether it has a header, its cells."""


def run() -> list[Row]:
    """Render sample missions and a form of a thousand questions."""
    english, arabic, long = sample("XSV", "en"), sample("XSH", "ar"), long_form(1000)
    words = list(_plain_report(english))
    pairs = [(_cpu(lambda: render_report(english)), _cpu(lambda: _bare(words))) for _ in range(6)][
        1:
    ]
    ours, bare = (statistics.median(each) for each in zip(*pairs, strict=True))
    rows = [
        Row("report in English, against bare reportlab", ours, floor=bare, at_most=3.0,
            ratio_at_most=1 / 0.6,
            note="processor time, in turn; the floor draws no figures, tags or links"),
        Row("report in Arabic, shaped and mirrored", median_seconds(lambda: render_report(arabic)),
            at_most=3.0),
        Row("report of 1,000 questions", median_seconds(lambda: render_report(long), times=3),
            at_most=20.0),
    ]  # fmt: skip
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [*rows, Row("memory at its highest", peak, "MB", at_most=300.0)]


def _cpu(call: Callable[[], object]) -> float:
    """Seconds of processor time, which other work on the machine does not stretch."""
    start = time.process_time()
    call()
    return time.process_time() - start


def _bare(words: list[Plain]) -> bytes:
    """The same words in reportlab's own paragraphs and tables."""
    if "Bare" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("Bare", RESOURCES_FOLDER / "fonts" / "NotoSans-Regular.ttf"))
    style = ParagraphStyle("bare", fontName="Bare", fontSize=9.2, leading=13)
    target = BytesIO()
    bottom = PAGE[1] - TOP - HEIGHT
    document = SimpleDocTemplate(
        target, pagesize=PAGE, leftMargin=MARGIN, rightMargin=MARGIN, topMargin=TOP,
        bottomMargin=bottom,
    )  # fmt: skip
    document.build([_flowable(each, style) for each in words])
    return target.getvalue()


def _flowable(plain: Plain, style: ParagraphStyle) -> Flowable:
    if isinstance(plain, str):
        return Paragraph(plain, style)
    widths, header, rows = plain
    cells = [[[_flowable(each, style) for each in cell] for cell in row] for row in rows]
    return BareTable(cells, widths, repeatRows=int(header))


def _plain_report(projection: Projection) -> Iterator[Plain]:
    """What the report says, without how it looks."""
    for chapter in chapters_of(Look(projection.language), projection):
        for block in chapter.blocks:
            yield from _plain(block, WIDTH - 12)


def _plain(block: ours.Block, width: float) -> Iterator[Plain]:
    if isinstance(block, ours.TextBlock):
        text = "".join(span.text for span in block.text.spans).replace("\n", " ")
        yield text.replace("&", "&amp;").replace("<", "&lt;")
    elif isinstance(block, TableBlock):
        widths = [width * share / sum(block.shares) for share in block.shares]
        rows = [block.header] if block.header else []
        rows += [row.cells for row in block.rows]
        cells = [
            [list(_plain(cell, each)) for cell, each in zip(row, widths, strict=True)]
            for row in rows
        ]
        yield widths, bool(block.header), cells
    elif isinstance(block, ours.Stack | ours.Columns):
        for each in block.blocks:
            yield from _plain(each, width)
    elif isinstance(block, ours.Panel | ours.AnchoredBlock | ours.AnchoredCell):
        yield from _plain(block.block, width)
