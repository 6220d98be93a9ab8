"""Collects Python's garbage in the window's own thread, and in no other."""

from __future__ import annotations

import gc
import sys

from PySide6.QtCore import QObject, QTimer

from assessor import garbage

EVERY = 1_000
"""Milliseconds between looks."""
MANY = 200_000
"""New blocks of memory (an object is one or two) before a full collection, at least."""


class GarbageCollector(QObject):
    """Replaces automatic garbage collection for as long as its parent lives.

    Automatic collection runs in whichever thread makes the next object. In a worker it would delete
    widgets while the window's thread is using their relatives, which can end the process. It also
    does not count what a form load moves to the oldest generation (`garbage.loading`). Here a full
    collection is made whenever memory has grown by a quarter, and between two events of the window.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._kept = sys.getallocatedblocks()
        garbage.pause()
        self.destroyed.connect(_resume_later)
        clock = QTimer(self)
        clock.timeout.connect(self.look)
        clock.start(EVERY)

    def look(self) -> None:
        """Collect what is garbage among the new objects; among all, once many were added."""
        here = sys.getallocatedblocks()
        self._kept = min(self._kept, here)  # what went by itself makes room for what is new
        if here - self._kept < max(MANY, self._kept // 4):
            gc.collect(1)
            return
        gc.collect()
        # Not len(gc.get_objects()): a tuple that a thread is still making is broken by being held.
        self._kept = sys.getallocatedblocks()


def _resume_later() -> None:
    """End the pause once Qt has taken the whole window apart.

    A collection in between may delete a widget while Qt holds a lock for another: neither goes on.
    """
    QTimer.singleShot(0, garbage.resume)
