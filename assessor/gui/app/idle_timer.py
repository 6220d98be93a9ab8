"""Detects that nobody uses the windows."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QGuiApplication, QWindow

_ACTIVITY = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)
_POLL_MS = 5_000


class IdleTimer(QObject):
    """Calls `idle` after `minutes` without input until it returns True; 0 for never.

    It uses the wall clock, so that a laptop locks after sleep. Only focused windows are watched,
    not every widget.
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
        self._timer.setInterval(_POLL_MS)
        self._timer.timeout.connect(self.poll)
        self._timer.start()

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Note the activity; filter nothing."""
        if event.type() in _ACTIVITY:
            self._last = time.time()
        return False

    def note_activity(self, ago: float = 0.0) -> None:
        """Note activity `ago` seconds ago."""
        self._last = time.time() - ago

    def poll(self) -> None:
        """Call `idle` if it is time."""
        due = self.minutes and time.time() - self._last >= 60 * self.minutes
        if due and self._idle():
            self._last = time.time()
