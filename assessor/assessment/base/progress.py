"""How long work says how far it is."""

from __future__ import annotations

from collections.abc import Callable

ProgressCallback = Callable[[str, int, int], None]
"""Told what is being done, how much is done and of how much; it may raise to stop the work."""


def no_progress(_what: str, _done: int, _of: int) -> None:
    """Nobody is told."""
