"""The chapter of one section."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assessor.report.blocks import answer_tables
from assessor.report.blocks.block import Block, Columns, Gap, PageBreak, Panel, Stack, TextBlock
from assessor.report.blocks.charts import ScoreBar, StageDots
from assessor.report.blocks.look import (
    ACCENT,
    CONFLICT,
    CONFLICT_SOFT,
    GROUND,
    HEIGHT,
    INK,
    MUTED,
    WIDTH,
    Look,
)
from assessor.report.blocks.stage_words import aim_parts, in_spans, stage_parts
from assessor.report.blocks.table_block import TableBlock
from assessor.report.chapters.front_pages import heading, subheading
from assessor.report.chapters.method_chapter import join_titles
from assessor.report.projection.projection import (
    INTERNAL,
    PUBLIC,
    Disagreement,
    IndicatorLine,
    Projection,
    ReportSection,
    SectionScore,
    Visibility,
)
from assessor.report.typesetting.text_layout import SEMIBOLD, Span, label_spans, plain_text


def section_anchor(section: ReportSection) -> str:
    """Return the anchor of a section."""
    return f"section{section.reference.replace('/', '-')}-{section.title}"


def section_chapter(
    look: Look, projection: Projection, section: ReportSection, number: str
) -> Iterator[Block]:
    """Yield a section, on one page if it fits: judgement, then facts.

    A section without answers takes a few lines.
    """
    if section.silent:
        yield from (*_silent(look, section, number), PageBreak())
        return
    for closer in look.tight() if section.score else (look,):
        judged = list(_judgement(closer, projection, section, number))
        facts = list(_facts(closer, projection, section))
        whole = Stack([*judged, *facts]).height(WIDTH)
        if whole <= HEIGHT:
            yield from (*judged, *facts, PageBreak())
            return
        if whole > 1.3 * HEIGHT:
            break  # too long at any spacing
    judged = list(_judgement(look, projection, section, number))
    facts = list(_facts(look, projection, section))
    yield from (*judged, *facts, PageBreak())


def _silent(look: Look, section: ReportSection, number: str) -> Iterator[Block]:
    """Yield the questions of a section without answers."""
    translate = look.translate
    yield from _opened(look, section, number)
    yield look.block(translate("Nothing was answered in this section."), look.body, after=4)
    questions = [plain_text(answer.label) for answer in section.questions if answer.relevant]
    for lead, titles in (
        (translate("Indicators"), [line.title for line in section.indicators]),
        (translate("Questions"), list(dict.fromkeys(questions))),
        (
            translate("Treaty articles"),
            [look.introducing(treaty, answer) for treaty, answer in section.articles],
        ),
    ):
        if titles:
            spans = [Span(look.introducing(lead), SEMIBOLD, INK), Span(join_titles(titles))]
            yield look.block(spans, look.small, before=3)


def _opened(look: Look, section: ReportSection, number: str) -> Iterator[Block]:
    """Yield the heading and purpose of a section."""
    yield heading(look, section.title, section_anchor(section), number, level=1)
    if section.purpose:
        yield look.block(
            section.purpose, look.body.but(colour=MUTED), after=8 * look.air, keep=True
        )


def _judgement(
    look: Look, projection: Projection, section: ReportSection, number: str
) -> Iterator[Block]:
    """Yield scores, finding and what the next stages require."""
    yield from _opened(look, section, number)
    if section.score:
        yield Panel(
            _strip(look, projection, section.score),
            GROUND,
            padding=10 * look.air,
            after=10 * look.air,
        )
    if section.finding and section.finding.values:
        yield subheading(look, look.translate("Finding"), 4)
        yield look.block(look.quote(section.finding.text), look.body, after=6)
        if section.finding.cleared:
            yield TextBlock(answer_tables.cleared_text(look, section.finding), after=6)
    elif section.finding and section.finding.visibility is Visibility.NONE:
        words = look.translate("The finding is withheld in this version.")
        yield look.block(words, look.small, before=6, after=10)
    if section.indicators:
        yield subheading(look, look.translate("Indicators"), 8)
        if hidden := sum(not line.released for line in section.indicators):
            words = look.translate(
                "Stages not released: {count} of {of}. So the section has no score."
            ).format(count=hidden, of=len(section.indicators))
            yield look.block(words, look.small, after=4, keep=True)
        yield indicator_table(look, projection, section.indicators)


def _facts(look: Look, projection: Projection, section: ReportSection) -> Iterator[Block]:
    """Yield questions, answers, disagreements and treaties."""
    if section.items:
        if section.score:
            yield subheading(look, look.translate("Facts"))
        yield from answer_tables.item_blocks(look, projection, section.items)
    for disagreement in section.disagreements:
        yield _disagreement(look, disagreement)
    yield from _articles(look, section)


def _strip(look: Look, projection: Projection, score: SectionScore) -> Block:
    translate = look.translate
    big = look.text(look.figure(score.evidenced), look.h1.but(size=24, leading=28, colour=ACCENT))
    told = translate("evidenced") if score.released else translate("Not released")
    under = look.text(told, look.tiny)
    strip = ScoreBar(
        look, score.evidenced, score.asserted, (score.floor, score.ceiling), projection.stage_titles
    )
    facts = []
    if projection.profile != PUBLIC:  # the public is told what was shown alone
        facts += [
            (translate("Asserted"), look.figure(score.asserted)),
            (translate("Range"), _range(look, score.floor, score.ceiling)),
        ]
    facts += [
        (translate("Rated"), translate("{rated} of {of}").format(rated=score.rated, of=score.of)),
    ]
    if score.need is not None or projection.profile == INTERNAL:
        facts += [
            (translate("Need"), look.figure(score.need, 0)),
            (translate("Priority"), look.figure(score.priority)),
        ]
    cells: list[Block] = [
        Stack([look.block(label, look.label), look.block(value, look.strong, before=1)])
        for label, value in facts
    ]
    rows: list[Block] = [
        Columns([Stack([TextBlock(big), TextBlock(under)]), strip], (0.16, 0.84), 12, middle=True),
        Gap(8 * look.air),
        Columns(cells, [1.0] * len(cells), 10),
    ]
    if score.weakest and score.lowest is not None:
        words = translate("Weakest link, stage {stage}:").format(stage=score.lowest)
        spans = [Span(f"{words} ", SEMIBOLD, INK), Span(look.semicolon.join(score.weakest))]
        rows += [Gap(6 * look.air), look.block(spans, look.small)]
    return Stack(rows)


def _range(look: Look, low: float | None, high: float | None) -> str:
    """Format floor to ceiling; one figure if equal."""
    figures = dict.fromkeys((look.figure(low), look.figure(high)))
    return " – ".join(figures)


def indicator_table(
    look: Look, projection: Projection, lines: Sequence[IndicatorLine]
) -> TableBlock:
    """Return indicators with stage, what was said of it, and what a higher stage asks."""
    aims = [aim_parts(look, line, look.quote) for line in lines]
    rows: list[Sequence[Block]] = [
        (
            _rated(look, projection, line),
            look.block(in_spans(stage_parts(look, line, look.quote)), look.cell),
            look.block(in_spans(aim), look.cell),
        )
        for line, aim in zip(lines, aims, strict=True)
    ]
    titles = [
        look.translate("Indicator and stage"),
        look.translate("Where it stands"),
        look.translate("What a higher stage asks"),
    ]
    by_criteria = any(line.criteria for line in lines)
    shares = [0.24, 0.42, 0.34] if by_criteria else [0.4, 0.3, 0.3]
    if all(aim == [("", "–")] for aim in aims):  # the reader may not know
        rows, titles, shares = [row[:2] for row in rows], titles[:2], [0.4, 0.6]
    header = answer_tables.header_cells(look, *titles)
    return TableBlock(header, rows, shares, gap=12, padding=6 * look.air, after=4)


def _rated(look: Look, projection: Projection, line: IndicatorLine) -> Block:
    answer = line.answer
    blocks: list[Block] = [look.block(line.title, look.strong, after=2)]
    if line.evidenced is None:
        blocks.append(unrated(look, line))
        return Stack(blocks)
    dots = StageDots(look, line.asserted, line.evidenced)
    if line.criteria:
        blocks += [dots, answer_tables.basis_block(look, projection, answer)]
    elif projection.profile == INTERNAL or not answer.sources:
        rests = answer_tables.basis_block(look, projection, answer)
        blocks.append(Columns([dots, rests], (0.43, 0.57), 8, middle=True))
    else:  # full group names need their own line
        rests = answer_tables.basis_block(look, projection, replace(answer, sources=()))
        groups = look.text(look.semicolon.join(answer.sources), look.tiny)
        blocks += [Columns([dots, rests], (0.43, 0.57), 8, middle=True), TextBlock(groups)]
    if line.asserted != line.evidenced:
        words = look.translate("asserted {asserted}, evidence carries {evidenced}")
        text = words.format(asserted=line.asserted, evidenced=line.evidenced)
        blocks.append(look.block(text, look.tiny))
    if answer.note:
        blocks.append(look.block(look.quote(answer.note), look.small, before=2))
    if line.contested:
        words = look.translate("Assessors differ; not yet decided")
        blocks.append(look.block(words, look.tiny.but(colour=CONFLICT), before=1))
    return Stack(blocks)


def unrated(look: Look, line: IndicatorLine, *, bare: bool = False) -> Block:
    """Return the reason why an indicator has no stage here."""
    if line.released:
        return answer_tables.answer_block(look, line.answer, bare=bare)
    return look.block(look.translate("Not released"), look.small)


def _disagreement(look: Look, disagreement: Disagreement) -> Block:
    title = look.text(look.translate("Sources differ"), look.label.but(colour=CONFLICT))
    rows = [
        (
            look.block(look.quote(source), look.cell),
            Stack(
                [
                    look.block(look.quote(value), look.body),
                    *([look.block(look.quote(note), look.small)] if note else []),
                ]
            ),
        )
        for source, value, note in disagreement.voices
    ]
    blocks: list[Block] = [
        TextBlock(title),
        look.block(label_spans(disagreement.label), look.h4, after=2),
        TableBlock(None, rows, (0.4, 0.6), padding=1.5, ruled=False),
    ]
    if disagreement.finding:
        spans = [
            Span(look.translate("Agreed value:") + " ", SEMIBOLD),
            Span(look.quote(disagreement.finding)),
        ]
        blocks.append(look.block(spans, look.body, before=3))
    return Panel(
        Stack(blocks), CONFLICT_SOFT, CONFLICT, padding=10 * look.air, before=12 * look.air
    )


def _articles(look: Look, section: ReportSection) -> Iterator[Block]:
    """Yield the treaty articles of the section."""
    if not section.articles:
        return
    blocks: list[Block] = [subheading(look, look.translate("Treaty articles"))]
    for instrument, articles in section.articles:
        article_list = articles.replace(", ", look.comma)
        spans = [Span(look.introducing(look.quote(instrument)), SEMIBOLD, INK), Span(article_list)]
        blocks.append(look.block(spans, look.small, after=1.5))
    yield Stack(blocks, before=16 * look.air)
