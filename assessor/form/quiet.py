"""Building large trees without the garbage collector walking them again and again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

UNSEEN = 500_000
"""Objects handed over unseen before the collector looks at everything once: some 100 MB."""
_handed = 0


@contextmanager
def quiet() -> Iterator[None]:
    """Keep the cyclic collector from running inside; nothing built in a load is garbage.

    A load makes tens of thousands of objects that all stay; letting the collector look at them
    over and over takes a third of the time. Freezing and thawing hands them to the oldest
    generation unseen, so that the first collection afterwards does not walk them either. Nothing
    counts what is handed over so, and no full collection would ever be due because of it; so one
    is made for every UNSEEN of them, or form after form would stay in memory.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            if not gc.get_freeze_count():  # what others froze stays frozen
                _hand_over()
            gc.enable()


def _hand_over() -> None:
    global _handed
    _handed += gc.get_count()[0]
    if _handed > UNSEEN:
        _handed = 0
        gc.collect()
    else:
        gc.freeze()
        gc.unfreeze()
