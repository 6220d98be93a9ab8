"""Tables: rows of blocks under a header that repeats on every page.

A row is split only if it is taller than a page. Rows do not stand alone on a page. First lines of a
row share a baseline.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assessor.report.blocks.block import Block
from assessor.report.blocks.look import HEIGHT, INK, LINE
from assessor.report.typesetting.pen import Pen

_FEW = 3
"""Longer tables leave no single row on a page; short ones up to this length stay whole."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table, with or without a rule below."""

    cells: tuple[Block, ...]
    rule: bool = True


class TableBlock(Block):
    """Rows of blocks under a header that repeats on every page.

    `shares` divide the width among columns, with `gap` points between.
    """

    def __init__(
        self,
        header: Sequence[Block] | None,
        rows: Iterable[TableRow | Iterable[Block]],
        shares: Sequence[float],
        *,
        gap: float = 12,
        padding: float = 4.5,
        before: float = 0,
        after: float = 0,
        ruled: bool = True,
    ) -> None:
        self.header = tuple(header) if header else None
        self.rows = tuple(r if isinstance(r, TableRow) else TableRow(tuple(r)) for r in rows)
        self.shares = tuple(shares)
        self.gap, self.padding, self.ruled = gap, padding, ruled
        self.before, self.after = before, after
        self._heights: dict[float, list[float]] = {}

    def _part(self, rows: Sequence[TableRow]) -> TableBlock:
        return TableBlock(
            self.header, rows, self.shares, gap=self.gap, padding=self.padding, ruled=self.ruled
        )

    def column_widths(self, width: float) -> list[float]:
        """Return the width of each column within `width`."""
        free = width - self.gap * (len(self.shares) - 1)
        return [free * share / sum(self.shares) for share in self.shares]

    def _row(self, row: TableRow, width: float) -> float:
        widths = self.column_widths(width)
        drops = _drops(row.cells, widths)
        tallest = max(
            cell.height(each) + drop
            for cell, each, drop in zip(row.cells, widths, drops, strict=True)
        )
        return tallest + 2 * self.padding

    def _row_heights(self, width: float) -> list[float]:
        heights = self._heights.get(width)
        if heights is None:
            heights = self._heights[width] = [self._row(row, width) for row in self.rows]
        return heights

    def _header(self, width: float) -> float:
        if not self.header:
            return 0.0
        widths = self.column_widths(width)
        tallest = max(cell.height(each) for cell, each in zip(self.header, widths, strict=True))
        return tallest + 5

    def height(self, width: float) -> float:
        return self._header(width) + sum(self._row_heights(width))

    def least(self, width: float) -> float:
        heights = self._row_heights(width)
        short = len(heights) <= _FEW and sum(heights) <= HEIGHT / 5
        # a single row below a heading is easily overlooked
        first = heights if short else heights[:2]
        return self._header(width) + min(sum(first), HEIGHT / 5 if _tall(first) else HEIGHT)

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:
        heights = self._row_heights(width)
        used, at = self._header(width), 0
        while at < len(heights) and used + heights[at] <= room + 0.01:
            used += heights[at]
            at += 1
        if at == len(self.rows) - 1 and at >= _FEW:
            at -= 1  # leave no single row for the next page
            used -= heights[at]
        cut = None
        if at < len(self.rows) and (at == 0 or _tall(heights[at : at + 1])):
            cut = self._cut(self.rows[at], width, room - used)
        if cut:
            head = self._part([*self.rows[:at], cut[0]])
            rest = self._part([cut[1], *self.rows[at + 1 :]])
        elif 0 < at < len(self.rows):
            head, rest = self._part(self.rows[:at]), self._part(self.rows[at:])
        else:
            return None
        head.before, rest.after = self.before, self.after
        return head, rest

    def _cut(self, row: TableRow, width: float, room: float) -> tuple[TableRow, TableRow] | None:
        """Split a row that is taller than a page."""
        inner = room - 2 * self.padding - 4  # first lines can be lowered slightly
        if inner < 60:
            return None
        heads: list[Block] = []
        rests: list[Block] = []
        for cell, each in zip(row.cells, self.column_widths(width), strict=True):
            parts = None if cell.height(each) <= inner else cell.split(each, inner)
            if parts is None and cell.height(each) > inner:
                return None
            heads.append(parts[0] if parts else cell)
            rests.append(parts[1] if parts else Block())
        return TableRow(tuple(heads), rule=False), TableRow(tuple(rests), rule=row.rule)

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        widths = self.column_widths(width)
        with pen.tree.group("Table"):
            if self.header:
                high = self._header(width)
                with pen.tree.group("TR"):
                    self._cells(pen, self.header, widths, x, y, bottom=high - 5)
                y += high
                pen.line((x, y), (x + width, y), INK, 0.9)
            for at, (row, high) in enumerate(zip(self.rows, self._row_heights(width), strict=True)):
                with pen.tree.group("TR"):
                    self._cells(pen, row.cells, widths, x, y + self.padding)
                y += high
                if self.ruled and row.rule:
                    last = at == len(self.rows) - 1
                    pen.line((x, y), (x + width, y), LINE, 0.8 if last else 0.5)

    def _cells(
        self,
        pen: Pen,
        cells: Sequence[Block],
        widths: Sequence[float],
        x: float,
        y: float,
        bottom: float | None = None,
    ) -> None:
        """Draw a row. With `bottom` it is the header, aligned to that line."""
        drops = _drops(cells, widths)
        role, scope = ("TD", "") if bottom is None else ("TH", "Column")
        for cell, each, drop in zip(cells, widths, drops, strict=True):
            shift = drop if bottom is None else bottom - cell.height(each)
            with pen.tree.group(role, scope):
                cell.draw(pen, x, y + shift, each)
            x += each + self.gap


def _drops(cells: Sequence[Block], widths: Sequence[float]) -> list[float]:
    """Return how far to lower each cell so that first lines align."""
    lines = [cell.baseline(each) for cell, each in zip(cells, widths, strict=True)]
    return [max(lines) - line if line else 0.0 for line in lines]


def _tall(heights: Sequence[float]) -> bool:
    """Return whether a row is taller than a page."""
    return sum(heights) > HEIGHT
