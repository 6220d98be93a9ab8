"""Fill pages with blocks, keep together what must stay together, and tighten to save a page."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import NamedTuple

from assessor.report.blocks.block import AnchoredBlock, Block, PageBreak, Stack
from assessor.report.blocks.look import HEIGHT, WIDTH, Look
from assessor.report.projection.projection import Projection
from assessor.report.typesetting.pen import Pen


class PlacedBlock(NamedTuple):
    """A block and its distance from the top of the text area."""

    block: Block
    y: float


class ComposedPage(NamedTuple):
    """The blocks of one page."""

    placed: tuple[PlacedBlock, ...]

    def anchors(self) -> Iterator[AnchoredBlock]:
        """Yield the link targets on this page."""
        return (each.block for each in self.placed if isinstance(each.block, AnchoredBlock))

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw every block."""
        for block, y in self.placed:
            block.draw(pen, x, top + y, width)


def compose_pages(blocks: Iterable[Block], width: float, height: float) -> Iterator[ComposedPage]:
    """Yield pages of `height` points filled with blocks in order."""
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
            # First on the page and still too tall: split at page height, or let it overflow.
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
    """Return whether the blocks that must stay with `block` can start on this page."""
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


_THIN = 0.33
"""A last page with at most this share of content is worth saving."""


def fit_to_page(look: Look, make: Callable[[Look], Iterable[Block]]) -> list[Block]:
    """Return the blocks of `make`, as loosely as they fit on one page, and a page break.

    A longer chapter is tightened only if that saves a nearly empty last page. Empty stays empty.
    """
    first = list(make(look))
    if not first:
        return []
    if Stack(first).height(WIDTH) <= HEIGHT:
        return [*first, PageBreak()]
    pages = _worth(first)
    for closer in (each for each in look.tight() if each is not look):
        blocks = list(make(closer))
        if Stack(blocks).height(WIDTH) <= HEIGHT or _count(blocks) < pages:
            return [*blocks, PageBreak()]
    return [*first, PageBreak()]


def fitted(
    chapter: Callable[[Look, Projection], Iterable[Block]],
) -> Callable[[Look, Projection], list[Block]]:
    """Fit the chapter that a function makes, by `fit_to_page`."""

    @wraps(chapter)
    def fit_chapter(look: Look, projection: Projection) -> list[Block]:
        return fit_to_page(look, lambda closer: chapter(closer, projection))

    return fit_chapter


def _worth(blocks: Iterable[Block]) -> int:
    """Return the number of pages if the last is nearly empty, else 0."""
    pages = list(compose_pages(blocks, WIDTH, HEIGHT))
    last = pages[-1].placed[-1]
    return len(pages) if last.y + last.block.height(WIDTH) <= _THIN * HEIGHT else 0


def _count(blocks: Iterable[Block]) -> int:
    return sum(1 for _ in compose_pages(blocks, WIDTH, HEIGHT))
