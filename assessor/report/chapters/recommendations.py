"""Priorities, recommendations and proposed assistance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from assessor.report.blocks.answer_tables import answer_block, header_cells, repeat_block
from assessor.report.blocks.block import Block, Columns, Panel, Stack
from assessor.report.blocks.charts import BarChart
from assessor.report.blocks.look import ACCENT, GROUND, MUTED, Look
from assessor.report.blocks.need_matrix import NeedMatrix
from assessor.report.blocks.page_composition import fitted
from assessor.report.blocks.plan_words import (
    action_texts,
    aim_facts,
    check_facts,
    confirm_texts,
    plan_facts,
    priority_words,
)
from assessor.report.blocks.table_block import TableBlock
from assessor.report.chapters.front_pages import heading, subheading
from assessor.report.chapters.summary_page import unreleased
from assessor.report.projection import question_names
from assessor.report.projection.plan.plan_lines import Proposal
from assessor.report.projection.projection import PrintedAnswer, Projection, RepeatAnswers
from assessor.report.typesetting.text_layout import SEMIBOLD, Span


@fitted
def recommendations_chapter(look: Look, projection: Projection) -> Iterator[Block]:
    """Yield priorities and the team's recommendations."""
    if not (projection.of or projection.recommendations):
        return
    translate = look.translate
    yield heading(look, translate("Priorities and recommendations"), "advice")
    yield from _priorities(look, projection)
    if projection.recommendations and projection.recommendations.withheld:
        yield subheading(look, translate("Recommendations"), 18)
        yield repeat_block(look, projection.recommendations)
    elif projection.recommendations:
        yield subheading(look, translate("Recommendations"), 18)
        yield _numbered(look, projection.recommendations)
        if projection.plan:
            yield from _responsible(look, projection)
        road = _timeline(look, projection.recommendations)
        if road:
            yield subheading(look, translate("Road map"), 18)
            yield road
    if projection.proposals:
        yield subheading(look, translate("Suggested assistance"), 18)
        words = translate(
            "Actions that follow from criteria not met for the next stage, and from facts. They "
            "are suggested, and the team has not decided on them, unless a recommendation is "
            "named. The most urgent area first, but none before what it builds on."
        )
        yield look.block(words, look.small, after=4, keep=True)
        yield _proposals(look, projection)


def _priorities(look: Look, projection: Projection) -> Iterator[Block]:
    """Yield the sections with the greatest need and gap; empty without an agreed need."""
    translate = look.translate
    bars = sorted(
        (
            (section.title, section.score.priority, look.figure(section.score.priority))
            for section in projection.sections
            if section.score and section.score.priority is not None
        ),
        key=lambda each: -each[1],
    )
    if not bars:
        return
    yield subheading(look, translate("Where support matters most"), 0)
    words = translate(
        "Priority: the need agreed with the counterpart, weighed by the gap to the highest "
        "stage (0 to 4)."
    )
    yield look.block(words, look.small, after=6, keep=True)
    yield BarChart(look, bars, 4.0)
    yield from unreleased(look, projection)
    placed = [
        (str(number), section.title, section.score.need, section.score.evidenced)
        for number, section in enumerate(projection.sections, 1)
        if section.score and section.score.need is not None and section.score.evidenced is not None
    ]
    yield subheading(look, translate("Need against stage"), 14)
    words = translate(
        "Each section by its number: rows are the need agreed, columns the nearest stage. "
        "Where the ground is tinted, the need is great and the stage low."
    )
    yield look.block(words, look.small, after=4, keep=True)
    yield NeedMatrix(look, placed, projection.stage_titles)


def _numbered(look: Look, repeat: RepeatAnswers) -> TableBlock:
    rows = []
    for number, row in enumerate(repeat.rows, 1):
        first, *rest = row
        rows.append(
            (
                look.block(str(number), look.strong.but(colour=ACCENT)),
                answer_block(look, first, bare=True),
                *(_small(look, answer) for answer in rest),
            )
        )
    labels = [label for _, label in repeat.columns]
    wide = {
        question_names.REC_SECTION: 0.18,
        question_names.REC_AREA: 0.16,
        question_names.REC_PRIORITY: 0.13,
    }
    others = [wide.get(name, 0.12) for name, _ in repeat.columns[1:]]
    shares = (0.05, max(0.3, 0.95 - sum(others)), *others)
    return TableBlock(header_cells(look, "", *labels), rows, shares, gap=9, after=6)


