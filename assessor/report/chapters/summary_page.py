"""The summary: key figures, the picture by section, strengths, gaps and the first actions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assessor.report.blocks.block import Block, Columns, Drawing, Gap, PageBreak, Panel, Stack
from assessor.report.blocks.charts import RadarChart, StageDots
from assessor.report.blocks.look import ACCENT, ACCENT_SOFT, HEIGHT, INK, MUTED, WIDTH, Look
from assessor.report.blocks.table_block import TableBlock
from assessor.report.chapters.front_pages import heading
from assessor.report.projection import question_names
from assessor.report.projection.projection import INTERNAL, PUBLIC, IndicatorLine, Projection
from assessor.report.typesetting.pen import Pen
from assessor.report.typesetting.text_layout import Span
from assessor.scoring.criteria import CriterionState

SMALLEST_RADAR = 3
"""The fewest sections with a score that are drawn as a radar."""


def strengths_and_gaps(projection: Projection) -> tuple[list[IndicatorLine], list[IndicatorLine]]:
    """Return five strengths and five gaps by evidenced stage; urgent gaps first."""
    lines = [
        (indicator, section.score.priority or 0.0 if section.score else 0.0)
        for section in projection.sections
        for indicator in section.indicators
        if indicator.evidenced is not None
    ]
    strong = sorted(lines, key=lambda each: (-(each[0].evidenced or 0), -each[0].weight))
    weak = sorted(lines, key=lambda each: (each[0].evidenced or 0, -each[1], -each[0].weight))
    strengths = [each for each, _ in strong if (each.evidenced or 0) >= 3][:5]
    gaps = [each for each, _ in weak if (each.evidenced or 0) <= 2][:5]
    return strengths, gaps


@dataclass(frozen=True, slots=True)
class NextAction:
    """A recommendation for the next six months by its number, or a suggestion without one."""

    number: int | None
    text: str
    priority: str = ""


def next_actions(projection: Projection) -> list[NextAction]:
    """Return up to three recommendations for six months, in the order of the plan.

    Without recommendations these are the first suggestions, which nobody has decided.
    """
    roster = projection.recommendations
    if not roster:
        first = [area.actions[0].text for area in projection.proposals if area.actions]
        return [NextAction(None, text) for text in first[:3]]
    ranked: list[tuple[str, int, NextAction]] = []
    for number, cells in enumerate(roster.cells(), 1):
        text, horizon = cells.get(question_names.REC_TEXT), cells.get(question_names.REC_HORIZON)
        order = cells.get(question_names.REC_PRIORITY)
        if text and text.text and horizon and horizon.codes == (question_names.SOON,):
            urgency = order.codes[0] if order and order.codes else "p9"
            words = order.text if order else ""
            ranked.append((urgency, number, NextAction(number, text.text, words)))
    chosen = sorted(ranked, key=lambda each: each[:2])[:3]
    return [action for *_, action in sorted(chosen, key=lambda each: each[1])]


def summary_page(look: Look, projection: Projection, anchor: str = "summary") -> list[Block]:
    """Return the one-page summary; the radar shrinks if the text needs room."""
    for radius in (124, 116, 108, 100, 92, 84):
        blocks = list(_summary(look, projection, radius, anchor))
        if Stack(blocks).height(WIDTH) <= HEIGHT:
            break
    return blocks


def _summary(look: Look, projection: Projection, radius: float, anchor: str) -> Iterator[Block]:
    translate = look.translate
    yield heading(look, translate("Summary"), anchor)
    yield _figures(look, projection)
    axes = [
        (
            section.title,
            None if projection.profile == PUBLIC else section.score.asserted,
            section.score.evidenced,
        )
        for section in projection.sections
        if section.score and section.score.released
    ]
    if len(axes) >= SMALLEST_RADAR:
        yield RadarChart(look, axes, radius=radius)
        if projection.profile != PUBLIC:  # the public is told what was shown alone
            yield _legend(look)
    yield from unreleased(look, projection)
    strengths, gaps = strengths_and_gaps(projection)
    if strengths or gaps:
        yield Gap(10)
        yield Columns(
            [
                _ranking(
                    look, translate("Strengths"), strengths, translate("None reached stage 3.")
                ),
                _ranking(look, translate("Gaps"), gaps, translate("None at stage 2 or below.")),
            ],
            (1, 1),
            24,
        )
    todo = next_actions(projection)
    if todo:
        yield Gap(12)
        yield _action_table(look, todo)
    yield PageBreak()


def unreleased(look: Look, projection: Projection) -> Iterator[Block]:
    """Yield how many sections have no score here, since a stage of theirs is not released."""
    scores = [section.score for section in projection.sections if section.score]
    if hidden := sum(not each.released for each in scores):
        words = look.translate("Sections whose score is not released: {count} of {of}.")
        yield look.block(words.format(count=hidden, of=len(scores)), look.small, before=4, after=4)


def _figures(look: Look, projection: Projection) -> Block:
    """Return the key figures of the summary."""
    translate = look.translate
    met, missed = len(projection.clusters_met), len(projection.clusters_missed)
    mix = projection.evidence_mix
    proven = sum(mix.get(code, 0) for code in ("documented", "verified"))
    figures = [
        (
            f"{projection.rated}/{projection.of}",
            translate("indicators rated")
            if projection.tells_all_stages
            else translate("indicators rated, of those told"),
        )
        if projection.of
        else None,
        (f"{met}/{met + missed}", translate("stakeholder groups met")) if met else None,
        (f"{len(projection.sources)}", translate("meetings, visits and documents"))
        if projection.profile == INTERNAL and projection.sources
        else None,
        (
            look.figure(100 * proven / sum(mix.values()), 0) + " %",
            translate("of facts documented or verified"),
        )
        if sum(mix.values())
        else None,
        _shown_share(look, projection),
    ]
    big = look.h2.but(colour=ACCENT)
    cells = [
        Stack([look.block(value, big), look.block(words, look.tiny)])
        for value, words in filter(None, figures)
    ]
    return Columns(cells, [1.0] * len(cells), 16, after=14) if cells else Block()


def _shown_share(look: Look, projection: Projection) -> tuple[str, str] | None:
    """Return the share of the criteria met that were shown; the public isn't told what was said."""
    states = [
        criterion.state
        for section in projection.sections
        for line in section.indicators
        for criterion in line.criteria
        if criterion.state and criterion.state.met
    ]
    if not states or projection.profile == PUBLIC:
        return None
    share = 100 * states.count(CriterionState.SHOWN) / len(states)
    return look.figure(share, 0) + " %", look.translate("of the criteria met were shown")


