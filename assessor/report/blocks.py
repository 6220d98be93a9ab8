"""What a page is built of: blocks that know their height, may be split, and draw themselves.

A block is asked for its height at a width, may be split where the room ends, and is then drawn once
at its place. Tables repeat their header; no row is cut unless it is taller than a page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from assessor.report.look import INK, LINE
from assessor.report.pen import Colour, Pen
from assessor.report.text import Text


class Block:
    """The least a block is: nothing, of no height."""

    before: float = 0.0  # space above, dropped at the top of a page
    after: float = 0.0
    keep: bool = False  # must not be parted from what follows

    def height(self, width: float) -> float:
        """The height at a width, without the space around."""
        return 0.0

    def least(self, width: float) -> float:
        """The least height with which it can begin on a page."""
        return self.height(width)

    def baseline(self, width: float) -> float:
        """How far below its top the first line of text stands; 0 if it has none."""
        return 0.0

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:
        """Two blocks, the first at most `room` high, or None if it cannot be cut there."""
        return None

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        """Draw with the corner of the reading side at (x, y)."""


class Gap(Block):
    """Empty space that is dropped at the top of a page."""

    def __init__(self, height: float) -> None:
        self.before = height


class Break(Block):
    """The page ends here."""


class Lines(Block):
    """A text. At least two lines stay together at either side of a page break."""

    def __init__(
        self,
        text: Text,
        *,
        before: float = 0,
        after: float = 0,
        keep: bool = False,
        first: int = 0,
        last: int | None = None,
    ) -> None:
        self.text = text
        self.before, self.after, self.keep = before, after, keep
        self.first, self.last = first, last

    def _count(self, width: float) -> int:
        total = len(self.text.lines(width))
        return (total if self.last is None else self.last) - self.first

    def height(self, width: float) -> float:
        return self._count(width) * self.text.style.leading

    def baseline(self, width: float) -> float:
        return self.text.baseline

    def least(self, width: float) -> float:
        count = self._count(width)
        return (count if count < 4 else 2) * self.text.style.leading

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:
        count = self._count(width)
        fits = min(int(room / self.text.style.leading + 0.001), count - 2)
        if fits < 2:
            return None
        cut = self.first + fits
        head = Lines(self.text, before=self.before, first=self.first, last=cut)
        rest = Lines(self.text, after=self.after, keep=self.keep, first=cut, last=self.last)
        return head, rest

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        self.text.draw(pen, x, y, width, self.first, self.last)


class Drawing(Block):
    """A figure of a fixed height, drawn by a function of (pen, x, y, width)."""

    def __init__(
        self,
        height: float,
        drawing: Callable[[Pen, float, float, float], None],
        *,
        before: float = 0,
        after: float = 0,
        keep: bool = False,
    ) -> None:
        self._height = height
        self._drawing = drawing
        self.before, self.after, self.keep = before, after, keep

    def height(self, width: float) -> float:
        return self._height

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        self._drawing(pen, x, y, width)


class Anchored(Block):
    """A block that links, the contents and the outline lead to."""

    def __init__(self, block: Block, anchor: str, title: str, level: int) -> None:
        self.block = block
        self.anchor, self.title, self.level = anchor, title, level
        self.before, self.after, self.keep = block.before, block.after, block.keep

    def height(self, width: float) -> float:
        return self.block.height(width)

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        pen.bookmark(self.anchor, y - 12)
        pen.outline(self.anchor, self.title, self.level)
        self.block.draw(pen, x, y, width)


class Named(Block):
    """A block inside a table that links lead to."""

    def __init__(self, block: Block, anchor: str) -> None:
        self.block, self.anchor = block, anchor

    def height(self, width: float) -> float:
        return self.block.height(width)

    def baseline(self, width: float) -> float:
        return self.block.baseline(width)

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        pen.bookmark(self.anchor, y - 60)
        self.block.draw(pen, x, y, width)


class Stack(Block):
    """Blocks below each other that stay on one page while they fit on one."""

    def __init__(
        self,
        blocks: Iterable[Block],
        *,
        before: float = 0,
        after: float = 0,
        keep: bool = False,
    ) -> None:
        self.blocks = tuple(blocks)
        self.before, self.after, self.keep = before, after, keep

    def height(self, width: float) -> float:
        total = 0.0
        for at, block in enumerate(self.blocks):
            total += (block.before if at else 0) + block.height(width) + block.after
        return total - (self.blocks[-1].after if self.blocks else 0)

    def baseline(self, width: float) -> float:
        return self.blocks[0].baseline(width) if self.blocks else 0.0

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:
        used = 0.0
        for at, block in enumerate(self.blocks):
            top = used + (block.before if at else 0)
            used = top + block.height(width)
            if used > room + 0.01:
                parts = block.split(width, room - top)
                heads, rests = self.blocks[:at], self.blocks[at:]
                if parts:
                    heads, rests = (*heads, parts[0]), (parts[1], *self.blocks[at + 1 :])
                if not heads:
                    return None
                return Stack(heads, before=self.before), Stack(rests, after=self.after)
            used += block.after
        return None

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        for at, block in enumerate(self.blocks):
            y += block.before if at else 0
            block.draw(pen, x, y, width)
            y += block.height(width) + block.after


class Columns(Block):
    """Blocks beside each other, `shares` of the width each, `gap` points between."""

    def __init__(
        self,
        blocks: Sequence[Block],
        shares: Sequence[float],
        gap: float = 16,
        *,
        before: float = 0,
        after: float = 0,
        keep: bool = False,
        middle: bool = False,
    ) -> None:
        self.blocks, self.shares, self.gap = tuple(blocks), tuple(shares), gap
        self.before, self.after, self.keep, self.middle = before, after, keep, middle

    def _widths(self, width: float) -> list[float]:
        free = width - self.gap * (len(self.blocks) - 1)
        return [free * share / sum(self.shares) for share in self.shares]

    def height(self, width: float) -> float:
        return max(
            block.height(each) for block, each in zip(self.blocks, self._widths(width), strict=True)
        )

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        whole = self.height(width)
        for block, each in zip(self.blocks, self._widths(width), strict=True):
            shift = (whole - block.height(each)) / 2 if self.middle else 0
            block.draw(pen, x, y + shift, each)
            x += each + self.gap


class Panel(Block):
    """A block on a tinted ground, with a bar on its reading side."""

    def __init__(
        self,
        block: Block,
        fill: Colour,
        bar: Colour | None = None,
        *,
        padding: float = 10,
        before: float = 0,
        after: float = 0,
        keep: bool = False,
    ) -> None:
        self.block, self.fill, self.bar, self.padding = block, fill, bar, padding
        self.before, self.after, self.keep = before, after, keep

    def height(self, width: float) -> float:
        return self.block.height(width - 2 * self.padding) + 2 * self.padding - 2

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:
        parts = self.block.split(width - 2 * self.padding, room - 2 * self.padding)
        if not parts:
            return None
        head, rest = (Panel(part, self.fill, self.bar, padding=self.padding) for part in parts)
        head.before, rest.after = self.before, self.after
        return head, rest

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        pen.rect(x, y, width, self.height(width), fill=self.fill)
        if self.bar:
            pen.rect(x, y, 2.5, self.height(width), fill=self.bar)
        self.block.draw(pen, x + self.padding, y + self.padding - 1, width - 2 * self.padding)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; `group` rows span all columns and stay with the row below."""

    cells: tuple[Block, ...]
    group: bool = False
    rule: bool = True


