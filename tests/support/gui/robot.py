"""A robot at the window: clicks and types at random, on the desk and in every dialog it opens."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QDialog,
    QFileDialog,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QWidget,
)

from assessor.assessment.review.mission_check import check_assessment
from assessor.gui.app.help.guided_tour import Tour
from assessor.gui.app.main_window import MainWindow
from assessor.gui.desk.desk_page import DeskPage
from assessor.gui.page.repeat_view import RepeatView

TEXTS = ("7", "-3", "2026-02-29", "2026-3-9", "Adopt the law.", "نص عربي", "x" * 400, "1e9", "  ")
KEYS = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Space,
        Qt.Key.Key_Return, Qt.Key.Key_Delete, Qt.Key.Key_PageDown)  # fmt: skip
DIALOGS = ("find", "meetings", "open_items", "results", "plan", "check", "export", "print",
           "people", "received", "previous", "upgrade", "colleagues", "backup", "keys", "about",
           "help", "team", "exchange", "government", "upload")  # fmt: skip
POKES = 10
"""What is done in a dialog before it is left."""
STUBBORN = 60.0
"""Seconds of trying to leave it after which a dialog counts as one that cannot be left."""


class Robot:
    """Does one thing at a time in a window with an open mission; the same seed does the same.

    `visited` counts the dialogs by class; `trapped` names those that would not be left.
    """

    def __init__(self, window: MainWindow, seed: int) -> None:
        self.window = window
        self.dice = random.Random(seed)
        for name in ("samples", "quit", "passphrase"):  # too long; nobody is left; nobody knows it
            window.menu_actions[name].setEnabled(False)
        self.path = Path(window.session.assessment.path)
        self.done = 0
        """How many steps it has taken."""
        self.visited: dict[str, int] = {}
        self.trapped: list[str] = []
        self._watch = QTimer(window)
        self._watch.setSingleShot(True)
        self._watch.timeout.connect(self._poke)

    @property
    def desk(self) -> DeskPage:
        found = self.window.findChild(DeskPage)
        assert isinstance(found, DeskPage)
        return found

    def steps(self) -> Sequence[Callable[[], None]]:
        """What may be done where the robot is, the likelier the more often it stands here."""
        return (
            *[self.answer] * 12, *[self.turn] * 3, *[self.undo] * 3, *[self.repeat] * 3,
            *[self.side] * 3, *[self.menu] * 2, self.language_or_look, self.tour,
        )  # fmt: skip

    def step(self) -> str:
        """Do one thing; its name."""
        self.done += 1
        with self._there():
            self.settle()
            does = self.dice.choice(self.steps())
            does()
            QApplication.processEvents()
            # As in the app: nothing that was left stays until the next dialog, as it does where
            # no loop of events stands below the step.
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        return does.__name__

    def settle(self) -> None:
        """Be in the mission: the palette may have led out of it."""
        if self.window.session.open_assessment is None:
            self.window.open_mission(self.path)

    def come_home(self) -> None:
        """Be in the mission at the end, whatever pops up on the way."""
        with self._there():
            self.settle()

    # On the desk

    def answer(self) -> None:
        live = [q for q in self.desk.page.questions.values() if q.editors() and q.isVisible()]
        if live:
            self._use(self.dice.choice(self.dice.choice(live).editors()))

    def turn(self) -> None:
        self.desk.go_to(self.dice.choice(self.desk.outline.sections).reference)

    def undo(self) -> None:
        self.window.menu_actions["undo"].trigger()
        if self.dice.random() < 0.3:
            self.window.menu_actions["redo"].trigger()

    def repeat(self) -> None:
        for repeat in self.desk.page.findChildren(RepeatView):
            rows = repeat.model.rowCount()
            kind = self.dice.randrange(5)
            if rows and kind == 0:
                repeat.delete_row(self.dice.randrange(rows))
            elif rows and kind == 1:
                repeat.open_row(self.dice.randrange(rows))
            elif rows and kind == 2:
                repeat.move_row(self.dice.randrange(rows), self.dice.randrange(rows))
            elif rows < 5:
                self._click(repeat.plus)

    def side(self) -> None:
        inspector = self.desk.inspector
        if inspector.reference and inspector.isVisible():
            found = [each for each in inspector.findChildren(QWidget) if usable(each)]
            if found:
                self._use(self.dice.choice(found))

    # Elsewhere

    def menu(self) -> None:
        """Open a dialog; `_poke` goes about in it, and leaves."""
        self.window.menu_actions[self.dice.choice(DIALOGS)].trigger()

    def language_or_look(self) -> None:
        names = ("language-ar", "language-en", "look-dark", "look-light", "look-contrast")
        self.window.menu_actions[self.dice.choice(names)].trigger()

    def tour(self) -> None:
        self.window.menu_actions["tour"].trigger()
        for tour in self.window.findChildren(Tour):
            for _ in range(self.dice.randrange(6)):
                if tour.isVisible():
                    self._click(self.dice.choice([tour.next, tour.back]))
            if tour.isVisible():
                tour.leave()

    @contextmanager
    def _there(self) -> Iterator[None]:
        """While something is done, whatever pops up is gone about in and left."""
        self._watch.start(1)
        try:
            yield
        finally:
            self._watch.stop()

    def _poke(self) -> None:
        self._watch.start(1)  # before, as what is done may open another
        popup, dialog = QApplication.activePopupWidget(), QApplication.activeModalWidget()
        if popup is not None:
            popup.close()
        elif isinstance(dialog, QDialog):
            self._go_about(dialog)

    def _go_about(self, dialog: QDialog) -> None:
        done = dialog.property("pokes") or 0
        if not done:
            name = type(dialog).__name__
            self.visited[name] = self.visited.get(name, 0) + 1
        dialog.setProperty("pokes", done + 1)
        if isinstance(dialog, QFileDialog) and not done and self.choose_file(dialog):
            return
        if isinstance(dialog, QFileDialog) or done >= POKES:
            since = dialog.property("since") or time.monotonic()
            dialog.setProperty("since", since)
            if time.monotonic() - since < STUBBORN:  # what it writes may take a while to stop
                dialog.reject()
            else:
                self.trapped.append(type(dialog).__name__)
                dialog.done(0)
            return
        found = [each for each in dialog.findChildren(QWidget) if usable(each)]
        if found:
            self._use(self.dice.choice(found))

    def choose_file(self, _dialog: QFileDialog) -> bool:
        """Choose a file or folder; whether one was. This robot has none."""
        return False

    # Hands

    def _click(self, widget: QWidget) -> None:
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        QApplication.processEvents()

    def _use(self, widget: QWidget) -> None:
        """Do what a person might with a widget of this kind."""
        if isinstance(widget, QAbstractButton):
            if self.dice.random() < 0.2:
                QTest.keyClick(widget, Qt.Key.Key_Delete)
            else:
                self._click(widget)
        elif isinstance(widget, QLineEdit | QPlainTextEdit):
            widget.setFocus()
            widget.selectAll()
            typed = QInputMethodEvent()  # QTest's own keys abort on Arabic
            typed.setCommitString(self.dice.choice(TEXTS))
            QApplication.sendEvent(widget, typed)
            if self.dice.random() < 0.5:
                widget.clearFocus()
        else:
            widget.setFocus()
            QTest.keyClick(widget, self.dice.choice(KEYS))


def usable(widget: QWidget) -> bool:
    kinds = QAbstractButton | QLineEdit | QPlainTextEdit | QAbstractItemView | QTabBar
    return isinstance(widget, kinds) and widget.isVisible() and widget.isEnabled()


def differences(window: MainWindow, opened: Callable[[], Any]) -> list[str]:
    """What the file, opened again after the window closed it, says otherwise than the window."""
    desk = window.findChild(DeskPage)
    assert isinstance(desk, DeskPage)
    desk.flush()
    live = window.session.assessment.instance
    said, rows = live.answers(), live.repeats()
    window.session.close()
    with opened() as again:
        found = [str(each) for each in check_assessment(again).problems]
        now = again.instance.answers()
        found += [f"{key}: {said.get(key)} {now.get(key)}"
                  for key in sorted({*said, *now}) if said.get(key) != now.get(key)]  # fmt: skip
        return found if again.instance.repeats() == rows else [*found, "repeats differ"]
