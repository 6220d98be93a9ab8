"""Hands on a keyboard, led by what a screen reader is told and by nothing else."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleInterface, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from assessor import words
from assessor.gui.app.main_window import MainWindow

NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
FAR = 90
"""Presses of Tab after which a thing counts as out of reach."""


@dataclass(frozen=True)
class Heard:
    """What is read out where the keyboard is."""

    name: str
    told: str
    role: QAccessible.Role
    value: str
    checked: bool
    read_only: bool
    many_lines: bool


class Hands:
    """Presses keys where the keyboard is, in a window that speaks `language`."""

    def __init__(self, window: MainWindow, language: str) -> None:
        self.window = window
        self.say = words.translator(language)
        right = words.is_right_to_left(language)
        self.onward = Qt.Key.Key_Left if right else Qt.Key.Key_Right
        self.backward = Qt.Key.Key_Right if right else Qt.Key.Key_Left

    def until(self, so: Callable[[], bool], seconds: float = 60.0) -> None:
        """Let Qt work until something is so; AssertionError if it never is."""
        end = time.monotonic() + seconds
        while not so():
            QTest.qWait(5)
            assert time.monotonic() < end, "it never came about"

    @property
    def at(self) -> QWidget:
        """What has the keyboard. Offscreen no window manager gives it back after a dialog."""
        if QApplication.activeWindow() is None:
            (QApplication.activeModalWidget() or self.window).activateWindow()
        self.until(lambda: QApplication.focusWidget() is not None, 5)
        found = QApplication.focusWidget()
        assert found is not None
        return found

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        """Press a key where it would go."""
        QTest.keyClick(QApplication.activePopupWidget() or self.at, key, modifier)
        QApplication.processEvents()

    def write(self, text: str) -> None:
        """Type in place of what stands there."""
        self.press(Qt.Key.Key_A, CTRL)
        typed = QInputMethodEvent()  # QTest's own keys abort on Arabic
        typed.setCommitString(text)
        QApplication.sendEvent(self.at, typed)
        QApplication.processEvents()

    @property
    def heard(self) -> Heard:
        """What is read out here."""
        face = QAccessible.queryAccessibleInterface(self.at)
        assert isinstance(face, QAccessibleInterface)
        state = face.state()
        return Heard(
            face.text(QAccessible.Text.Name),
            face.text(QAccessible.Text.Description),
            face.role(),
            face.text(QAccessible.Text.Value),
            bool(state.checked),
            bool(state.readOnly),
            bool(state.multiLine),
        )

    def tab(self, *, back: bool = False) -> None:
        """Go on by one stop; AssertionError where the keyboard is stuck."""
        before = self.at
        self.press(Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab, SHIFT if back else NONE)
        assert self.at is not before, f"Tab stays at {self.heard.name}"

    def tab_until(self, so: Callable[[Heard], bool], *, back: bool = False) -> Heard:
        """Tab until what is read out is so; AssertionError with all that was, if it never is."""
        met = [self.heard]
        while not so(met[-1]):
            assert len(met) < FAR, f"Tab never came there: {[each.name for each in met]}"
            self.tab(back=back)
            met.append(self.heard)
        return met[-1]

    def tab_to(self, text: str, *, back: bool = False) -> None:
        """Tab to what has this English name in the window's language."""
        wanted = self.say(text)
        self.tab_until(lambda heard: heard.name == wanted, back=back)

    def choose(self, text: str, *, back: bool = False) -> None:
        """Tab there, and press Space."""
        self.tab_to(text, back=back)
        self.press(Qt.Key.Key_Space)

    def opens(
        self, kind: type[QDialog], by: Callable[[], None], does: Callable[[QDialog], None]
    ) -> None:
        """Open a modal dialog `by` a key and do something in it, which leaves it.

        AssertionError where it did not open, and whatever `does` raises, once it is closed.
        """
        met: list[QDialog] = []
        raised: list[BaseException] = []
        clock = QTimer(self.window)

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if not isinstance(dialog, kind):
                return
            clock.stop()
            met.append(dialog)
            try:
                dialog.activateWindow()  # offscreen it comes to the front without the keyboard
                self.until(dialog.isActiveWindow, 5)
                does(dialog)
            except BaseException as error:  # noqa: BLE001  carried out of the dialog's own loop
                raised.append(error)
                dialog.done(0)

        clock.timeout.connect(look)
        clock.start(5)
        by()
        self.until(lambda: bool(met), 20)
        clock.deleteLater()
        if raised:
            raise raised[0]
