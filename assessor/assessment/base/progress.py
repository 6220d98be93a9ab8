"""Callback by which long work reports its progress."""

from __future__ import annotations

from collections.abc import Callable

ProgressCallback = Callable[[str, int, int], None]
"""Called with what is being done, how much is done and of how much; may raise to stop."""

CountCallback = Callable[[int, int], None]
"""Called with how many are done, and of how many; may raise to stop."""


def no_progress(_what: str, _done: int, _of: int) -> None:
    """Ignore progress."""


def no_count(_done: int, _of: int) -> None:
    """Ignore progress."""
