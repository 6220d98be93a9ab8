"""Render a projection as a deterministic PDF."""

from __future__ import annotations

from assessor.garbage import paused
from assessor.report.blocks.look import HEIGHT, LINE, MARGIN, PAGE, WIDTH, Look
from assessor.report.blocks.page_composition import compose_pages
from assessor.report.blocks.plain_pages import Progress, render_pages
from assessor.report.chapters import front_pages
from assessor.report.output.chapter_order import chapters_of
from assessor.report.projection.projection import Projection
from assessor.report.typesetting.pen import PdfCanvas, Pen
from assessor.report.typesetting.text_layout import SEMIBOLD, TextLayout


def render_report(projection: Projection, *, progress: Progress | None = None) -> bytes:
    """Return the report's pages as a PDF without its parcel.

    All fonts are embedded, text can be copied in reading order, and nothing depends on the clock.
    Exceptions of `progress` propagate.
    """
    with paused():  # nothing laid out is garbage before the file is written
        return _render(projection, progress)


def _render(projection: Projection, progress: Progress | None) -> bytes:
    look = Look(projection.language)
    pages = [
        (chapter, page)
        for chapter in chapters_of(look, projection)
        for page in compose_pages(chapter.blocks, WIDTH, HEIGHT)
    ]

    def furnish(pen: Pen, at: int) -> None:
        if at > 1:
            chapter = pages[at - 1][0]
            _furniture(pen, chapter.look, chapter.projection, at, len(pages))

    def describe(canvas: PdfCanvas) -> None:
        """Set title and language; the parcel holds the time."""
        canvas.setTitle(front_pages.document_title(projection))
        canvas.setAuthor(", ".join(projection.facts.assessors))
        canvas.setSubject(front_pages.version_words(look, projection))
        canvas.setViewerPreference("DisplayDocTitle", "true")

    looks = [(chapter.look, page) for chapter, page in pages]
    report = render_pages(looks, look, describe, furnish, progress)
    if progress:
        progress(len(pages), len(pages))
    return report


def _furniture(pen: Pen, look: Look, projection: Projection, at: int, total: int) -> None:
    """Draw header and footer: document, handling, page number."""
    cover, style = projection.cover, look.tiny
    page_header(look, projection).draw(pen, MARGIN, 34, WIDTH * 0.8)
    marking = look.text(cover.marking, style.but(weight=SEMIBOLD, align="end"))
    marking.draw(pen, MARGIN + WIDTH * 0.8, 34, WIDTH * 0.2)
    pen.line((MARGIN, 50), (MARGIN + WIDTH, 50), LINE, 0.6)
    foot = PAGE[1] - 40
    mark = front_pages.group_digits(projection.parcel.fingerprint)[:19] if projection.parcel else ""
    text = " · ".join(part for part in (cover.mission_code, mark) if part)
    look.text(text, style).draw(pen, MARGIN, foot, WIDTH * 0.38)
    middle = look.text(cover.marking, style.but(weight=SEMIBOLD, align="center"))
    middle.draw(pen, MARGIN + WIDTH * 0.38, foot, WIDTH * 0.24)
    words = look.translate("Page {page} of {pages}").format(page=at, pages=total)
    look.text(words, style.but(align="end")).draw(pen, MARGIN + WIDTH * 0.7, foot, WIDTH * 0.3)


def page_header(look: Look, projection: Projection) -> TextLayout:
    """Return the header on one line, without the form's title if too long."""
    country, form = projection.cover.country, projection.facts.form_title
    which = front_pages.version_words(look, projection)
    texts = [
        look.text(" · ".join(filter(None, parts)), look.tiny)
        for parts in ((country, form, which), (country or form, which), (which,))
    ]
    return next((each for each in texts if len(each.lines(WIDTH * 0.8)) == 1), texts[-1])
