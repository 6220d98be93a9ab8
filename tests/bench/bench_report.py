"""The report: its pages, held against bare reportlab laying out the same texts and tables."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from io import BytesIO

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate
from reportlab.platypus import Table as BareTable

from assessor.report import blocks as ours
from assessor.report.look import HEIGHT, MARGIN, PAGE, TOP, WIDTH, Look
from assessor.report.pages import chapters_of, render
from assessor.report.projection import Projection
from assessor.report.rows import Table
from assessor.shipped import RESOURCES
from tests.bench import Row, median_seconds
from tests.report.samples import sample
from tests.report.test_pages import long_form


def run() -> list[Row]:
    """Render sample missions and a form of a thousand questions."""
    english, arabic, long = sample("XSV", "en"), sample("XSH", "ar"), long_form(1000)
    floor = median_seconds(lambda: _bare(english), times=3)
    rows = [
        Row("report in English, against bare reportlab", median_seconds(lambda: render(english)),
            floor=floor, at_most=3.0, ratio_at_most=1.67),
        Row("report in Arabic, shaped and mirrored", median_seconds(lambda: render(arabic)),
            at_most=3.0),
        Row("report of 1,000 questions", median_seconds(lambda: render(long), times=3),
            at_most=20.0),
    ]  # fmt: skip
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [*rows, Row("memory at its highest", peak, "MB", at_most=300.0)]


def _bare(projection: Projection) -> bytes:
    """The same words in reportlab's own paragraphs and tables."""
    if "Bare" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("Bare", RESOURCES / "fonts" / "NotoSans-Regular.ttf"))
    style = ParagraphStyle("bare", fontName="Bare", fontSize=9.2, leading=13)
    target = BytesIO()
    bottom = PAGE[1] - TOP - HEIGHT
    document = SimpleDocTemplate(
        target, pagesize=PAGE, leftMargin=MARGIN, rightMargin=MARGIN, topMargin=TOP,
        bottomMargin=bottom,
    )  # fmt: skip
    look = Look(projection.language)
    story = [
        flowable
        for chapter in chapters_of(look, projection)
        for block in chapter
        for flowable in _flowables(block, style, WIDTH - 12)
    ]
    document.build(story)
    return target.getvalue()


def _flowables(block: ours.Block, style: ParagraphStyle, width: float) -> Iterator[Flowable]:
    if isinstance(block, ours.Lines):
        yield Paragraph(_words(block), style)
    elif isinstance(block, Table):
        yield _table(block, style, width)
    elif isinstance(block, ours.Stack | ours.Columns):
        for each in block.blocks:
            yield from _flowables(each, style, width)
    elif isinstance(block, ours.Panel | ours.Anchored | ours.Named):
        yield from _flowables(block.block, style, width)


def _table(table: Table, style: ParagraphStyle, width: float) -> BareTable:
    widths = [width * share / sum(table.shares) for share in table.shares]
    rows = [table.header] if table.header else []
    rows += [row.cells for row in table.rows]
    cells = [
        [list(_flowables(cell, style, each)) for cell, each in zip(row, widths, strict=True)]
        for row in rows
    ]
    return BareTable(cells, widths, repeatRows=int(bool(table.header)))


def _words(lines: ours.Lines) -> str:
    text = " ".join(paragraph.text for paragraph in lines.text._paragraphs)
    return text.replace("&", "&amp;").replace("<", "&lt;")
