"""Answers as tables: questions with answers, grids of choices, and repeats."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assessor.report.blocks.block import Block, SpanningCell, Stack, TextBlock
from assessor.report.blocks.charts import EvidenceBadge
from assessor.report.blocks.look import ACCENT, CONFLICT, FAINT, INK, MUTED, WARN, Look
from assessor.report.blocks.table_block import TableBlock
from assessor.report.projection.projection import (
    INTERNAL,
    GridAnswers,
    Item,
    PrintedAnswer,
    Projection,
    RepeatAnswers,
    Visibility,
)
from assessor.report.typesetting import text_layout
from assessor.report.typesetting.pen import Pen

_GRID_GAP = 6.0
"""Points between the choices of a grid."""


def answer_block(look: Look, answer: PrintedAnswer, *, bare: bool = False) -> Block:
    """Return the answer to one question: values, note and reason, or a muted placeholder."""
    translate = look.translate
    blocks: list[Block] = []
    if answer.visibility is Visibility.NONE:
        words = translate("Withheld") if bare else translate("Withheld in this version")
        return look.block(words, _quiet(look))
    if not answer.relevant:
        return look.block(translate("Does not apply"), _quiet(look))
    if answer.values:
        strong = bare or len(answer.text) < 60
        style = look.body.but(weight=text_layout.SEMIBOLD if strong and not bare else "Regular")
        blocks.append(look.block(answer_text(look, answer), style))
    elif answer.missing:
        blocks.append(look.block(answer.missing, _quiet(look)))
    else:
        blocks.append(look.block(translate("Not answered"), _quiet(look)))
    if answer.note:
        blocks.append(look.block(look.quote(answer.note), look.small, before=2))
    if answer.cleared:
        blocks.append(TextBlock(cleared_text(look, answer), before=2))
    if answer.contested:
        words = translate("Assessors differ; not yet decided")
        blocks.append(look.block(words, look.small.but(colour=CONFLICT), before=2))
    if answer.violated:
        blocks.append(look.block(answer.violated, look.small.but(colour=WARN), before=2))
    return Stack(blocks) if len(blocks) > 1 else blocks[0]


def cleared_text(look: Look, answer: PrintedAnswer) -> text_layout.TextLayout:
    """Return the wording for the government that replaces an internal text."""
    lead = text_layout.Span(
        look.introducing(look.translate("Wording for the government")), text_layout.SEMIBOLD
    )
    return look.text([lead, text_layout.Span(look.quote(answer.cleared))], look.small)


def answer_text(look: Look, answer: PrintedAnswer) -> str:
    """Return an answer's values as one text; typed text keeps its own direction."""
    text = look.semicolon.join(answer.values)
    return look.quote(text) if answer.type == "string" else text


def _quiet(look: Look) -> text_layout.Style:
    return look.body.but(
        colour=MUTED, weight="Regular" if look.right_to_left else text_layout.ITALIC
    )


def basis_block(look: Look, projection: Projection, answer: PrintedAnswer) -> Block:
    """Return the evidence level of an answer and its sources."""
    if answer.visibility is Visibility.NONE or not answer.relevant:
        return Block()
    blocks: list[Block] = []
    coded = answer.sources if projection.profile == INTERNAL else ()
    if answer.evidence:
        title = projection.evidence_scale.title(answer.evidence)
        blocks.append(EvidenceBadge(look, answer.evidence, title, coded))
    elif coded:
        spans = [text_layout.Span(f"{each} ", link=f"source-{each}") for each in coded]
        blocks.append(look.block(spans, look.small))
    if answer.sources and not coded:
        blocks.append(look.block(look.semicolon.join(answer.sources), look.tiny, before=1))
    return Stack(blocks)


def header_cells(look: Look, *titles: str) -> list[Block]:
    """Return the header cells of a table."""
    return [look.block(title, look.label) for title in titles]


def pairs_table(
    look: Look,
    pairs: Iterable[tuple[str, str]],
    styles: tuple[text_layout.Style, text_layout.Style],
    shares: tuple[float, float],
    padding: float = 4.5,
) -> TableBlock:
    """Return a table of two texts a row, each column in its style."""
    rows = [
        [look.block(text, style) for text, style in zip(pair, styles, strict=True)]
        for pair in pairs
    ]
    return TableBlock(None, rows, shares, padding=padding)


def answers_table(
    look: Look, projection: Projection, answers: Sequence[PrintedAnswer]
) -> TableBlock:
    """Return questions with answers and their basis."""
    translate = look.translate
    rows = [
        (
            look.block(text_layout.label_spans(answer.label), look.body.but(colour=INK)),
            answer_block(look, answer),
            basis_block(look, projection, answer),
        )
        for answer in answers
    ]
    header = header_cells(look, translate("Question"), translate("Answer"), translate("Rests on"))
    return TableBlock(header, rows, (0.42, 0.35, 0.23), padding=4.5 * look.air, before=2, after=4)


