"""Answers as tables: questions with what was said, grids of choices, and repeats."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assessor.report.blocks import Block, Drawing, Lines, Row, Stack, Table
from assessor.report.charts import Badge
from assessor.report.look import (
    ACCENT,
    CONFLICT,
    FAINT,
    INK,
    MUTED,
    WARN,
    Look,
)
from assessor.report.pen import Pen
from assessor.report.projection import Grid, Heading, Item, Projection, Roster, Said, Shown
from assessor.report.text import ITALIC, SEMIBOLD, Span, Style, plain, spans_of


def answer(look: Look, said: Said, *, bare: bool = False) -> Block:
    """What was said to one question: values, note, reason; quiet words where nothing was."""
    translate = look.translate
    blocks: list[Block] = []
    if said.shown is Shown.NONE:
        return Lines(look.text(translate("Withheld in this version"), _quiet(look)))
    if not said.relevant:
        return Lines(look.text(translate("Does not apply"), _quiet(look)))
    if said.values:
        strong = bare or len(said.text) < 60
        style = look.body.but(weight=SEMIBOLD if strong and not bare else "Regular")
        blocks.append(Lines(look.text(said.text, style)))
    elif said.missing:
        blocks.append(Lines(look.text(said.missing, _quiet(look))))
    else:
        blocks.append(Lines(look.text(translate("Not answered"), _quiet(look))))
    if said.note:
        blocks.append(Lines(look.text(said.note, look.small), before=2))
    if said.contested:
        words = translate("Assessors differ; not yet decided")
        blocks.append(Lines(look.text(words, look.small.but(colour=CONFLICT)), before=2))
    if said.violated:
        blocks.append(Lines(look.text(said.violated, look.small.but(colour=WARN)), before=2))
    return Stack(blocks) if len(blocks) > 1 else blocks[0]


def _quiet(look: Look) -> Style:
    return look.body.but(colour=MUTED, weight="Regular" if look.right_to_left else ITALIC)


def basis(look: Look, projection: Projection, said: Said) -> Block:
    """What an answer rests on: its evidence level and who said so."""
    blocks: list[Block] = []
    if said.evidence and said.shown is not Shown.NONE and said.relevant:
        blocks.append(Badge(look, said.evidence, projection.evidence_scale.title(said.evidence)))
    if said.sources:
        blocks.append(Lines(look.text("; ".join(said.sources), look.tiny), before=1))
    return Stack(blocks)


def head(look: Look, *titles: str) -> list[Block]:
    """The header cells of a table."""
    return [Lines(look.text(title, look.label)) for title in titles]


def answers(look: Look, projection: Projection, saids: Sequence[Said]) -> Table:
    """Questions beside their answers and what they rest on."""
    translate = look.translate
    rows = [
        Row(
            (
                Lines(look.text(spans_of(said.label), look.body.but(colour=INK))),
                answer(look, said),
                basis(look, projection, said),
            )
        )
        for said in saids
    ]
    header = head(look, translate("Question"), translate("Answer"), translate("Rests on"))
    return Table(header, rows, (0.42, 0.36, 0.22), before=2, after=4)


def plain_answers(look: Look, saids: Sequence[Said]) -> Table:
    """Questions beside their answers alone."""
    rows = [
        Row((Lines(look.text(spans_of(said.label), look.body)), answer(look, said)))
        for said in saids
    ]
    header = head(look, look.translate("Question"), look.translate("Answer"))
    return Table(header, rows, (0.42, 0.58), before=2, after=4)


def grid(look: Look, grid: Grid) -> Table:
    """Questions that share their choices: a mark under the choice that was made."""
    shares = (0.34, *(0.66 / len(grid.columns) for _ in grid.columns))
    rows = []
    for said in grid.rows:
        label = Lines(look.text(spans_of(said.label), look.body))
        if said.shown is Shown.NONE or not said.values:
            quiet = answer(look, said)
            empty = [Block() for _ in grid.columns[1:]]
            rows.append(Row((label, quiet, *empty)))
            continue
        marks = [_mark(look, code in said.codes, said.contested) for code, _ in grid.columns]
        rows.append(Row((label, *marks)))
    style = look.label.but(align="center")
    header = [Lines(look.text("", look.label))]
    header += [Lines(look.text(title, style)) for _, title in grid.columns]
    return Table(header, rows, shares, gap=6, padding=3.5, before=2, after=6)


def _mark(look: Look, chosen: bool, contested: bool) -> Block:
    def draw(pen: Pen, x: float, y: float, width: float) -> None:
        centre = (x + width / 2, y + look.body.leading / 2)
        if chosen:
            pen.circle(centre, 3.6, fill=CONFLICT if contested else ACCENT)
        else:
            pen.circle(centre, 0.9, fill=FAINT)

    return Drawing(look.body.leading, draw)


def roster(look: Look, roster: Roster, shares: Sequence[float] | None = None) -> Table:
    """A repeat as a table: one row an instance."""
    rows = [
        Row(tuple(answer(look, said, bare=True) for said in row))
        for row in roster.rows
        if len(row) == len(roster.columns)
    ]
    header = head(look, *(plain(label) for _, label in roster.columns))
    return Table(header, rows, shares or [1.0] * len(roster.columns), before=2, after=6)


def items_table(look: Look, projection: Projection, items: Iterable[Item]) -> Block:
    """Everything of a group: runs of questions as one table, grids and repeats as their own."""
    return Stack(blocks_of(look, projection, items))


def blocks_of(look: Look, projection: Projection, items: Iterable[Item]) -> list[Block]:
    """The blocks of a group's items, in order."""
    blocks: list[Block] = []
    run: list[Said] = []

    def flush() -> None:
        if run:
            rested = any(said.evidence or said.sources for said in run)
            table = answers(look, projection, run) if rested else plain_answers(look, run)
            blocks.append(table)
            run.clear()

    for item in items:
        if isinstance(item, Said):
            run.append(item)
            continue
        flush()
        title = item.label
        blocks.append(Lines(look.text(spans_of(title), look.h4), before=10, after=4, keep=True))
        if isinstance(item, Grid):
            blocks.append(grid(look, item))
        elif isinstance(item, Roster):
            blocks.append(roster(look, item))
        elif isinstance(item, Heading):
            continue
    flush()
    return blocks


def note_line(look: Look, *spans: Span) -> Lines:
    """A quiet line under a table."""
    return Lines(look.text(spans, look.small), before=2)
