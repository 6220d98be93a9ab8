"""Locks the open mission or registry, by a command or after idle time."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QApplication, QDialog

from assessor.gui.app.lock_screen import LockScreen
from assessor.gui.toolkit.dialogs.message_dialog import MessageDialog
from assessor.gui.toolkit.text.phrases import Phrases

if TYPE_CHECKING:
    from assessor.gui.app.main_window import MainWindow


_ACTIVITY = (
    *(QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove),
    *(QEvent.Type.Wheel, QEvent.Type.TouchBegin, QEvent.Type.TabletPress),
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


class AutoLock(QObject):
    """Closes a protected mission or registry and shows the lock screen.

    The file is really closed: key and lock are released, and no widget shows its content.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._locking = False
        self.idle = IdleTimer(self, self._lock_if_idle, self.minutes)

    @property
    def minutes(self) -> int:
        """Idle minutes before locking; 0 for never."""
        return self._session.preferences.lock_minutes

    def lock_after(self, minutes: int) -> None:
        """Set the idle minutes, one of LOCK_MINUTES."""
        self._session.preferences.put("lock_after", str(minutes))
        self.idle.minutes = minutes

    def can_lock(self) -> bool:
        """Whether something is open that has a passphrase."""
        assessment, office = self._session.open_assessment, self._window.office
        on_desk = assessment is not None and assessment.mission.encrypted
        return bool(on_desk or (office is not None and office.mission.encrypted))

    def _lock_if_idle(self) -> bool:
        """Lock; return False if running work prevents it."""
        return not self.can_lock() or self.lock()

    def lock_now(self) -> None:
        """Lock on command; explain if there is nothing to lock."""
        if self.can_lock():
            self.lock()
            return
        phrases = Phrases(self._session.language)
        text = phrases(
            "There is nothing to lock: what is open has no passphrase. Mission ▸ Change the "
            "passphrase gives it one."
        )
        MessageDialog(self._window, text, phrases, icon=("unlock", "muted")).exec()

    def lock(self) -> bool:
        """Store what is being typed, close protected files and show the lock screen.

        Returns False while work runs or a file cannot be closed.
        """
        if self._locking or self._session.busy or not self._close_dialogs():
            return False
        self._locking = True
        try:
            self._lock()
        finally:
            self._locking = False
        return True

    def _lock(self) -> None:
        window, assessment = self._window, self._session.open_assessment
        office = window.office
        if assessment is not None and not assessment.mission.encrypted:
            window.forget_registry()  # the open mission has no passphrase
            return
        place = window.place()
        if not window.leave():
            return
        window.forget_registry()
        locked = window.show_screen("locked")
        assert isinstance(locked, LockScreen)
        if assessment is not None:
            path = Path(assessment.path)
            locked.wait_for(lambda word: self._reopen_mission(path, word, place))
        elif office is not None:
            locked.wait_for(lambda word: self._window.open_registry_with(office.where, word))

    def _reopen_mission(self, path: Path, passphrase: str, place: str) -> None:
        self._session.open(path, passphrase)
        if place:
            self._window.show_desk(place)

    @staticmethod
    def _close_dialogs() -> bool:
        """Close every dialog and menu; return False if one stays open."""
        for _ in range(8):
            above = QApplication.activePopupWidget() or QApplication.activeModalWidget()
            if above is None:
                return True
            if isinstance(above, QDialog):
                above.reject()
            else:
                above.close()
            if above.isVisible():
                return False
        return False
