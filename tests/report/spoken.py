"""What blocks say, without laying them out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assessor.report.blocks import Anchored, Block, Columns, Lines, Named, Panel, Stack
from assessor.report.rows import Table


def texts(blocks: Iterable[Block]) -> Iterator[str]:
    """Every text of some blocks, in the order of reading."""
    for block in blocks:
        if isinstance(block, Lines):
            yield "".join(span.text for span in block.text.spans)
        elif isinstance(block, Stack | Columns):
            yield from texts(block.blocks)
        elif isinstance(block, Panel | Anchored | Named):
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
