"""Which chapters a report has, in which order, and the contents that list them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from assessor.report import (
    advice,
    annexes,
    assistance,
    chapters,
    children,
    context,
    crosswalk,
    front,
    full_answers,
    glossary,
    law,
    method,
    rights,
)
from assessor.report.blocks import Block, Break, Gap, Stack
from assessor.report.look import HEIGHT, WIDTH, Look
from assessor.report.projection import Projection


class Chapter(NamedTuple):
    """Blocks that begin a page, in one language; without a title they are not in the contents."""

    look: Look
    projection: Projection
    blocks: list[Block]
    title: str = ""
    anchor: str = ""
    level: int = 0


def chapters_of(look: Look, projection: Projection) -> list[Chapter]:
    """The chapters that have something to say; contents come second and list those that follow."""

    def chapter(
        blocks: Iterable[Block], title: str = "", anchor: str = "", level: int = 0
    ) -> Chapter:
        return Chapter(look, projection, list(blocks), title, anchor, level)

    translate = look.translate
    numbered = [(section, str(number)) for number, section in enumerate(projection.sections, 1)]
    body = [
        *_summaries(look, projection),
        chapter(method.method(look, projection), translate("Method and limits"), "method"),
        chapter(
            context.context(look, projection), translate("Context and threat picture"), "context"
        ),
        *(
            chapter(
                chapters.section_chapter(look, projection, section, number),
                f"{number}\u2002{section.title}",
                chapters.anchor(section),
                1,
            )
            for section, number in numbered
        ),
        chapter(law.law_tables(look, projection), translate("Law, article by article"), "law"),
        chapter(
            children.children(look, projection), translate("Protecting children online"), "children"
        ),
        chapter(rights.rights(look, projection), translate("Human rights and gender"), "rights"),
        *_advice(look, projection),
        *_annexes(look, projection),
    ]
    told = [each for each in body if each.blocks]
    listed = [(each.title, each.anchor, each.level) for each in told if each.title]
    return [
        chapter([front.Cover(look, projection)]),
        chapter(front.contents(look, projection, listed)),
        *told,
    ]


def _summaries(look: Look, projection: Projection) -> Iterator[Chapter]:
    """The page a minister reads; where asked for, once more in another language."""
    if not projection.of:
        return
    blocks = front.summary(look, projection)
    yield Chapter(look, projection, blocks, look.translate("Summary"), "summary")
    if projection.beside:
        other = Look(projection.beside.language)
        blocks = front.summary(other, projection.beside, "summary-beside")
        yield Chapter(
            other, projection.beside, blocks, other.translate("Summary"), "summary-beside"
        )


def _advice(look: Look, projection: Projection) -> Iterator[Chapter]:
    """What follows from the answers, and who helps already."""
    translate = look.translate
    if projection.of or projection.recommendations:
        blocks = list(advice.recommendations(look, projection))
        title = translate("Priorities and recommendations")
        yield Chapter(look, projection, blocks, title, "advice")
    parts = [
        (translate("Assistance by partners"), "offers", list(assistance.offers(look, projection))),
        *(
            (
                section.title,
                chapters.anchor(section),
                list(chapters.section_chapter(look, projection, section, "")),
            )
            for section in projection.closing
        ),
    ]
    parts = [part for part in parts if part[2]]
    together = _together([blocks for _, _, blocks in parts])
    for at, (title, anchor, blocks) in enumerate(parts):
        if together:
            blocks = together if at == 0 else [Break()]
        yield Chapter(look, projection, blocks, title, anchor)


def _annexes(look: Look, projection: Projection) -> Iterator[Chapter]:
    """What is looked up."""
    translate = look.translate
    for title, anchor, blocks in (
        (translate("Sources"), "sources", annexes.sources(look, projection)),
        (
            translate("Every answer with its evidence"),
            "answers",
            full_answers.full_answers(look, projection),
        ),
        (
            translate("What each stage means"),
            "descriptors",
            annexes.descriptors(look, projection),
        ),
        (
            translate("The answers by other instruments"),
            "readings",
            crosswalk.readings(look, projection),
        ),
        (translate("Words used"), "glossary", glossary.glossary(look, projection)),
        (translate("This document and its data"), "data", annexes.last_page(look, projection)),
    ):
        yield Chapter(look, projection, list(blocks), title, anchor)


def _together(given: Sequence[list[Block]]) -> list[Block]:
    """Short chapters on one page, if they all fit on one; else nothing."""
    filled = [[block for block in chapter if not isinstance(block, Break)] for chapter in given]
    spaced = [each for chapter in filled for each in (Gap(34), *chapter)][1:]
    fits = len(filled) > 1 and Stack(spaced).height(WIDTH) <= HEIGHT
    return spaced if fits else []
