"""The report: from a projection to the bytes of a PDF, the same bytes for the same projection."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from io import BytesIO

from assessor.report import advice, annexes, chapters, front, method
from assessor.report.blocks import Block, Break, Gap, Stack
from assessor.report.compose import compose
from assessor.report.look import HEIGHT, LINE, MARGIN, PAGE, TOP, WIDTH, Look
from assessor.report.pen import Fonts, Pen, Sheet
from assessor.report.projection import Projection, Section
from assessor.report.tags import Tree
from assessor.report.text import SEMIBOLD

Progress = Callable[[int, int], None]
"""Told (pages done, pages in all); raise from it to give up."""


def render(projection: Projection, *, progress: Progress | None = None) -> bytes:
    """The pages of a report as a PDF without its parcel.

    Every font is embedded, text can be copied in reading order, and nothing depends on the clock.
    Whatever `progress` raises ends the work and is passed on.
    """
    look = Look(projection.language)
    pages = [
        page
        for chapter in chapters_of(look, projection)
        for page in compose(chapter, WIDTH, HEIGHT)
    ]
    target = BytesIO()
    canvas = Sheet(target, pagesize=PAGE, invariant=1, pageCompression=1, lang=look.code)
    _describe(canvas, look, projection)
    fonts, tree = Fonts(canvas), Tree()
    places = {place.anchor: at for at, page in enumerate(pages, 1) for place in page.anchors()}
    for at, page in enumerate(pages, 1):
        if progress:
            progress(at - 1, len(pages))
        pen = Pen(canvas, fonts, PAGE, look.right_to_left, tree, places)
        page.draw(pen, MARGIN, TOP, WIDTH)
        if at > 1:
            _furniture(pen, look, projection, at, len(pages))
        pen.finish()
    tree.write(canvas._doc)
    canvas.save()
    if progress:
        progress(len(pages), len(pages))
    return target.getvalue()


def chapters_of(look: Look, projection: Projection) -> Iterator[list[Block]]:
    """The blocks of each chapter; contents come second but know all that follow."""
    translate = look.translate
    numbered = [(section, str(number)) for number, section in enumerate(projection.sections, 1)]
    last = [(section, "") for section in projection.closing]
    rights = list(advice.rights(look, projection))
    described = list(annexes.descriptors(look, projection))
    advised = bool(projection.of or projection.recommendations)
    entries = [
        *([(translate("Summary"), "summary", 0)] if projection.of else []),
        (translate("Method and limits"), "method", 0),
        *_listed(numbered),
        *([(translate("Human rights and gender"), "rights", 0)] if rights else []),
        *([(translate("Priorities and recommendations"), "advice", 0)] if advised else []),
        *([(translate("Assistance by partners"), "offers", 0)] if projection.offers else []),
        *_listed(last),
        *([(translate("Sources"), "sources", 0)] if projection.sources else []),
        *([(translate("What each stage means"), "descriptors", 0)] if described else []),
        (translate("This document and its data"), "data", 0),
    ]
    yield [front.Cover(look, projection)]
    yield list(front.contents(look, projection, entries))
    if projection.of:
        yield front.summary(look, projection)
    yield list(method.method(look, projection))
    for section, number in numbered:
        yield list(chapters.section_chapter(look, projection, section, number))
    yield rights
    if advised:
        yield list(advice.recommendations(look, projection))
    yield from _together(
        list(advice.offers(look, projection)),
        *(list(chapters.section_chapter(look, projection, *each)) for each in last),
    )
    yield list(annexes.sources(look, projection))
    yield described
    yield list(annexes.last_page(look, projection))


def _together(*given: list[Block]) -> Iterator[list[Block]]:
    """Short chapters on one page, if they all fit on one; else each on its own."""
    filled = [[block for block in chapter if not isinstance(block, Break)] for chapter in given]
    filled = [chapter for chapter in filled if chapter]
    spaced = [each for chapter in filled for each in (Gap(34), *chapter)][1:]
    if spaced and Stack(spaced).height(WIDTH) <= HEIGHT:
        yield spaced
    else:
        yield from given


def _listed(sections: Sequence[tuple[Section, str]]) -> Iterator[tuple[str, str, int]]:
    """Sections as lines of the contents."""
    for section, number in sections:
        title = f"{number}\u2002{section.title}" if number else section.title
        yield title, chapters.anchor(section), 1 if number else 0


def _describe(canvas: Sheet, look: Look, projection: Projection) -> None:
    """The document's own title and language; no time of making, which the parcel holds."""
    cover, facts = projection.cover, projection.facts
    canvas.setTitle(" – ".join(part for part in (cover.country, facts.form_title) if part))
    canvas.setAuthor(", ".join(facts.assessors))
    canvas.setSubject(front.version(look, projection))
    canvas.setCreator("Assessor")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    if look.right_to_left:
        canvas.setViewerPreference("Direction", "R2L")


def _furniture(pen: Pen, look: Look, projection: Projection, at: int, total: int) -> None:
    """Running header and footer: what it is, how it may be handled, which page."""
    cover, facts = projection.cover, projection.facts
    style = look.tiny
    above = (cover.country, facts.form_title, front.version(look, projection))
    text = " · ".join(part for part in above if part)
    look.text(text, style).draw(pen, MARGIN, 34, WIDTH * 0.8)
    marking = look.text(cover.marking, style.but(weight=SEMIBOLD, align="end"))
    marking.draw(pen, MARGIN + WIDTH * 0.8, 34, WIDTH * 0.2)
    pen.line((MARGIN, 50), (MARGIN + WIDTH, 50), LINE, 0.6)
    foot = PAGE[1] - 40
    mark = front.grouped(projection.carried.fingerprint)[:19] if projection.carried else ""
    text = " · ".join(part for part in (cover.mission_code, mark) if part)
    look.text(text, style).draw(pen, MARGIN, foot, WIDTH * 0.38)
    middle = look.text(cover.marking, style.but(weight=SEMIBOLD, align="center"))
    middle.draw(pen, MARGIN + WIDTH * 0.38, foot, WIDTH * 0.24)
    words = look.translate("Page {page} of {pages}").format(page=at, pages=total)
    look.text(words, style.but(align="end")).draw(pen, MARGIN + WIDTH * 0.7, foot, WIDTH * 0.3)
