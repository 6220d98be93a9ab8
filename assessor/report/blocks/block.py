"""Blocks of a page: they know their height, can be split, and draw themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass

from assessor.report.typesetting.pen import Colour, Pen
from assessor.report.typesetting.text_layout import TextLayout


@dataclass(eq=False, kw_only=True)
class Block:
    """The base block: empty, without height."""

    before: float = 0.0  # space above, except at the top of a page
    after: float = 0.0
    keep: bool = False  # stays with the next block

    def height(self, width: float) -> float:
        """Return the height at a width, without surrounding space."""
        return 0.0

    def least(self, width: float) -> float:
        """Return the least height that must fit to start on a page."""
        return self.height(width)

    def baseline(self, width: float) -> float:
        """Return the distance from top to first baseline; 0 without text."""
        return 0.0

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:
        """Split into two blocks, the first at most `room` high; None if impossible."""
        return None

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        """Draw with the top corner of the reading side at (x, y)."""


class Gap(Block):
    """Space that is dropped at the top of a page."""

    def __init__(self, height: float) -> None:
        super().__init__(before=height)


class PageBreak(Block):
    """Ends the page."""


@dataclass(eq=False)
class TextBlock(Block):
    """A text. At least two lines stay together on each side of a page break."""

    text: TextLayout
    first: int = 0
    last: int | None = None
    role: str = "P"  # in the structure tree

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
        head = TextBlock(self.text, before=self.before, first=self.first, last=cut, role=self.role)
        rest = TextBlock(
            self.text, after=self.after, keep=self.keep, first=cut, last=self.last, role=self.role
        )
        return head, rest

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        if self.text:
            with pen.leaf(self.role):
                self.text.draw(pen, x, y, width, self.first, self.last)


@dataclass(eq=False)
class Drawing(Block):
    """A figure of fixed height, drawn by a function (pen, x, y, width)."""

    fixed_height: float
    drawing: Callable[[Pen, float, float, float], None]
    alt: str = ""  # alternative text; decoration if empty

    def height(self, width: float) -> float:
        return self.fixed_height

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        with pen.leaf("Figure", self.alt) if self.alt else nullcontext():
            self.drawing(pen, x, y, width)


@dataclass(eq=False)
class AnchoredBlock(Block):
    """A target of links, contents and outline, with the space of its block."""

    block: TextBlock
    anchor: str
    title: str

    def __post_init__(self) -> None:
        self.before, self.after, self.keep = self.block.before, self.block.after, self.block.keep

    def height(self, width: float) -> float:
        return self.block.height(width)

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        pen.bookmark(self.anchor, y - 12)
        pen.outline(self.anchor, self.title)
        self.block.draw(pen, x, y, width)


@dataclass(eq=False)
class AnchoredCell(Block):
    """A link target inside a table."""

    block: Block
    anchor: str

    def height(self, width: float) -> float:
        return self.block.height(width)

    def baseline(self, width: float) -> float:
        return self.block.baseline(width)

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        pen.bookmark(self.anchor, y - 60)
        self.block.draw(pen, x, y, width)


@dataclass(eq=False)
class SpanningCell(Block):
    """A block in the first of several equal columns that spans all of them."""

    block: Block
    count: int
    gap: float

    def full_width(self, width: float) -> float:
        """Return the width of all its columns, each `width` wide."""
        return width * self.count + self.gap * (self.count - 1)

    def height(self, width: float) -> float:
        return self.block.height(self.full_width(width))

    def baseline(self, width: float) -> float:
        return self.block.baseline(self.full_width(width))

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        self.block.draw(pen, x, y, self.full_width(width))


class Stack(Block):
    """Blocks below each other, kept on one page if they fit."""

    def __init__(self, blocks: Iterable[Block], *, before: float = 0, after: float = 0) -> None:
        super().__init__(before=before, after=after)
        self.blocks = tuple(blocks)

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


@dataclass(eq=False)
class Columns(Block):
    """Blocks side by side: `shares` of the width, `gap` points between."""

    blocks: Sequence[Block]
    shares: Sequence[float]
    gap: float = 16
    middle: bool = False
    level: bool = False  # draw all panels at equal height

    def column_widths(self, width: float) -> list[float]:
        """Return the width of each block within `width`."""
        free = width - self.gap * (len(self.blocks) - 1)
        return [free * share / sum(self.shares) for share in self.shares]

    def height(self, width: float) -> float:
        return max(
            block.height(each)
            for block, each in zip(self.blocks, self.column_widths(width), strict=True)
        )

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        whole = self.height(width)
        for block, each in zip(self.blocks, self.column_widths(width), strict=True):
            shift = (whole - block.height(each)) / 2 if self.middle else 0
            if self.level and isinstance(block, Panel):
                block.ground(pen, x, y, each, whole)
            block.draw(pen, x, y + shift, each)
            x += each + self.gap


@dataclass(eq=False)
class Panel(Block):
    """A block on a tinted ground with a bar on the reading side."""

    block: Block
    fill: Colour
    bar: Colour | None = None
    padding: float = 10

    def height(self, width: float) -> float:
        return self.block.height(width - 2 * self.padding) + 2 * self.padding - 2

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:
        parts = self.block.split(width - 2 * self.padding, room - 2 * self.padding)
        if not parts:
            return None
        head, rest = (Panel(part, self.fill, self.bar, padding=self.padding) for part in parts)
        head.before, rest.after = self.before, self.after
        return head, rest

    def ground(self, pen: Pen, x: float, y: float, width: float, height: float) -> None:
        """Draw only the ground, at this height."""
        pen.rect(x, y, width, height, fill=self.fill)
        if self.bar:
            pen.rect(x, y, 2.5, height, fill=self.bar)

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        self.ground(pen, x, y, width, self.height(width))
        self.block.draw(pen, x + self.padding, y + self.padding - 1, width - 2 * self.padding)
