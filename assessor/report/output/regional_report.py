"""The regional report: many missions on a few pages; countries are not ranked.

It is independent of the registry and receives plain numbers and words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import floor

from assessor import words
from assessor.report.blocks.answer_tables import header_cells
from assessor.report.blocks.block import Block
from assessor.report.blocks.charts import draw_centred
from assessor.report.blocks.look import ACCENT, FAINT, INK, LINE, MUTED, ON_STAGES, STAGES, Look
from assessor.report.blocks.plain_pages import render_plain
from assessor.report.blocks.table_block import TableBlock
from assessor.report.typesetting.pen import Pen
from assessor.report.typesetting.text_layout import SEMIBOLD, Style

ACROSS = 12
"""Number of figure columns that fit beside the names."""


@dataclass(frozen=True, slots=True)
class ShadedCell:
    """A matrix cell: text, stage 1 to 5 for its colour (0: none), thin data, spoken text."""

    text: str
    stage: int = 0
    thin: bool = False
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class StageMatrix:
    """Names as rows, `columns`, and a cell for each."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[ShadedCell, ...]], ...]


@dataclass(frozen=True, slots=True)
class SlopeFigure:
    """Development over time: title, and dates (ISO) and values by name."""

    title: str
    lines: tuple[tuple[str, tuple[tuple[str, float], ...]], ...]


@dataclass(frozen=True, slots=True)
class PlainTable:
    """A table of words: headings, shares of the width, rows."""

    head: tuple[str, ...]
    shares: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class RegionalPart:
    """One comparison: title, notes and figures.

    `legend` is printed below the matrix, `nothing` if there is no figure.
    """

    title: str
    notes: tuple[str, ...] = ()
    matrix: StageMatrix | None = None
    slopes: tuple[SlopeFigure, ...] = ()
    table: PlainTable | None = None
    legend: tuple[str, ...] = ()
    nothing: str = ""


@dataclass(frozen=True, slots=True)
class RegionalReport:
    """The report; `lead` are sentences below the title, `marking` is on every page."""

    title: str
    lead: tuple[str, ...]
    parts: tuple[RegionalPart, ...]
    language: str
    marking: str


def render_regional(
    report: RegionalReport, progress: Callable[[int, int], None] | None = None
) -> bytes:
    """Return the report as an A4 PDF. Exceptions of `progress` propagate."""
    look = Look(report.language)
    return render_plain(
        _blocks(look, report), look, report.title, marking=report.marking, progress=progress
    )


def _blocks(look: Look, report: RegionalReport) -> Iterator[Block]:
    yield look.block(report.title, look.h1, after=6, role="H1")
    for sentence in report.lead:
        yield look.block(sentence, look.body.but(colour=MUTED), after=3)
    for part in report.parts:
        yield look.block(part.title, look.h2, before=22, after=6, keep=True, role="H2")
        for note in part.notes:
            yield look.block(note, look.cell, after=4, keep=True)
        yield from _drawn(look, part)


def _drawn(look: Look, part: RegionalPart) -> Iterator[Block]:
    empty = True
    if part.matrix is not None and part.matrix.rows:
        yield from _matrix(look, part.matrix)
        for line in part.legend:
            yield look.block(line, look.small, before=4)
        empty = False
    for slope in part.slopes:
        yield look.block(slope.title, look.h4, before=8, after=2, keep=True, role="H3")
        yield SlopeLines(look, slope)
        empty = False
    if part.table is not None and part.table.rows:
        rows = [
            [look.block(look.quote(cell), look.cell) for cell in row] for row in part.table.rows
        ]
        header = header_cells(look, *part.table.head)
        yield TableBlock(header, rows, part.table.shares, gap=9, padding=3, before=6)
        empty = False
    if empty:
        yield look.block(part.nothing, look.body.but(colour=MUTED), after=4)


def _matrix(look: Look, matrix: StageMatrix) -> Iterator[Block]:
    """Yield as many tables as the columns need."""
    for start in range(0, len(matrix.columns), ACROSS):
        columns = matrix.columns[start : start + ACROSS]
        share = 0.68 / max(len(columns), 6)
        first = 1 - share * len(columns)
        middle = look.label.but(align="center")
        header = [look.block("", look.label)]
        header += [look.block(title, middle) for title in columns]
        rows = [
            (
                look.block(look.quote(name), look.body),
                *(StageCell(look, cell) for cell in cells[start : start + ACROSS]),
            )
            for name, cells in matrix.rows
        ]
        yield TableBlock(
            header, rows, (first, *(share for _ in columns)), gap=3, padding=1.5, after=6
        )


