"""The annex of all answers with their evidence and documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from assessor.form.labels.styled_text import plain_text
from assessor.report.blocks.answer_tables import answer_text, header_cells
from assessor.report.blocks.block import Block, Stack
from assessor.report.blocks.look import Look
from assessor.report.blocks.page_composition import fitted
from assessor.report.blocks.stage_words import count_states
from assessor.report.blocks.table_block import TableBlock
from assessor.report.chapters.front_pages import heading, subheading
from assessor.report.projection.projection import (
    GridAnswers,
    IndicatorLine,
    Item,
    PrintedAnswer,
    Projection,
    RepeatAnswers,
    ReportSection,
)
from assessor.report.typesetting.text_layout import SEMIBOLD, label_spans


@fitted
def full_answers_annex(look: Look, projection: Projection) -> Iterator[Block]:
    """Yield every visible answer by section.

    A form without scored sections shows its answers in the chapters and has no such annex.
    """
    parts = [
        (look.translate("Mission record"), list(_of_items(projection.mission))),
        *((each.title, list(_of_section(look, each))) for each in projection.sections),
        *((roster.label, list(_numbered(roster))) for roster in _separate_repeats(projection)),
        *((each.title, list(_of_section(look, each))) for each in projection.closing),
    ]
    filled = [
        (title, reported)
        for title, answers in parts
        if (reported := [s for s in answers if _is_printable(s)])
    ]
    if not projection.sections or not filled:
        return
    translate = look.translate
    yield heading(look, translate("Every answer with its evidence"), "answers")
    words = translate("In the order of the form. What was withheld or not answered is not listed.")
    yield look.block(words, look.small, after=2, keep=True)
    for title, answers in filled:
        yield subheading(look, plain_text(title), 10)
        yield _table(look, projection, answers)


def _separate_repeats(projection: Projection) -> Iterator[RepeatAnswers]:
    """Yield repeats that have their own chapter."""
    yield from filter(None, (projection.offers, projection.recommendations))


def _of_section(look: Look, section: ReportSection) -> Iterator[PrintedAnswer]:
    yield from _of_items(section.items)
    yield from (_of_indicator(look, line) for line in section.indicators)
    yield from filter(None, (section.finding, section.need))


def _of_indicator(look: Look, line: IndicatorLine) -> PrintedAnswer:
    """Return an indicator's answer; of criteria how many, for another annex names each."""
    if not line.criteria or not line.answer.values:
        return line.answer
    return replace(line.answer, values=(count_states(look, line.criteria),))


def _of_items(items: Iterable[Item]) -> Iterator[PrintedAnswer]:
    for item in items:
        if isinstance(item, PrintedAnswer):
            yield item
        elif isinstance(item, GridAnswers):
            yield from item.rows
        elif isinstance(item, RepeatAnswers):
            yield from _numbered(item)


def _numbered(roster: RepeatAnswers) -> Iterator[PrintedAnswer]:
    """Yield the answers of a repeat; the first of each instance has its number."""
    for number, row in enumerate(roster.rows, 1):
        reported = [answer for answer in row if _is_printable(answer)]
        for answer in reported[:1]:
            yield replace(answer, label=f"{number}\u2002{answer.label}")
        yield from reported[1:]


def _is_printable(answer: PrintedAnswer) -> bool:
    """Return whether there is anything to print."""
    noted = answer.visibility.readable and (answer.missing or answer.note)
    return answer.relevant and bool(answer.values or noted)


def _table(look: Look, projection: Projection, answers: Iterable[PrintedAnswer]) -> TableBlock:
    translate = look.translate
    rows = [
        (
            look.block(label_spans(answer.label), look.fine),
            _answer(look, answer),
            look.block(_basis(look, projection, answer) or "–", look.tiny),
        )
        for answer in answers
    ]
    header = header_cells(look, translate("Question"), translate("Answer"), translate("Rests on"))
    return TableBlock(header, rows, (0.33, 0.42, 0.25), gap=9, padding=2.2)


def _answer(look: Look, answer: PrintedAnswer) -> Block:
    """Return an answer with its note."""
    tiny = look.fine.but(weight=SEMIBOLD if len(answer.text) < 60 else "Regular")
    lines: list[Block] = [look.block(answer_text(look, answer) or answer.missing or "–", tiny)]
    if answer.note:
        lines.append(look.block(look.quote(answer.note), look.tiny))
    return Stack(lines) if len(lines) > 1 else lines[0]


def _basis(look: Look, projection: Projection, answer: PrintedAnswer) -> str:
    """Return evidence level, sources and documents of an answer."""
    parts = [projection.evidence_scale.title(answer.evidence)] if answer.evidence else []
    parts += answer.sources
    for file in projection.files:
        if file.reference == answer.reference:
            parts.append(look.quote(f"{file.title} ({file.note})" if file.note else file.title))
    return look.semicolon.join(parts)
