"""Chapters that are set closer where that brings them onto one page."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from assessor.report.blocks import Block, Break, Stack
from assessor.report.look import HEIGHT, WIDTH, Look


def fitted(look: Look, make: Callable[[Look], Iterable[Block]]) -> list[Block]:
    """The blocks that `make` gives, with as much air as fits on one page, and the page's end.

    What no spacing brings onto one page keeps its air. Nothing stays nothing.
    """
    first: list[Block] = []
    for closer in look.tight():
        blocks = list(make(closer))
        first = first or blocks
        if Stack(blocks).height(WIDTH) <= HEIGHT:
            return [*blocks, Break()] if blocks else []
    return [*first, Break()]
