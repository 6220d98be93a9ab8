"""From blocks to pages: fill each page, keep together what belongs together, then draw."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from assessor.report.blocks.block import AnchoredBlock, Block, PageBreak
from assessor.report.typesetting.pen import Pen


class PlacedBlock(NamedTuple):
    """A block and the distance of its top from the top of the text area."""

    block: Block
    y: float


class ComposedPage(NamedTuple):
    """What stands on one page."""

    placed: tuple[PlacedBlock, ...]

    def anchors(self) -> Iterator[AnchoredBlock]:
        """The places on this page that something leads to."""
        return (each.block for each in self.placed if isinstance(each.block, AnchoredBlock))

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw every block."""
        for block, y in self.placed:
            block.draw(pen, x, top + y, width)


def compose_pages(blocks: Iterable[Block], width: float, height: float) -> Iterator[ComposedPage]:
    """Pages of `height` points filled with blocks in order."""
    waiting = deque(blocks)
    placed: list[PlacedBlock] = []
    y = 0.0
    while waiting:
        block = waiting.popleft()
        if isinstance(block, PageBreak):
            if placed:
                yield ComposedPage(tuple(placed))
            placed, y = [], 0.0
            continue
        top = y + (block.before if placed else 0)
        room = height - top
        if block.height(width) <= room + 0.01 and _followed(block, waiting, width, room):
            placed.append(PlacedBlock(block, top))
            y = top + block.height(width) + block.after
            continue
        parts = block.split(width, room) if block.least(width) <= room + 0.01 else None
        if parts is None and not placed:
            # Nothing above it to move away from: it is taller than the page and cannot be cut.
            parts = block.split(width, height)
            if parts is None:
                yield ComposedPage((PlacedBlock(block, 0.0),))
                continue
        if parts is None:
            waiting.appendleft(block)
        else:
            placed.append(PlacedBlock(parts[0], top))
            waiting.appendleft(parts[1])
        yield ComposedPage(tuple(placed))
        placed, y = [], 0.0
    if placed:
        yield ComposedPage(tuple(placed))


def _followed(block: Block, waiting: Iterable[Block], width: float, room: float) -> bool:
    """Whether what must not be parted from `block` can begin on the same page."""
    if not block.keep:
        return True
    used = block.height(width) + block.after
    for following in waiting:
        if isinstance(following, PageBreak):
            return True
        used += following.before
        if not following.keep:
            return used + following.least(width) <= room + 0.01
        used += following.height(width) + following.after
    return True