class StageCell(Block):
    """A cell in the colour of its stage; thin data are hatched."""

    def __init__(self, look: Look, cell: ShadedCell) -> None:
        self.cell = cell
        self._style = Style(7.6, 10, INK, SEMIBOLD)
        self._height = max(18.0, look.body.leading + 4)

    def height(self, width: float) -> float:
        return self._height

    def baseline(self, width: float) -> float:
        return self._height / 2 + 2.7

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        with pen.leaf("Figure", self.cell.spoken or self.cell.text):
            style = self._style
            if self.cell.stage:
                at = max(1, min(len(STAGES), self.cell.stage)) - 1
                pen.rect(x, y, width, self._height, fill=STAGES[at], radius=3)
                style = style.but(colour=ON_STAGES[at])
                if self.cell.thin:
                    self._hatch(pen, x, y, width, style)
            else:
                style = style.but(colour=MUTED)
            draw_centred(pen, self.cell.text, (x + width / 2, y + self._height / 2), style)

    def _hatch(self, pen: Pen, x: float, y: float, width: float, style: Style) -> None:
        """Draw hatching in the corners, away from the number."""
        reach = self._height * 0.45
        for step in (0.4, 0.7, 1.0):
            length = reach * step
            pen.line((x + 1, y + length), (x + length, y + 1), style.colour, 0.5)
            right, low = x + width - 1, y + self._height - 1
            pen.line((right, low - length + 1), (right - length + 1, low), style.colour, 0.5)


class SlopeLines(Block):
    """Lines between missions on the stage scale, named at the end."""

    def __init__(self, look: Look, slope: SlopeFigure) -> None:
        self.look, self.slope = look, slope
        self._high = 96.0

    def height(self, width: float) -> float:
        return self._high + 18

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        description = "; ".join(
            f"{name}: " + " → ".join(f"{when[:7]} {self._number(value)}" for when, value in points)
            for name, points in self.slope.lines
        )
        with pen.leaf("Figure", f"{self.slope.title}. {description}"):
            self._picture(pen, x, y, width)

    def _picture(self, pen: Pen, x: float, y: float, width: float) -> None:
        left, right = x + 18, x + width * 0.66
        tiny = self.look.tiny
        for stage in range(1, 6):
            level = self._level(y, stage)
            pen.line((left, level), (right, level), LINE, 0.5)
            self._say(pen, str(stage), x, level, 12, tiny.but(colour=MUTED))
        days = [_day(when) for _, points in self.slope.lines for when, _ in points]
        first, last = min(days), max(days)
        span = max(1, last - first)
        for day, align, at in ((first, "start", left), (last, "end", right - 80)):
            when = words.long_date(date.fromordinal(day), self.look.code)
            self._say(pen, when, at, y + self._high + 10, 80, tiny.but(align=align))
        taken: list[float] = []
        for name, points in self.slope.lines:
            spots = [
                (left + (right - left) * (_day(when) - first) / span, self._level(y, value))
                for when, value in points
            ]
            for start, other in pairwise(spots):
                pen.line(start, other, ACCENT, 1.1)
            for spot in spots:
                pen.circle(spot, 2.2, fill=ACCENT)
            label = _free(spots[-1][1], taken)
            taken.append(label)
            pen.line((spots[-1][0] + 3, spots[-1][1]), (right + 8, label), FAINT, 0.4)
            text = f"{name}  {self._number(points[-1][1])}"
            self._say(pen, text, right + 11, label, x + width - right - 11, tiny.but(colour=INK))

    def _level(self, y: float, value: float) -> float:
        return y + self._high - (value - 1) / 4 * (self._high - 12) - 4

    def _number(self, value: float) -> str:
        return words.format_number(value, self.look.code, 2)

    def _say(
        self, pen: Pen, text: str, x: float, middle: float, width: float, style: Style
    ) -> None:
        self.look.text(text, style).draw(pen, x, middle - style.leading / 2, width)


def nearest_stage(value: float | None) -> int:
    """Return the stage whose colour a mean takes; 0 for none."""
    return 0 if value is None else max(1, min(len(STAGES), floor(value + 0.5)))


def _day(when: str) -> int:
    return date.fromisoformat(when[:10]).toordinal()


def _free(preferred: float, taken: Sequence[float], gap: float = 9.5) -> float:
    """Return the free height nearest to `preferred`."""
    for step in range(60):
        for side in (1, -1):
            at = preferred + side * step * 2
            if all(abs(at - other) >= gap for other in taken):
                return at
    return preferred