def _legend(look: Look) -> Drawing:

    def draw(pen: Pen, x: float, y: float, width: float) -> None:
        style = look.fine
        left = look.text(look.translate("Evidenced: what the evidence supports"), style)
        right = look.text(look.translate("Asserted: what was said"), style)
        total = left.natural() + right.natural() + 64
        start = x + (width - total) / 2
        middle = y + style.leading / 2
        with pen.leaf("P"):
            pen.rect(start, middle - 3.5, 14, 7, fill=ACCENT_SOFT, stroke=ACCENT, weight=1.2)
            left.draw(pen, start + 20, y, left.natural() + 1)
            start += left.natural() + 44
            pen.line((start, middle), (start + 14, middle), INK, 0.9, "3 2")
            right.draw(pen, start + 20, y, right.natural() + 1)

    return Drawing(look.tiny.leading, draw, before=2)


def _ranking(look: Look, title: str, lines: Sequence[IndicatorLine], none: str) -> Block:
    rows = [
        (
            look.block(line.title, look.cell),
            StageDots(look, line.asserted, line.evidenced),
        )
        for line in lines
    ]
    table = TableBlock(None, rows, (1, 0.62), gap=8, padding=3)
    content = table if rows else look.block(none, look.small)
    return Stack([look.block(title, look.h3, after=3), content])


def _action_table(look: Look, todo: Sequence[NextAction]) -> Block:
    rows = []
    for action in todo:
        number = "–" if action.number is None else str(action.number)
        spans = [Span(look.quote(action.text))]
        spans += [Span(f" ({action.priority})", colour=MUTED)] if action.priority else []
        rows.append((look.block(number, look.strong.but(colour=ACCENT)), look.block(spans)))
    decided = any(action.number is not None for action in todo)
    words = (
        look.translate("Recommended within six months")
        if decided
        else look.translate("Suggested, not yet decided by the team")
    )
    title = look.block(words, look.h4, after=2)
    table = TableBlock(None, rows, (0.04, 0.96), gap=6, padding=1.5, ruled=False)
    return Panel(Stack([title, table]), ACCENT_SOFT, ACCENT)
