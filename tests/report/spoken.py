"""What blocks say, without laying them out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assessor.report.blocks import Across, Anchored, Block, Columns, Lines, Named, Panel, Stack
from assessor.report.rows import Table


def texts(blocks: Iterable[Block]) -> Iterator[str]:
    """Every text of some blocks, in the order of reading."""
    for block in blocks:
        if isinstance(block, Lines):
            yield "".join(span.text for span in block.text.spans)
        elif isinstance(block, Stack | Columns):
            yield from texts(block.blocks)
        elif isinstance(block, Panel | Anchored | Named | Across):
            yield from texts([block.block])
        elif isinstance(block, Table):
            for row in rows([block]):
                yield from row


def rows(blocks: Iterable[Block]) -> Iterator[list[str]]:
    """The rows of the tables among some blocks, headers too; a cell is the texts in it."""
    for block in blocks:
        if isinstance(block, Table):
            for cells in ([block.header] if block.header else []) + [r.cells for r in block.rows]:
                yield ["\n".join(texts([cell])) for cell in cells]


def lines(blocks: Iterable[Block], width: float) -> Iterator[tuple[Lines, float]]:
    """Every text of some blocks laid out `width` wide, each with the width it has there."""
    for block in blocks:
        if isinstance(block, Lines):
            yield block, width
        elif isinstance(block, Stack):
            yield from lines(block.blocks, width)
        elif isinstance(block, Panel):
            yield from lines([block.block], width - 2 * block.padding)
        elif isinstance(block, Anchored | Named):
            yield from lines([block.block], width)
        elif isinstance(block, Across):
            yield from lines([block.block], block._all(width))
        elif isinstance(block, Columns):
            yield from _beside(block.blocks, block._widths(width))
        elif isinstance(block, Table):
            for cells in ([block.header] if block.header else []) + [r.cells for r in block.rows]:
                yield from _beside(cells, block._widths(width))


def _beside(blocks: Iterable[Block], widths: Iterable[float]) -> Iterator[tuple[Lines, float]]:
    for block, width in zip(blocks, widths, strict=True):
        yield from lines([block], width)
