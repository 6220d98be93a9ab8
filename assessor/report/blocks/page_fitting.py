"""Tighten chapters where that saves a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from assessor.report.blocks.block import Block, PageBreak, Stack
from assessor.report.blocks.look import HEIGHT, WIDTH, Look
from assessor.report.blocks.page_composition import compose_pages

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
        if Stack(blocks).height(WIDTH) <= HEIGHT:
            return [*blocks, PageBreak()]
        if _count(blocks) < pages:
            return [*blocks, PageBreak()]
    return [*first, PageBreak()]


def _worth(blocks: Iterable[Block]) -> int:
    """Return the number of pages if the last is nearly empty, else 0."""
    pages = list(compose_pages(blocks, WIDTH, HEIGHT))
    last = pages[-1].placed[-1]
    return len(pages) if last.y + last.block.height(WIDTH) <= _THIN * HEIGHT else 0


def _count(blocks: Iterable[Block]) -> int:
    return sum(1 for _ in compose_pages(blocks, WIDTH, HEIGHT))
