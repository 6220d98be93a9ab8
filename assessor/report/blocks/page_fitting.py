"""Chapters that are set closer where that saves a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from assessor.report.blocks.block import Block, PageBreak, Stack
from assessor.report.blocks.look import HEIGHT, WIDTH, Look
from assessor.report.blocks.page_composition import compose_pages

_THIN = 0.33
"""So much of a last page, or less, is not worth a page."""


def fit_to_page(look: Look, make: Callable[[Look], Iterable[Block]]) -> list[Block]:
    """The blocks that `make` gives, with as much air as fits on one page, and the page's end.

    What is longer is set closer only where that saves a last page with next to nothing on it;
    otherwise it keeps its air. Nothing stays nothing.
    """
    first = list(make(look))
    if not first:
        return []
    if Stack(first).height(WIDTH) <= HEIGHT:
        return [*first, PageBreak()]
    pages = _worth(first)
    for closer in (each for each in look.tight() if each is not look):
        blocks = list(make(closer))
        if Stack(blocks).height(WIDTH) <= HEIGHT:
            return [*blocks, PageBreak()]
        if _count(blocks) < pages:
            return [*blocks, PageBreak()]
    return [*first, PageBreak()]


def _worth(blocks: Iterable[Block]) -> int:
    """How many pages there are, if the last of them is thin; else 0."""
    pages = list(compose_pages(blocks, WIDTH, HEIGHT))
    last = pages[-1].placed[-1]
    return len(pages) if last.y + last.block.height(WIDTH) <= _THIN * HEIGHT else 0


def _count(blocks: Iterable[Block]) -> int:
    return sum(1 for _ in compose_pages(blocks, WIDTH, HEIGHT))
