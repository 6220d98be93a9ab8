"""Select and order the chapters of a report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import NamedTuple

from assessor.report.blocks.block import Block, Gap, PageBreak, Stack
from assessor.report.blocks.look import HEIGHT, WIDTH, Look
from assessor.report.chapters import (
    annexes,
    assistance,
    children_chapter,
    country_context,
    crosswalk_chapter,
    front_pages,
    full_answers,
    history_annexes,
    law_tables,
    method_chapter,
    recommendations,
    rights_chapter,
    section_chapter,
)
from assessor.report.projection.projection import Projection, ReportSection

ChapterMaker = Callable[[Look], Iterable[Block]]
"""Returns the blocks of a chapter for a look."""


class Chapter(NamedTuple):
    """Blocks that start a page, in one language; listed in the contents if titled."""

    look: Look
    projection: Projection
    blocks: list[Block]
    title: str = ""
    anchor: str = ""
    level: int = 0


def chapters_of(look: Look, projection: Projection) -> list[Chapter]:
    """Return the non-empty chapters; the contents come second."""

    def chapter(
        blocks: Iterable[Block], title: str = "", anchor: str = "", level: int = 0
    ) -> Chapter:
        return Chapter(look, projection, list(blocks), title, anchor, level)

    translate = look.translate
    body = [
        *_summaries(look, projection),
        chapter(
            method_chapter.method_chapter(look, projection),
            translate("Method and limits"),
            "method",
        ),
        chapter(
            country_context.context_chapter(look, projection),
            translate("Context and threat picture"),
            "context",
        ),
        *_sections(look, projection),
        chapter(
            law_tables.law_chapter(look, projection), translate("Law, article by article"), "law"
        ),
        *_across(look, projection),
        *_advice(look, projection),
        *_annexes(look, projection),
    ]
    filled = [each for each in body if each.blocks]
    entries = [(each.title, each.anchor, each.level) for each in filled if each.title]
    return [
        chapter([front_pages.CoverPage(look, projection)]),
        chapter(front_pages.contents_page(look, projection, entries)),
        *filled,
    ]


def _summaries(look: Look, projection: Projection) -> Iterator[Chapter]:
    """Yield the summary, also in a second language if requested."""
    if not projection.of:
        return
    blocks = front_pages.summary_page(look, projection)
    yield Chapter(look, projection, blocks, look.translate("Summary"), "summary")
    if projection.second_language:
        other = Look(projection.second_language.language)
        blocks = front_pages.summary_page(other, projection.second_language, "summary-beside")
        yield Chapter(
            other, projection.second_language, blocks, other.translate("Summary"), "summary-beside"
        )


def _sections(look: Look, projection: Projection) -> Iterator[Chapter]:
    """Yield sections on new pages; sections without answers share pages."""
    numbered = [(str(number), each) for number, each in enumerate(projection.sections, 1)]
    for silent, run in groupby(numbered, lambda each: each[1].silent):
        parts = [
            (
                f"{number}\u2002{section.title}",
                section_chapter.section_anchor(section),
                partial(_section, projection, section, number),
            )
            for number, section in run
        ]
        if silent:
            yield from pack_chapters(look, projection, parts, level=1)
        else:
            for title, anchor, make in parts:
                yield Chapter(look, projection, list(make(look)), title, anchor, 1)


def _section(
    projection: Projection, section: ReportSection, number: str, look: Look
) -> Iterable[Block]:
    return section_chapter.section_chapter(look, projection, section, number)


def _across(look: Look, projection: Projection) -> Iterator[Chapter]:
    """Yield the cross-section chapters."""
    translate = look.translate
    parts: list[tuple[str, str, ChapterMaker]] = [
        (
            translate("Protecting children online"),
            "children",
            lambda closer: children_chapter.children_chapter(closer, projection),
        ),
        (
            translate("Human rights and gender"),
            "rights",
            lambda closer: rights_chapter.rights_chapter(closer, projection),
        ),
    ]
    yield from pack_chapters(look, projection, parts)


def _advice(look: Look, projection: Projection) -> Iterator[Chapter]:
    """Yield recommendations, assistance and sources."""
    translate = look.translate
    if projection.of or projection.recommendations:
        blocks = list(recommendations.recommendations_chapter(look, projection))
        title = translate("Priorities and recommendations")
        yield Chapter(look, projection, blocks, title, "advice")

    def closing(section: ReportSection) -> ChapterMaker:
        return partial(_section, projection, section, "")

    parts: list[tuple[str, str, ChapterMaker]] = [
        (
            translate("Assistance by partners"),
            "offers",
            lambda closer: assistance.assistance_chapter(closer, projection),
        ),
        *(
            (each.title, section_chapter.section_anchor(each), closing(each))
            for each in projection.closing
        ),
        (translate("Sources"), "sources", lambda closer: annexes.sources_annex(closer, projection)),
    ]
    yield from pack_chapters(look, projection, parts)


def _annexes(look: Look, projection: Projection) -> Iterator[Chapter]:
    translate = look.translate
    for title, anchor, blocks in (
        (
            translate("Every answer with its evidence"),
            "answers",
            full_answers.full_answers_annex(look, projection),
        ),
        (
            translate("What each stage means"),
            "descriptors",
            annexes.descriptors_annex(look, projection),
        ),
        (
            translate("The answers by other instruments"),
            "readings",
            crosswalk_chapter.crosswalk_annex(look, projection),
        ),
    ):
        yield Chapter(look, projection, list(blocks), title, anchor)
    short: list[tuple[str, str, ChapterMaker]] = [
        (
            translate("Comments of the government"),
            "remarks",
            lambda closer: history_annexes.comments_annex(closer, projection),
        ),
        (
            translate("What changed, and when"),
            "changes",
            lambda closer: history_annexes.change_log_annex(closer, projection),
        ),
        (
            translate("Words used"),
            "glossary",
            lambda closer: annexes.glossary_annex(closer, projection),
        ),
    ]
    yield from pack_chapters(look, projection, short)
    last = list(annexes.last_page(look, projection))
    yield Chapter(look, projection, last, translate("This document and its data"), "data")


def pack_chapters(
    look: Look,
    projection: Projection,
    parts: Iterable[tuple[str, str, ChapterMaker]],
    level: int = 0,
) -> Iterator[Chapter]:
    """Yield short chapters that share pages, tightened where that saves a page.

    A chapter that joined the previous page is left with a page break only.
    """
    filled = [(title, anchor, make) for title, anchor, make in parts if list(make(look))]
    makes = [make for _, _, make in filled]
    loose = list(_filled(makes, [look]))
    close = list(_filled(makes, list(look.tight())))
    best = close if _pages(close) < _pages(loose) else loose
    for (title, anchor, _), blocks in zip(filled, best, strict=True):
        yield Chapter(look, projection, blocks, title, anchor, level)


def _pages(filled: Sequence[list[Block]]) -> int:
    """Count the chapters that start a page."""
    return sum(any(not isinstance(each, PageBreak) for each in blocks) for blocks in filled)


def _filled(makes: Sequence[ChapterMaker], looks: Sequence[Look]) -> Iterator[list[Block]]:
    """Yield each chapter's blocks; chapters that share a page are joined in the first."""
    at = 0
    while at < len(makes):
        end, blocks = at + 1, list(makes[at](looks[0]))
        while end < len(makes) and (joined := _together(looks, makes[at : end + 1])):
            end, blocks = end + 1, joined
        yield blocks
        for _ in range(at + 1, end):
            yield [PageBreak()]
        at = end


def _together(looks: Iterable[Look], makes: Sequence[ChapterMaker]) -> list[Block] | None:
    """Return chapters below each other on one page, as loosely as possible; None if too long."""
    for closer in looks:
        blocks: list[Block] = []
        for make in makes:
            alone = [block for block in make(closer) if not isinstance(block, PageBreak)]
            blocks += [*([Gap(34 * closer.air)] if blocks else []), *alone]
        if Stack(blocks).height(WIDTH) <= HEIGHT:
            return [*blocks, PageBreak()]
    return None
