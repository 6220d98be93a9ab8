"""Country context: law, bodies, treaties and threats."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assessor.report.blocks.answer_tables import answer_block, citation, header_cells
from assessor.report.blocks.block import Block, Columns, Panel, Stack
from assessor.report.blocks.charts import FunnelChart
from assessor.report.blocks.look import ACCENT, GROUND, INK, MUTED, Look
from assessor.report.blocks.page_composition import fitted
from assessor.report.blocks.table_block import TableBlock
from assessor.report.chapters.front_pages import heading, subheading
from assessor.report.projection import question_names
from assessor.report.projection.projection import PUBLIC, PrintedAnswer, Projection, Visibility
from assessor.report.typesetting.pen import Pen
from assessor.report.typesetting.text_layout import SEMIBOLD, Span, label_spans, plain_text

_SLOPES = {"up_sharp": 1.0, "up": 0.5, "stable": 0.0, "down": -0.5}
"""Slope of a trend arrow."""


@fitted
def context_chapter(look: Look, projection: Projection) -> Iterator[Block]:
    """Yield the country context, on one page if it fits."""
    questions = (question_names.POPULATION, question_names.CONNECTIVITY, *question_names.CONTEXT)
    facts = _answers(projection, questions)
    treaties = _answers(projection, question_names.TREATIES)
    threat = list(_threat(look, projection))
    if not (facts or treaties or threat):
        return
    translate = look.translate
    yield heading(look, translate("Context and threat picture"), "context")
    if facts:
        yield subheading(look, translate("Law and bodies"), 0)
        rows = [(look.block(label_spans(s.label)), answer_block(look, s)) for s in facts]
        yield TableBlock(None, rows, (0.5, 0.5), padding=3 * look.air)
        yield from _missing_facts(look, projection, questions)
    if treaties:
        yield subheading(look, translate("Treaties"))
        yield _treaties(look, treaties)
    if threat:
        yield subheading(look, translate("Threat picture"))
        yield from threat


def _missing_facts(look: Look, projection: Projection, names: Sequence[str]) -> Iterator[Block]:
    """Yield the names of missing facts: withheld, unanswered or not asked."""
    translate = look.translate
    answers = [answer for name in names if (answer := projection.answer(name)) and answer.relevant]
    withheld = [
        plain_text(answer.label) for answer in answers if answer.visibility is Visibility.NONE
    ]
    open_ = [
        answer for answer in answers if answer.visibility is Visibility.BLANK and not answer.missing
    ]
    blank = [plain_text(answer.label) for answer in open_] if projection.profile != PUBLIC else []
    figures = {
        question_names.POPULATION: translate("population"),
        question_names.CONNECTIVITY: translate("connectivity"),
    }
    unasked = [title for name, title in figures.items() if projection.answer(name) is None]
    for lead, titles in (
        (translate("Withheld in this version"), withheld),
        (translate("Not answered"), blank),
        (translate("Not asked by this form"), unasked),
    ):
        if titles:
            spans = [Span(look.introducing(lead), SEMIBOLD), Span(look.semicolon.join(titles))]
            yield look.block(spans, look.small, before=3)


def _answers(projection: Projection, names: Sequence[str]) -> list[PrintedAnswer]:
    """Return the answers of these names that have content."""
    answers = [projection.answer(name) for name in names]
    return [
        answer
        for answer in answers
        if answer and answer.relevant and (answer.values or answer.missing)
    ]


def _treaties(look: Look, treaties: Sequence[PrintedAnswer]) -> TableBlock:
    """Return the country's status for each treaty, with the accession article."""
    rows = [
        (
            look.block(label_spans(answer.label)),
            answer_block(look, answer),
            look.block(citation(answer.legal), look.tiny.but(align="end")),
        )
        for answer in treaties
    ]
    translate = look.translate
    header = header_cells(look, translate("Treaty"), translate("Where the country stands"), "")
    return TableBlock(header, rows, (0.5, 0.35, 0.15), padding=3 * look.air)


