"""Looks for Python's garbage in the window's own thread, and in no other."""

from __future__ import annotations

import gc
import sys

from PySide6.QtCore import QObject, QTimer

EVERY = 1_000
"""Milliseconds between looks."""
MANY = 200_000
"""New blocks of memory (an object is one or two) before everything is looked through at least."""


class Collector(QObject):
    """Stands in for Python's collector of circles for as long as its parent lives.

    Python's own runs in whichever thread makes the next object. In a thread at work it takes apart
    widgets that were left, while the window's thread is busy with their kin, which can end the
    process. It also never counts what a form's load hands it unseen (`form/quiet`), so that what
    was shown of one mission after another was kept. Here everything is looked through once a
    quarter as much again was made, and between two events of the window only.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._kept = sys.getallocatedblocks()
        if gc.isenabled():
            gc.disable()
            self.destroyed.connect(_as_before)
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


def _as_before() -> None:
    """Leave it to Python again: called when the one that stands in is gone."""
    gc.enable()
