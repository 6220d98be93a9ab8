"""The report as a Word document, from the same blocks as the PDF.

The look comes from named styles. The document has no parcel and proves nothing. Source: ECMA-376
(Office Open XML), part 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Pt

from assessor.report.annexes.crosswalk_chapter import crosswalk_chapter
from assessor.report.blocks.block import AnchoredBlock, Block, PageBreak
from assessor.report.blocks.look import BOTTOM, MARGIN, PAGE, TOP, WIDTH, Look
from assessor.report.blocks.plain_pages import Progress
from assessor.report.chapters import front_pages
from assessor.report.chapters.treaties_chapter import treaty_chapter
from assessor.report.output.chapter_order import chapters_of
from assessor.report.output.word_blocks import WordWriter
from assessor.report.output.word_parts import (
    add_field,
    new_element,
    set_paragraph_direction,
    set_run_direction,
)
from assessor.report.output.word_styles import add_styles
from assessor.report.projection.projection import Projection


def render_word(
    projection: Projection, *, instrument: str = "", progress: Progress | None = None
) -> bytes:
    """Return the report as .docx bytes; with `instrument` only that crosswalk.

    Exceptions of `progress` propagate.
    """
    projection = replace(projection, has_parcel=False, parcel=None)
    look = Look(projection.language)
    document = Document()
    add_styles(document, look)
    _page(document, look, projection)
    _describe(document, look, projection)
    chapters = [
        (each.look, each.blocks) for each in ([] if instrument else chapters_of(look, projection))
    ] or [(look, list[Block]()), *_readings(look, projection, instrument)]
    anchors = {
        block.anchor: block.title
        for _, blocks in chapters
        for block in blocks
        if isinstance(block, AnchoredBlock)
    }
    writers = {
        each.language: WordWriter(each, document, anchors)
        for each in {at: at for at, _ in chapters}
    }
    writer = writers[look.language]
    _cover(writer, look, projection)
    for at, (chapter_look, chapter) in enumerate(chapters[1:], 1):
        if progress:
            progress(at, len(chapters))
        blocks = [block for block in chapter if not isinstance(block, PageBreak)]
        if blocks:
            writer.page_break()
            writers[chapter_look.language].add(document, blocks, WIDTH)
    if progress:
        progress(len(chapters), len(chapters))
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def _readings(
    look: Look, projection: Projection, instrument: str
) -> Iterator[tuple[Look, list[Block]]]:
    for treaty in projection.treaties:
        if treaty.code == instrument:
            yield look, list(treaty_chapter(look, treaty))
    for reading in projection.readings:
        if reading.code == instrument:
            yield look, list(crosswalk_chapter(look, reading))


def _cover(writer: WordWriter, look: Look, projection: Projection) -> None:
    """Write the title page."""
    document, cover = writer.document, projection.cover
    texts = (
        (cover.marking, "Marking"),
        (projection.facts.form_title, "Subtitle"),
        (cover.country or projection.facts.form_title, "Title"),
        (cover.days, "Lead"),
        (front_pages.version_words(look, projection, counted=True), "Lead"),
    )
    for text, style in texts:
        if text:
            writer.write(writer.paragraph(document, style), look.text(text, look.body))
    rows = [
        [look.text(label, look.label), look.text(value, look.body)]
        for label, value in front_pages.cover_facts(look, projection)
    ]
    writer.facts(document, rows, (0.26, 0.74), WIDTH)
    note = look.translate(
        "The boundaries, names and designations used do not imply official endorsement or "
        "acceptance."
    )
    writer.write(writer.paragraph(document, "Fine print"), look.text(note, look.tiny))


def _page(document: Any, look: Look, projection: Projection) -> None:
    """Set paper, margins, header and footer (not on the first page)."""
    section = document.sections[0]
    section.page_width, section.page_height = (Pt(side) for side in PAGE)
    section.left_margin = section.right_margin = Pt(MARGIN)
    section.top_margin, section.bottom_margin = Pt(TOP), Pt(BOTTOM)
    section.header_distance = section.footer_distance = Pt(30)
    section.different_first_page_header_footer = True
    if look.right_to_left:
        section._sectPr.insert_element_before(new_element("w:bidi"), "w:rtlGutter", "w:docGrid")
    cover = projection.cover
    above = (
        cover.country,
        projection.facts.form_title,
        front_pages.version_words(look, projection),
    )
    middle = " · ".join(part for part in (cover.marking, cover.mission_code) if part)
    for part, text, numbered in (
        (section.header, " · ".join(filter(None, above)), False),
        (section.footer, middle, True),
    ):
        paragraph = part.paragraphs[0]
        paragraph.style = "Fine print"
        set_paragraph_direction(paragraph, look.right_to_left)
        set_run_direction(paragraph.add_run(text + ("\t" if numbered else "")), look.right_to_left)
        if numbered:
            stops = paragraph.paragraph_format.tab_stops
            stops.clear_all()
            stops.add_tab_stop(Pt(WIDTH), WD_TAB_ALIGNMENT.RIGHT)
            for piece in _numbers(look):
                if piece in ("PAGE", "NUMPAGES"):
                    add_field(paragraph, piece, "1")
                else:
                    set_run_direction(paragraph.add_run(piece), look.right_to_left)


def _numbers(look: Look) -> Iterator[str]:
    """Yield words and field names of `Page 3 of 28`."""
    marked = look.translate("Page {page} of {pages}").format(page="\0PAGE\0", pages="\0NUMPAGES\0")
    return (piece for piece in marked.split("\0") if piece)


def _describe(document: Any, look: Look, projection: Projection) -> None:
    """Set title and language; no author or program metadata."""
    properties = document.core_properties
    properties.title = front_pages.document_title(projection)
    properties.author = ", ".join(projection.facts.assessors)
    properties.subject = front_pages.version_words(look, projection)
    properties.language = look.code
    properties.comments = properties.last_modified_by = ""