def plain_answers_table(look: Look, answers: Sequence[PrintedAnswer]) -> TableBlock:
    """Return questions with answers only."""
    rows = [
        (look.block(text_layout.label_spans(answer.label), look.body), answer_block(look, answer))
        for answer in answers
    ]
    return TableBlock(None, rows, (0.42, 0.58), padding=3.5 * look.air, before=2, after=4)


def grid_table(look: Look, grid: GridAnswers) -> TableBlock:
    """Return questions that share choices, with a mark under each chosen one."""
    treaties = any(answer.legal for answer in grid.rows)
    marks = 0.68 - (0.14 if treaties else 0)
    shares = [
        0.32,
        *(marks / len(grid.columns) for _ in grid.columns),
        *([0.14] if treaties else []),
    ]
    rows = []
    for answer in grid.rows:
        label = look.block(text_layout.label_spans(answer.label), look.body)
        note = [look.block(look.quote(answer.note), look.small)] if answer.note else []
        cells: list[Block] = [Stack([label, *note]) if note else label]
        if answer.visibility is Visibility.NONE or not answer.values:
            across = SpanningCell(answer_block(look, answer), len(grid.columns), _GRID_GAP)
            cells += [across, *(Block() for _ in grid.columns[1:])]
        else:
            cells += [
                ChoiceMark(look, title if code in answer.codes else "", answer.contested)
                for code, title in grid.columns
            ]
        if treaties:
            cells.append(look.block(citation(answer.legal), look.tiny.but(align="end")))
        rows.append(cells)
    small = look.tiny.but(weight=text_layout.SEMIBOLD)  # so that long choice labels fit
    centre, end = small.but(align="center"), small.but(align="end")
    header = [look.block("", look.label)]
    header += [look.block(title, centre) for _, title in grid.columns]
    header += [look.block(look.translate("Articles"), end)] if treaties else []
    padding = 3.5 * look.air
    return TableBlock(header, rows, shares, gap=_GRID_GAP, padding=padding, before=2, after=6)


def citation(references: Sequence[str]) -> str:
    """Format article references for a table row: BC 2 · UNCC 7."""
    return " · ".join(each.replace(":", "\u00a0").replace("-", "–") for each in references)


class ChoiceMark(Block):
    """A mark with the alternative text `alt`, or a faint dot for a choice that was not made."""

    def __init__(self, look: Look, alt: str, contested: bool) -> None:
        self.alt = alt
        self._colour = CONFLICT if contested else ACCENT
        self._height = look.body.leading

    def height(self, width: float) -> float:
        return self._height

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        centre = (x + width / 2, y + self._height / 2)
        if not self.alt:
            pen.circle(centre, 0.9, fill=FAINT)
            return
        with pen.leaf("Figure", self.alt):
            pen.circle(centre, 3.6, fill=self._colour)


def repeat_block(look: Look, repeat: RepeatAnswers) -> Block:
    """Return a repeat with a row per instance, or a table per instance if it is wide or uneven."""
    if repeat.withheld:
        return look.block(look.translate("Withheld in this version"), _quiet(look))
    if repeat.blank:
        return look.block(look.translate("Not answered"), _quiet(look), after=6)
    if len(repeat.columns) > 7 or any(len(row) != len(repeat.columns) for row in repeat.rows):
        return Stack(
            block
            for number, row in enumerate(repeat.rows, 1)
            for block in (
                look.block(f"{number}", look.h4.but(colour=ACCENT), before=6, keep=True),
                plain_answers_table(look, row),
            )
        )
    rows = [[answer_block(look, answer, bare=True) for answer in row] for row in repeat.rows]
    header = header_cells(look, *(text_layout.plain_text(label) for _, label in repeat.columns))
    return TableBlock(header, rows, [1.0] * len(repeat.columns), before=2, after=6)


def item_blocks(
    look: Look, projection: Projection, items: Iterable[Item], *, bare: bool = False
) -> list[Block]:
    """Return the blocks of a group's items; `bare` omits the basis of answers."""
    blocks: list[Block] = []
    run: list[PrintedAnswer] = []

    def flush() -> None:
        if run:
            with_basis = not bare and any(answer.evidence or answer.sources for answer in run)
            table = (
                answers_table(look, projection, run)
                if with_basis
                else plain_answers_table(look, run)
            )
            table.before = 10 if blocks else 2
            blocks.append(table)
            run.clear()

    for item in items:
        if isinstance(item, PrintedAnswer):
            run.append(item)
            continue
        flush()
        title = text_layout.label_spans(item.label)
        blocks.append(look.block(title, look.h4, before=10, after=4, keep=True, role="H3"))
        if isinstance(item, GridAnswers):
            blocks.append(grid_table(look, item))
        elif isinstance(item, RepeatAnswers):
            blocks.append(repeat_block(look, item))
    flush()
    return blocks