class Table(Block):
    """Rows of blocks under a header that is repeated on every page.

    `shares` of the width go to the columns, with `gap` points between them.
    """

    def __init__(
        self,
        header: Sequence[Block] | None,
        rows: Sequence[Row],
        shares: Sequence[float],
        *,
        gap: float = 12,
        padding: float = 4.5,
        before: float = 0,
        after: float = 0,
        ruled: bool = True,
    ) -> None:
        self.header = tuple(header) if header else None
        self.rows, self.shares = tuple(rows), tuple(shares)
        self.gap, self.padding, self.ruled = gap, padding, ruled
        self.before, self.after = before, after
        self._heights: dict[float, list[float]] = {}

    def _part(self, rows: Sequence[Row]) -> Table:
        return Table(
            self.header, rows, self.shares, gap=self.gap, padding=self.padding, ruled=self.ruled
        )

    def _widths(self, width: float) -> list[float]:
        free = width - self.gap * (len(self.shares) - 1)
        return [free * share / sum(self.shares) for share in self.shares]

    def _row(self, row: Row, width: float) -> float:
        if row.group:
            return row.cells[0].height(width) + 2 * self.padding + 2
        widths = self._widths(width)
        drops = _drops(row.cells, widths)
        tallest = max(
            cell.height(each) + drop
            for cell, each, drop in zip(row.cells, widths, drops, strict=True)
        )
        return tallest + 2 * self.padding

    def _row_heights(self, width: float) -> list[float]:
        found = self._heights.get(width)
        if found is None:
            found = self._heights[width] = [self._row(row, width) for row in self.rows]
        return found

    def _header(self, width: float) -> float:
        if not self.header:
            return 0.0
        widths = self._widths(width)
        tallest = max(cell.height(each) for cell, each in zip(self.header, widths, strict=True))
        return tallest + 5

    def height(self, width: float) -> float:
        return self._header(width) + sum(self._row_heights(width))

    def least(self, width: float) -> float:
        heights = self._row_heights(width)
        lead = 0
        while lead < len(self.rows) - 1 and self.rows[lead].group:
            lead += 1
        return self._header(width) + sum(heights[: lead + 1])

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:
        used = self._header(width)
        at = 0
        for height in self._row_heights(width):
            if used + height > room + 0.01:
                break
            used += height
            at += 1
        while at and self.rows[at - 1].group:
            at -= 1
        if 0 < at < len(self.rows):
            head, rest = self._part(self.rows[:at]), self._part(self.rows[at:])
        else:
            parts = self._cut(width, room) if at == 0 else None
            if not parts:
                return None
            head, rest = parts
        head.before, rest.after = self.before, self.after
        return head, rest

    def _cut(self, width: float, room: float) -> tuple[Table, Table] | None:
        """Cut the first row, for one that is taller than a page."""
        first, widths = self.rows[0], self._widths(width)
        inner = room - self._header(width) - 2 * self.padding
        if first.group or inner < 60:
            return None
        heads: list[Block] = []
        rests: list[Block] = []
        for cell, each in zip(first.cells, widths, strict=True):
            parts = None if cell.height(each) <= inner else cell.split(each, inner)
            if parts is None and cell.height(each) > inner:
                return None
            heads.append(parts[0] if parts else cell)
            rests.append(parts[1] if parts else Block())
        rest = [Row(tuple(rests), rule=first.rule), *self.rows[1:]]
        return self._part([Row(tuple(heads), rule=first.rule)]), self._part(rest)

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        widths = self._widths(width)
        if self.header:
            high = self._header(width)
            self._cells(pen, self.header, widths, x, y, bottom=high - 5)
            y += high
            pen.line((x, y), (x + width, y), INK, 0.9)
        for at, (row, high) in enumerate(zip(self.rows, self._row_heights(width), strict=True)):
            if row.group:
                row.cells[0].draw(pen, x, y + self.padding + 2, width)
            else:
                self._cells(pen, row.cells, widths, x, y + self.padding)
            y += high
            if self.ruled and row.rule and not row.group:
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
        drops = _drops(cells, widths)
        for cell, each, drop in zip(cells, widths, drops, strict=True):
            shift = drop if bottom is None else bottom - cell.height(each)
            cell.draw(pen, x, y + shift, each)
            x += each + self.gap


def _drops(cells: Sequence[Block], widths: Sequence[float]) -> list[float]:
    """How far each cell of a row is lowered for all first lines to stand on one line."""
    lines = [cell.baseline(each) for cell, each in zip(cells, widths, strict=True)]
    return [max(lines) - line if line else 0.0 for line in lines]