def cost_words(look: Look, code: str) -> str:
    """Return a cost band in words."""
    translate = look.translate
    bands = {"low": translate("Low"), "medium": translate("Medium"), "high": translate("High")}
    return bands.get(code, code)


def _responsible(look: Look, projection: Projection) -> Iterator[Block]:
    """Yield who does what with which money, what is to be met, and how to check it."""
    translate = look.translate
    named = any(line.has_details for line in projection.plan)
    yield subheading(
        look,
        translate("Who does what, and how to check") if named else translate("How to check"),
        18,
    )
    titles = [translate("Who, when and cost")] if named else []
    titles += [translate("What it is to meet"), translate("How to check")]
    shares = [0.05, 0.31, 0.36, 0.28] if named else [0.05, 0.55, 0.4]
    rows = [
        (
            look.block(str(line.number), look.strong.but(colour=ACCENT)),
            *([_labelled(look, plan_facts(look, line))] if named else []),
            _labelled(look, aim_facts(look, line)),
            _labelled(look, check_facts(line)),
        )
        for line in projection.plan
    ]
    yield TableBlock(header_cells(look, "", *titles), rows, shares, gap=9, after=6)


def _labelled(look: Look, facts: Iterable[tuple[str, str]]) -> Block:
    """Return facts one below the other, each after its lead."""
    blocks = [
        look.block(
            [*([Span(lead, SEMIBOLD)] if lead else []), Span(look.quote(text))], look.cell, after=2
        )
        for lead, text in facts
    ]
    return Stack(blocks) if blocks else look.block("–", look.cell)


def _small(look: Look, answer: PrintedAnswer) -> Block:
    if answer.values and not answer.note:
        return look.block(answer.text, look.cell)
    return answer_block(look, answer, bare=True)


def _proposals(look: Look, projection: Projection) -> TableBlock:
    translate = look.translate
    header = [translate("Area and suggested actions"), translate("Because of"), translate("Months")]
    shares = [0.5, 0.3, 0.1]
    urgent = any(each.priority is not None for each in projection.proposals)
    if urgent:
        header.append(translate("Priority"))
        shares.append(0.1)
    rows = [_proposal(look, each, urgent=urgent) for each in projection.proposals]
    return TableBlock(header_cells(look, *header), rows, shares, after=6)


def _proposal(look: Look, proposal: Proposal, *, urgent: bool) -> Iterator[Block]:
    blocks: list[Block] = [look.block(proposal.title, look.strong)]
    lines = [*action_texts(look, proposal), *confirm_texts(look, proposal)]
    blocks += [look.block(look.quote(text), look.small, before=1) for text in lines]
    yield Stack(blocks)
    yield Stack([look.block(look.quote(text), look.cell, after=1) for text in proposal.because])
    yield look.block(proposal.months.replace("-", "–"), look.cell)
    if urgent:
        yield look.block(priority_words(look, proposal), look.strong)


def _timeline(look: Look, repeat: RepeatAnswers) -> Block | None:
    """Return recommendations by due date, in columns."""
    horizons = repeat.choices.get(question_names.REC_HORIZON, ())
    columns: list[Block] = []
    for code, title in horizons:
        due = [
            (number, cells)
            for number, cells in enumerate(repeat.cells(), 1)
            if (when := cells.get(question_names.REC_HORIZON)) and when.codes == (code,)
        ]
        blocks: list[Block] = [look.block(title, look.h4, after=3)]
        blocks += [_milestone(look, number, cells) for number, cells in due]
        blocks += [] if due else [look.block("–", look.small)]
        columns.append(Panel(Stack(blocks), GROUND, ACCENT, padding=9))
    return Columns(columns, [1.0] * len(columns), 10, level=True) if columns else None


def _milestone(look: Look, number: int, cells: Mapping[str, PrintedAnswer]) -> Block:
    text, order = cells.get(question_names.REC_TEXT), cells.get(question_names.REC_PRIORITY)
    spans = [Span(f"{number}\u2002", SEMIBOLD, ACCENT)]
    spans.append(Span(look.quote(text.text) if text else ""))
    if order and order.text:
        spans.append(Span(f" ({order.text})", colour=MUTED))
    return look.block(spans, look.cell, after=4)
