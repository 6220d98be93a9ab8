"""Keeps what is open from other eyes: locks it by a key, or when nobody is there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QDialog

from assessor.gui.app.idle_timer import IdleTimer
from assessor.gui.app.lock_screen import LockScreen
from assessor.gui.toolkit.text.phrases import Phrases

if TYPE_CHECKING:
    from assessor.gui.app.main_window import MainWindow


class AutoLock(QObject):
    """Closes a protected mission or registry and covers it; only its passphrase opens it again.

    The file is closed, not only covered: its key is let go, its lock too, and no widget is left
    that shows anything of it.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._locking = False
        self.idle = IdleTimer(self, self._nobody_there, self.minutes)

    @property
    def minutes(self) -> int:
        """After how many minutes without anybody the window locks; 0 for never."""
        return self._session.preferences.lock_minutes

    def lock_after(self, minutes: int) -> None:
        """Choose that time, one of LOCK_MINUTES."""
        self._session.preferences.put("lock_after", str(minutes))
        self.idle.minutes = minutes

    def can_lock(self) -> bool:
        """Whether anything is open that has a passphrase to open it again with."""
        assessment, office = self._session.open_assessment, self._window.office
        on_desk = assessment is not None and assessment.mission.encrypted
        return bool(on_desk or (office is not None and office.mission.encrypted))

    def _nobody_there(self) -> bool:
        """Lock; False if that has to wait for work that runs."""
        return not self.can_lock() or self.lock()

    def lock_now(self) -> None:
        """Lock because a person says so; say why, if there is nothing to lock."""
        if self.can_lock():
            self.lock()
            return
        from assessor.gui.toolkit.dialogs.message_dialog import MessageDialog

        phrases = Phrases(self._session.language)
        text = phrases(
            "There is nothing to lock: what is open has no passphrase. Mission ▸ Change the "
            "passphrase gives it one."
        )
        MessageDialog(self._window, text, phrases, icon=("unlock", "muted")).exec()

    def lock(self) -> bool:
        """Say what was typed, close what is protected, cover the window. False: not just now.

        Work that runs is waited for. What cannot be closed, as on a full disk, is told and stays.
        """
        if self._locking or self._session.busy or not self._put_away():
            return False
        self._locking = True
        try:
            self._lock()
        finally:
            self._locking = False
        return True

    def _lock(self) -> None:
        window, assessment, office = (
            self._window,
            self._session.open_assessment,
            self._window.office,
        )
        if assessment is not None and not assessment.mission.encrypted:
            window.forget_registry()  # what is on the desk has no passphrase to come back with
            return
        place = window.place()
        if not window.leave():
            return
        window.forget_registry()
        locked = window.show_screen("locked")
        assert isinstance(locked, LockScreen)
        if assessment is not None:
            path = Path(assessment.path)
            locked.wait_for(lambda word: self._mission_again(path, word, place))
        elif office is not None:
            locked.wait_for(lambda word: self._window.open_registry_with(office.where, word))

    def _mission_again(self, path: Path, passphrase: str, place: str) -> None:
        self._session.open(path, passphrase)
        if place:
            self._window.show_desk(place)

    @staticmethod
    def _put_away() -> bool:
        """Close every dialog and menu above the window; False if one has to stay."""
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
