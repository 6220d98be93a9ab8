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
    """What follows from the answers, who helps already, and who was heard."""
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
        (translate("Sources"), "sources", list(annexes.sources(look, projection))),
    ]
    parts = [part for part in parts if part[2]]
    packed = _packed([blocks for _, _, blocks in parts])
    for (title, anchor, _), blocks in zip(parts, packed, strict=True):
        yield Chapter(look, projection, blocks, title, anchor)


def _annexes(look: Look, projection: Projection) -> Iterator[Chapter]:
    """What is looked up."""
    translate = look.translate
    for title, anchor, blocks in (
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


def _packed(given: Sequence[list[Block]]) -> list[list[Block]]:
    """Short chapters on one page as long as they fit on one; those that joined are left a break."""
    filled: list[list[Block]] = []
    first = 0  # the chapter that opens the page
    for blocks in given:
        alone = [block for block in blocks if not isinstance(block, Break)]
        opened = [b for b in filled[first] if not isinstance(b, Break)] if filled else []
        joined = [*opened, Gap(34), *alone]
        if opened and Stack(joined).height(WIDTH) <= HEIGHT:
            filled[first] = [*joined, Break()]
            filled.append([Break()])
        else:
            first = len(filled)
            filled.append(blocks)
    return filled
