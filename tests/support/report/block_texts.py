"""Extract the texts of blocks without layout."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assessor.report.blocks.block import (
    AnchoredBlock,
    AnchoredCell,
    Block,
    Columns,
    Panel,
    SpanningCell,
    Stack,
    TextBlock,
)
from assessor.report.blocks.table_block import TableBlock


def texts(blocks: Iterable[Block]) -> Iterator[str]:
    """Every text of some blocks, in the order of reading."""
    for block in blocks:
        if isinstance(block, TextBlock):
            yield "".join(span.text for span in block.text.spans)
        elif isinstance(block, Stack | Columns):
            yield from texts(block.blocks)
        elif isinstance(block, Panel | AnchoredBlock | AnchoredCell | SpanningCell):
            yield from texts([block.block])
        elif isinstance(block, TableBlock):
            for row in rows([block]):
                yield from row


def rows(blocks: Iterable[Block]) -> Iterator[list[str]]:
    """The rows of the tables among some blocks, headers too; a cell is the texts in it."""
    for block in blocks:
        if isinstance(block, TableBlock):
            for cells in ([block.header] if block.header else []) + [r.cells for r in block.rows]:
                yield ["\n".join(texts([cell])) for cell in cells]


def lines(blocks: Iterable[Block], width: float) -> Iterator[tuple[TextBlock, float]]:
    """Every text of some blocks laid out `width` wide, each with the width it has there."""
    for block in blocks:
        if isinstance(block, TextBlock):
            yield block, width
        elif isinstance(block, Stack):
            yield from lines(block.blocks, width)
        elif isinstance(block, Panel):
            yield from lines([block.block], width - 2 * block.padding)
        elif isinstance(block, AnchoredBlock | AnchoredCell):
            yield from lines([block.block], width)
        elif isinstance(block, SpanningCell):
            yield from lines([block.block], block.full_width(width))
        elif isinstance(block, Columns):
            yield from _beside(block.blocks, block.column_widths(width))
        elif isinstance(block, TableBlock):
            for cells in ([block.header] if block.header else []) + [r.cells for r in block.rows]:
                yield from _beside(cells, block.column_widths(width))


def _beside(blocks: Iterable[Block], widths: Iterable[float]) -> Iterator[tuple[TextBlock, float]]:
    for block, width in zip(blocks, widths, strict=True):
        yield from lines([block], width)
