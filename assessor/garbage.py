"""The one owner of Python's automatic garbage collection: it counts who asks for a pause.

A window pauses automatic collection for as long as it exists (`gui/app/garbage_collector`), a form
load for as long as it runs. Collection resumes when the last of them ends, in any order and from
any thread.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

UNCOLLECTED = 500_000
"""Objects kept from the collector before everything is collected once: some 100 MB."""

RARELY = (50_000, 20, 50)
"""New objects before a look for garbage among them, and every how many looks among older ones.

Python's 700 suits small programs. A form, a report or a registry is hundreds of thousands of
objects, of which nearly all go without a collector; looking rarely saves a sixth of the time.
"""

_lock = threading.RLock()
_pauses = 0
_was_enabled = False
_uncollected = 0
_frozen = False


def freeze() -> None:
    """Keep all objects that exist now from the collector, until `thaw`.

    Whether any are frozen is kept here: Python's own count walks them all, 50 ms for a million.
    """
    global _frozen
    gc.collect()
    gc.freeze()
    _frozen = True


def thaw() -> None:
    """Let the collector have what was frozen."""
    global _frozen
    gc.unfreeze()
    _frozen = False


def collect_rarely() -> None:
    """Let the collector look as rarely as suits this program."""
    gc.set_threshold(*RARELY)


def pause() -> None:
    """Stop automatic collection until `resume` was called as often as this."""
    global _pauses, _was_enabled
    with _lock:
        if not _pauses:
            _was_enabled = gc.isenabled()
            gc.disable()
        _pauses += 1


def resume() -> None:
    """End one pause; after the last, collection is enabled if it was before the first."""
    global _pauses
    with _lock:
        _pauses -= 1
        if not _pauses and _was_enabled:
            gc.enable()


@contextmanager
def paused() -> Iterator[None]:
    """Pause automatic collection while many objects are made that all stay."""
    pause()
    try:
        yield
    finally:
        resume()


@contextmanager
def loading() -> Iterator[None]:
    """Pause automatic collection while a large tree that stays is built.

    A load makes tens of thousands of objects that all stay; collecting again and again takes a
    third of its time. If this was the only pause, freezing and thawing moves the new objects to
    the oldest generation, so that the next collection does not walk them either. Python does not
    count objects moved like this, so a full collection is made for every UNCOLLECTED of them.
    """
    pause()
    try:
        yield
    finally:
        with _lock:
            if _pauses == 1 and _was_enabled and not _frozen:
                _move_to_oldest_generation()
            resume()


def _move_to_oldest_generation() -> None:
    global _uncollected
    _uncollected += gc.get_count()[0]
    if _uncollected > UNCOLLECTED:
        _uncollected = 0
        gc.collect()
    else:
        gc.freeze()
        gc.unfreeze()
