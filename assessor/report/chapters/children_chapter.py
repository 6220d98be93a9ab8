"""Offences against children, from all sections, on pages that can stand alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assessor.report.blocks.answer_tables import answer_block, basis_block, header_cells
from assessor.report.blocks.block import Block, Columns, Stack
from assessor.report.blocks.charts import StageDots
from assessor.report.blocks.look import ACCENT, Look
from assessor.report.blocks.page_composition import fitted
from assessor.report.blocks.stage_words import aim_parts, in_spans
from assessor.report.blocks.table_block import TableBlock
from assessor.report.chapters.front_pages import heading, subheading
from assessor.report.chapters.section_chapter import unrated
from assessor.report.projection import question_names
from assessor.report.projection.audience import SMALLEST_COUNT
from assessor.report.projection.projection import (
    INTERNAL,
    GridAnswers,
    IndicatorLine,
    PrintedAnswer,
    Projection,
    ReportSection,
    Visibility,
)
from assessor.report.typesetting.text_layout import label_spans

_FIGURES = 4
"""Figures beside one another."""


@fitted
def children_chapter(look: Look, projection: Projection) -> Iterator[Block]:
    """Yield indicators and facts about children; small counts are hidden as needed."""
    lines = [
        (section, line)
        for section in projection.sections
        for line in section.indicators
        if question_names.CHILDREN in line.answer.offence
    ]
    facts = [answer for section in projection.sections for answer in _facts(section)]
    if not lines and not facts:
        return
    translate = look.translate
    yield heading(look, translate("Protecting children online"), "children")
    words = translate(
        "Everything this assessment says of sexual exploitation and abuse of children online, from "
        "whichever section it was asked in."
    )
    if projection.profile != INTERNAL:
        hidden = translate(
            "Counts below {count} are told only where the team released them one by one, so "
            "that no child can be recognised."
        )
        words = f"{words} {hidden.format(count=SMALLEST_COUNT)}"
    yield look.block(words, look.small, after=8, keep=True)
    counts = [answer for answer in facts if answer.type == "int" and _says(answer)]
    for first in range(0, len(counts), _FIGURES):
        yield _figures(look, counts[first : first + _FIGURES])
    if lines:
        yield subheading(look, translate("Indicators"))
        yield _stages(look, lines)
    rest = [answer for answer in facts if answer not in counts and _says(answer)]
    if rest:
        yield subheading(look, translate("Facts"))
        yield _answers(look, projection, rest)


def _facts(section: ReportSection) -> Iterator[PrintedAnswer]:
    """Yield a section's answers about children, including grid rows."""
    for item in section.items:
        rows = item.rows if isinstance(item, GridAnswers) else (item,)
        yield from (
            each
            for each in rows
            if isinstance(each, PrintedAnswer) and question_names.CHILDREN in each.offence
        )


def _says(answer: PrintedAnswer) -> bool:
    return answer.relevant and (answer.visibility is not Visibility.BLANK or bool(answer.missing))


def _answers(look: Look, projection: Projection, answers: Sequence[PrintedAnswer]) -> TableBlock:
    """Return questions, answers and their basis, tightly set."""
    translate = look.translate
    small, inside = look.cell, projection.profile == INTERNAL
    rows = [
        (
            look.block(label_spans(answer.label), small),
            answer_block(look, answer, bare=answer.visibility is Visibility.NONE),
            basis_block(look, projection, answer if inside else replace(answer, sources=())),
        )
        for answer in answers
    ]
    header = header_cells(look, translate("Question"), translate("Answer"), translate("Rests on"))
    return TableBlock(header, rows, (0.48, 0.31, 0.21), padding=3.4 * look.air, before=2)


def _figures(look: Look, counts: Sequence[PrintedAnswer]) -> Block:
    """Return counts as large figures, or the replacement of a small count."""
    cells = []
    for answer in counts:
        figure: Block = answer_block(look, answer)
        if answer.values:
            short = len(answer.text) < 8
            style = look.h2.but(colour=ACCENT) if short else look.h4.but(colour=ACCENT)
            figure = look.block(answer.text, style)
        cells.append(Stack([figure, look.block(label_spans(answer.label), look.tiny, before=2)]))
    cells += [Stack([]) for _ in range(_FIGURES - len(cells))]
    return Columns(cells, [1.0] * len(cells), 18, after=4)


def _stages(look: Look, lines: Sequence[tuple[ReportSection, IndicatorLine]]) -> TableBlock:
    """Return indicators with stage, section and what a higher stage asks."""
    translate = look.translate
    rows = []
    for section, line in lines:
        stage: Block = StageDots(look, line.asserted, line.evidenced)
        if line.evidenced is None:
            stage = unrated(look, line, bare=True)
        title = [look.block(line.title, look.strong)]
        title.append(look.block(section.title, look.tiny, before=1))
        rows.append(
            (
                Stack(title),
                stage,
                look.block(in_spans(aim_parts(look, line, look.quote)), look.cell),
            )
        )
    header = header_cells(
        look, translate("Indicator"), translate("Stage"), translate("What a higher stage asks")
    )
    return TableBlock(header, rows, (0.42, 0.2, 0.38), gap=10, padding=4 * look.air)
