"""Notices that nobody is there: no key, click or wheel in any window for some minutes."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QGuiApplication, QWindow

_SIGNS = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)
_LOOK_EVERY = 5_000
"""Milliseconds between looks at the clock."""


class IdleTimer(QObject):
    """Calls `idle` once nobody has done anything for `minutes`, and until it says True; 0: never.

    The clock on the wall counts, so that a laptop that slept is locked when it wakes. Only windows
    that had the keyboard are watched, by their own events, not those of every widget.
    """

    def __init__(self, parent: QObject, idle: Callable[[], bool], minutes: int) -> None:
        super().__init__(parent)
        self.minutes = minutes
        self._idle = idle
        self._last = time.time()
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.connect(self._watch)
        self._watch(app.focusWindow())
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """A person is there; nothing is kept from anybody."""
        if event.type() in _SIGNS:
            self._last = time.time()
        return False

    def seen(self, ago: float = 0.0) -> None:
        """Somebody was there `ago` seconds ago."""
        self._last = time.time() - ago

    def look(self) -> None:
        """Call `idle` if it is time."""
        due = self.minutes and time.time() - self._last >= 60 * self.minutes
        if due and self._idle():
            self._last = time.time()