def _threat(look: Look, projection: Projection) -> Iterator[Block]:
    """Yield harm, trends and attrition."""
    harm = _harm(look, projection)
    trends = _trends(look, projection, arrows=0.15 if harm else 0.06)
    columns = [block for block in (harm, trends) if block]
    if columns:
        yield Columns(columns, [1.0] * len(columns), 16, level=True)
    facts = _answers(projection, question_names.THREATS)
    if facts:
        rows = [(look.block(label_spans(s.label)), answer_block(look, s)) for s in facts]
        yield TableBlock(None, rows, (0.5, 0.5), padding=3 * look.air, before=10 * look.air)
    funnels = [section.funnel for section in projection.sections if section.funnel]
    for funnel in funnels:
        yield subheading(look, look.translate("From report to conviction"))
        yield Stack([FunnelChart(look, funnel), *_counting_rules(look, projection)])


def _harm(look: Look, projection: Projection) -> Block | None:
    """Return the most harmful offences, as chosen."""
    answer = projection.answer(question_names.HARM)
    if answer is None or not answer.values:
        return None
    blocks = [look.block(label_spans(answer.label), look.label, after=4)]
    for value in answer.values:
        spans = [Span("\u2022\u2002", colour=ACCENT), Span(value)]
        blocks.append(look.block(spans, look.body, after=1))
    return Panel(Stack(blocks), GROUND, padding=9 * look.air)


def _trends(look: Look, projection: Projection, *, arrows: float) -> Block | None:
    """Return each trend as an arrow (`arrows` is its share of the width) and in words."""
    answers = [answer for answer in _answers(projection, question_names.TRENDS) if answer.codes]
    if not answers:
        return None
    rows = [
        (
            TrendArrow(answer.codes[0], answer.text),
            Stack(
                [
                    look.block(answer.text or answer.missing, look.strong),
                    look.block(label_spans(answer.label), look.small),
                ]
            ),
        )
        for answer in answers
    ]
    shares = (arrows, 1 - arrows)
    return Panel(
        TableBlock(None, rows, shares, gap=8, padding=3 * look.air, ruled=False),
        GROUND,
        padding=7 * look.air,
    )


@dataclass(eq=False)
class TrendArrow(Block):
    """A trend as an arrow in reading direction; a dash if unknown."""

    code: str
    alt: str

    def height(self, width: float) -> float:
        return 24.0

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        with pen.leaf("Figure", self.alt):
            self._arrow(pen, x + 2, y + 12)

    def _arrow(self, pen: Pen, x: float, middle: float) -> None:
        slope = _SLOPES.get(self.code)
        if slope is None:
            pen.line((x + 2, middle), (x + 12, middle), MUTED, 1.4, "2 2")
            return
        rise = 7 * slope
        start, end = (x, middle + rise), (x + 14, middle - rise)
        pen.line(start, end, INK, 1.6)
        along = (14.0, -2 * rise)
        long = (along[0] ** 2 + along[1] ** 2) ** 0.5
        ahead = (along[0] / long, along[1] / long)
        back = (end[0] - 6 * ahead[0], end[1] - 6 * ahead[1])
        side = (-ahead[1] * 3.4, ahead[0] * 3.4)
        tip = (end[0] + 2 * ahead[0], end[1] + 2 * ahead[1])
        corners = [tip, (back[0] + side[0], back[1] + side[1])]
        pen.polygon([*corners, (back[0] - side[0], back[1] - side[1])], fill=INK)


def _counting_rules(look: Look, projection: Projection) -> Iterator[Block]:
    """Yield the counts of the funnel that are not told, and what the others include."""
    note = look.translate(
        "Counts come from different registers and need not follow the same cases. Do not compare "
        "them with another country's before their counting rules are compared."
    )
    yield look.block(note, look.tiny, before=4)
    for answer in _answers(projection, question_names.FUNNEL):
        if answer.visibility is Visibility.PART and answer.codes == ("",) and answer.values:
            spans = [*label_spans(answer.label), Span(look.colon), Span(answer.text)]
            yield look.block(spans, look.tiny, before=1)
        if answer.note and answer.visibility is Visibility.FULL:
            spans = [*label_spans(answer.label), Span(look.colon), Span(look.quote(answer.note))]
            yield look.block(spans, look.tiny, before=1)
