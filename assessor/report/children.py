"""Offences against children, wherever the form asks about them, on pages that can stand alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assessor.report import names
from assessor.report.audience import SMALL
from assessor.report.blocks import Block, Columns, Lines, Stack
from assessor.report.charts import StageDots
from assessor.report.fitting import fitted
from assessor.report.front import heading, subheading
from assessor.report.look import ACCENT, INK, Look
from assessor.report.projection import (
    INTERNAL,
    Grid,
    IndicatorLine,
    Projection,
    Said,
    Section,
    Shown,
)
from assessor.report.rows import Row, Table
from assessor.report.tables import answer, basis, head
from assessor.report.text import spans_of


def children(look: Look, projection: Projection) -> Iterator[Block]:
    """Indicators and facts about children from every section; small counts as their readers may."""
    yield from fitted(look, lambda closer: _children(closer, projection))


def _children(look: Look, projection: Projection) -> Iterator[Block]:
    lines = [
        (section, line)
        for section in projection.sections
        for line in section.indicators
        if names.CHILDREN in line.said.offence
    ]
    facts = [said for section in projection.sections for said in _facts(section)]
    if not lines and not facts:
        return
    translate = look.translate
    yield heading(look, translate("Protecting children online"), "children")
    words = translate(
        "Everything this assessment says of sexual exploitation and abuse of children online, from "
        "whichever section it was asked in."
    )
    if projection.profile != INTERNAL:
        hidden = translate("Counts below {count} are not told, so that no child can be recognised.")
        words = f"{words} {hidden.format(count=SMALL)}"
    yield Lines(look.text(words, look.small), after=8, keep=True)
    counts = [said for said in facts if said.type == "int" and _says(said)]
    if counts:
        yield _figures(look, counts)
    if lines:
        yield subheading(look, translate("Indicators"))
        yield _stages(look, lines)
    rest = [said for said in facts if said not in counts and _says(said)]
    if rest:
        yield subheading(look, translate("Facts"))
        yield _answers(look, projection, rest)


def _facts(section: Section) -> Iterator[Said]:
    """The answers of a section that are about children, rows of tables among them."""
    for item in section.items:
        rows = item.rows if isinstance(item, Grid) else (item,)
        yield from (
            each for each in rows if isinstance(each, Said) and names.CHILDREN in each.offence
        )


def _says(said: Said) -> bool:
    return said.relevant and (said.shown is not Shown.BLANK or bool(said.missing))


def _answers(look: Look, projection: Projection, saids: Sequence[Said]) -> Table:
    """Questions, answers and what they rest on, close together."""
    translate = look.translate
    small, inside = look.small.but(colour=INK), projection.profile == INTERNAL
    rows = [
        Row(
            (
                Lines(look.text(spans_of(said.label), small)),
                answer(look, said, bare=said.shown is Shown.NONE),
                basis(look, projection, said if inside else replace(said, sources=())),
            )
        )
        for said in saids
    ]
    header = head(look, translate("Question"), translate("Answer"), translate("Rests on"))
    return Table(header, rows, (0.48, 0.31, 0.21), padding=3.4 * look.air, before=2)


def _figures(look: Look, counts: Sequence[Said]) -> Block:
    """Counts as figures, or what stands in place of a small one."""
    cells = []
    for said in counts:
        told: Block = answer(look, said)
        if said.values:
            short = len(said.text) < 8
            style = look.h2.but(colour=ACCENT) if short else look.h4.but(colour=ACCENT)
            told = Lines(look.text(said.text, style))
        cells.append(Stack([told, Lines(look.text(spans_of(said.label), look.tiny), before=2)]))
    return Columns(cells, [1.0] * len(cells), 18, after=4)


def _stages(look: Look, lines: Sequence[tuple[Section, IndicatorLine]]) -> Table:
    """Each indicator with its stage, where it comes from and what would move it."""
    translate = look.translate
    small = look.small.but(colour=INK)
    rows = []
    for section, line in lines:
        stage: Block = StageDots(look, line.asserted, line.evidenced)
        if line.evidenced is None:
            stage = answer(look, line.said, bare=True)
        title = [Lines(look.text(line.title, look.strong))]
        title.append(Lines(look.text(section.title, look.tiny), before=1))
        rows.append(
            Row((Stack(title), stage, Lines(look.text(look.quote(line.asks) or "–", small))))
        )
    header = head(
        look, translate("Indicator"), translate("Stage"), translate("What the next stage asks")
    )
    return Table(header, rows, (0.42, 0.2, 0.38), gap=10, padding=4 * look.air)
