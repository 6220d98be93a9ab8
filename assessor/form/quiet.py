"""Building large trees without the garbage collector walking them again and again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quiet() -> Iterator[None]:
    """Keep the cyclic collector from running inside; nothing built in a load is garbage.

    A load makes tens of thousands of objects that all stay; letting the collector look at them
    over and over takes a third of the time. Freezing and thawing hands them to the oldest
    generation unseen, so that the first collection afterwards does not walk them either; a full
    collection still finds them when they have become garbage.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            if not gc.get_freeze_count():  # what others froze stays frozen
                gc.freeze()
                gc.unfreeze()
            gc.enable()
