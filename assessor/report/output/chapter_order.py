"""Select and order the chapters of a report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import NamedTuple

from assessor.report.annexes import closing_annexes
from assessor.report.annexes.crosswalk_chapter import crosswalk_annex
from assessor.report.annexes.full_answers import full_answers_annex
from assessor.report.annexes.history_annexes import (
    change_log_annex,
    comments_annex,
    points_annex,
)
from assessor.report.blocks.block import AnchoredBlock, Block, Gap, PageBreak, Stack
from assessor.report.blocks.look import HEIGHT, WIDTH, Look
from assessor.report.chapters import front_pages
from assessor.report.chapters.assistance import assistance_chapter
from assessor.report.chapters.children_chapter import children_chapter
from assessor.report.chapters.country_context import context_chapter
from assessor.report.chapters.follow_up_chapter import follow_up_chapter
from assessor.report.chapters.law_tables import law_chapter
from assessor.report.chapters.method_chapter import method_chapter
from assessor.report.chapters.recommendations import recommendations_chapter
from assessor.report.chapters.rights_chapter import rights_chapter
from assessor.report.chapters.section_chapter import section_chapter
from assessor.report.chapters.summary_page import summary_page
from assessor.report.chapters.treaties_chapter import treaties_chapter
from assessor.report.projection.projection import Projection

ChapterMaker = Callable[[Look, Projection], Iterable[Block]]
"""Returns the blocks of a chapter for a look."""


class Chapter(NamedTuple):
    """Blocks that start a page, in one language; title and anchor are those of its heading."""

    look: Look
    projection: Projection
    blocks: list[Block]
    title: str = ""
    anchor: str = ""
    level: int = 0


def make_chapter(look: Look, projection: Projection, make: ChapterMaker, level: int = 0) -> Chapter:
    """Return the chapter of a maker; without blocks if there is nothing to print."""
    blocks = list(make(look, projection))
    for block in blocks:
        if isinstance(block, AnchoredBlock):
            title = "".join(span.text for span in block.block.text.spans)
            return Chapter(look, projection, blocks, title, block.anchor, level)
    return Chapter(look, projection, blocks)


def chapters_of(look: Look, projection: Projection) -> list[Chapter]:
    """Return the non-empty chapters; the contents come second."""
    chapter = partial(make_chapter, look, projection)
    pack = partial(pack_chapters, look, projection)
    body = [
        *_summaries(look, projection),
        chapter(method_chapter),
        *pack([context_chapter, follow_up_chapter]),
        *_sections(look, projection),
        chapter(law_chapter),
        chapter(treaties_chapter),
        *pack([children_chapter, rights_chapter]),
        chapter(recommendations_chapter),
        *pack([assistance_chapter, *_closing(projection), closing_annexes.sources_annex]),
        chapter(full_answers_annex),
        chapter(closing_annexes.descriptors_annex),
        chapter(crosswalk_annex),
        chapter(points_annex),
        *pack([comments_annex, change_log_annex, closing_annexes.glossary_annex]),
        chapter(closing_annexes.last_page),
    ]
    filled = [each for each in body if each.blocks]
    entries = [(each.title, each.anchor, each.level) for each in filled if each.title]
    return [
        Chapter(look, projection, [front_pages.CoverPage(look, projection)]),
        chapter(partial(front_pages.contents_page, entries=entries)),
        *filled,
    ]


def _summaries(look: Look, projection: Projection) -> Iterator[Chapter]:
    """Yield the summary, also in a second language if requested."""
    if not projection.of:
        return
    yield make_chapter(look, projection, summary_page)
    if second := projection.second_language:
        make = partial(summary_page, anchor="summary-beside")
        yield make_chapter(Look(second.language), second, make)


def _sections(look: Look, projection: Projection) -> Iterator[Chapter]:
    """Yield sections on new pages; sections without answers share pages."""
    numbered = enumerate(projection.sections, 1)
    for silent, run in groupby(numbered, lambda each: each[1].silent):
        makers = [partial(section_chapter, section=each, number=str(at)) for at, each in run]
        if silent:
            yield from pack_chapters(look, projection, makers, level=1)
        else:
            yield from (make_chapter(look, projection, make, level=1) for make in makers)


def _closing(projection: Projection) -> Iterator[ChapterMaker]:
    return (partial(section_chapter, section=each, number="") for each in projection.closing)


def pack_chapters(
    look: Look, projection: Projection, makers: Iterable[ChapterMaker], level: int = 0
) -> Iterator[Chapter]:
    """Yield short chapters that share pages, tightened where that saves a page.

    A chapter that joined the previous page is left with a page break only.
    """
    alone = [(make, make_chapter(look, projection, make, level)) for make in makers]
    filled = [(make, chapter) for make, chapter in alone if chapter.blocks]
    makes = [make for make, _ in filled]
    loose = list(_filled(makes, projection, [look]))
    close = list(_filled(makes, projection, list(look.tight())))
    best = close if _pages(close) < _pages(loose) else loose
    for (_, chapter), blocks in zip(filled, best, strict=True):
        yield chapter._replace(blocks=blocks)


def _pages(filled: Sequence[list[Block]]) -> int:
    """Count the chapters that start a page."""
    return sum(any(not isinstance(each, PageBreak) for each in blocks) for blocks in filled)


def _filled(
    makes: Sequence[ChapterMaker], projection: Projection, looks: Sequence[Look]
) -> Iterator[list[Block]]:
    """Yield each chapter's blocks; chapters that share a page are joined in the first."""
    at = 0
    while at < len(makes):
        end, blocks = at + 1, list(makes[at](looks[0], projection))
        while end < len(makes) and (joined := _together(makes[at : end + 1], projection, looks)):
            end, blocks = end + 1, joined
        yield blocks
        for _ in range(at + 1, end):
            yield [PageBreak()]
        at = end


def _together(
    makes: Sequence[ChapterMaker], projection: Projection, looks: Iterable[Look]
) -> list[Block] | None:
    """Return chapters below each other on one page, as loosely as possible; None if too long."""
    for closer in looks:
        blocks: list[Block] = []
        for make in makes:
            alone = [each for each in make(closer, projection) if not isinstance(each, PageBreak)]
            blocks += [*([Gap(34 * closer.air)] if blocks else []), *alone]
        if Stack(blocks).height(WIDTH) <= HEIGHT:
            return [*blocks, PageBreak()]
    return None
