"""The annex of answers: each one in short, with what it rests on and the documents beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from assessor.form.labels.styled_text import plain_text
from assessor.report.blocks.answer_tables import answer_text, header_cells
from assessor.report.blocks.block import Block, Stack
from assessor.report.blocks.look import INK, Look
from assessor.report.blocks.page_fitting import fit_to_page
from assessor.report.blocks.table_block import TableBlock, TableRow
from assessor.report.chapters.front_pages import heading, subheading
from assessor.report.projection.projection import (
    GridAnswers,
    Item,
    PrintedAnswer,
    Projection,
    RepeatAnswers,
    ReportSection,
    Shown,
)
from assessor.report.typesetting.text_layout import SEMIBOLD, label_spans


def full_answers_annex(look: Look, projection: Projection) -> Iterator[Block]:
    """Every answer that may be told, section by section.

    A form without scored sections has each answer in its chapters already, and no such annex.
    """
    yield from fit_to_page(look, lambda closer: _full_answers(closer, projection))


def _full_answers(look: Look, projection: Projection) -> Iterator[Block]:
    parts = [
        (look.translate("Mission record"), list(_of_items(projection.mission))),
        *((section.title, list(_of_section(section))) for section in projection.sections),
        *((roster.label, list(_numbered(roster))) for roster in _apart(projection)),
        *((section.title, list(_of_section(section))) for section in projection.closing),
    ]
    told = [(title, kept) for title, saids in parts if (kept := [s for s in saids if _says(s)])]
    if not projection.sections or not told:
        return
    translate = look.translate
    yield heading(look, translate("Every answer with its evidence"), "answers")
    words = translate("In the order of the form. What was withheld or not answered is not listed.")
    yield look.block(words, look.small, after=2, keep=True)
    for title, saids in told:
        yield subheading(look, plain_text(title), 10)
        yield _table(look, projection, saids)


def _apart(projection: Projection) -> Iterator[RepeatAnswers]:
    """The repeats that have a chapter of their own."""
    yield from filter(None, (projection.offers, projection.recommendations))


def _of_section(section: ReportSection) -> Iterator[PrintedAnswer]:
    yield from _of_items(section.items)
    yield from (line.said for line in section.indicators)
    yield from filter(None, (section.finding, section.need))


def _of_items(items: Iterable[Item]) -> Iterator[PrintedAnswer]:
    for item in items:
        if isinstance(item, PrintedAnswer):
            yield item
        elif isinstance(item, GridAnswers):
            yield from item.rows
        elif isinstance(item, RepeatAnswers):
            yield from _numbered(item)


def _numbered(roster: RepeatAnswers) -> Iterator[PrintedAnswer]:
    """The answers of a repeat, the first of each instance with its number."""
    for number, row in enumerate(roster.rows, 1):
        told = [said for said in row if _says(said)]
        for said in told[:1]:
            yield replace(said, label=f"{number}\u2002{said.label}")
        yield from told[1:]


def _says(said: PrintedAnswer) -> bool:
    """Whether there is anything to tell of an answer."""
    shown = said.shown in (Shown.FULL, Shown.PART)
    return said.relevant and bool(said.values or (shown and (said.missing or said.note)))


def _table(look: Look, projection: Projection, saids: Iterable[PrintedAnswer]) -> TableBlock:
    translate = look.translate
    tiny = look.tiny.but(colour=INK)
    rows = [
        TableRow(
            (
                look.block(label_spans(said.label), tiny),
                _answer(look, said),
                look.block(_rests(look, projection, said) or "–", look.tiny),
            )
        )
        for said in saids
    ]
    header = header_cells(look, translate("Question"), translate("Answer"), translate("Rests on"))
    return TableBlock(header, rows, (0.33, 0.42, 0.25), gap=9, padding=2.2)


def _answer(look: Look, said: PrintedAnswer) -> Block:
    """The answer and what was noted beside it."""
    tiny = look.tiny.but(colour=INK, weight=SEMIBOLD if len(said.text) < 60 else "Regular")
    lines: list[Block] = [look.block(answer_text(look, said) or said.missing or "–", tiny)]
    if said.note:
        lines.append(look.block(look.quote(said.note), look.tiny))
    return Stack(lines) if len(lines) > 1 else lines[0]


def _rests(look: Look, projection: Projection, said: PrintedAnswer) -> str:
    """The level of evidence, who said so, and the documents beside the question."""
    parts = [projection.evidence_scale.title(said.evidence)] if said.evidence else []
    parts += said.sources
    for file in projection.files:
        if file.reference == said.reference:
            parts.append(look.quote(f"{file.title} ({file.note})" if file.note else file.title))
    return look.semicolon.join(parts)
