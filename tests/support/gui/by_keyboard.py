"""A mission done by keyboard alone, section by section, answering what is read out on the way."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from assessor.gui.app.main_window import MainWindow
from assessor.gui.desk.desk_page import DeskPage
from assessor.gui.export.export_dialog import ExportDialog
from assessor.gui.export.gate_dialog import GateDialog
from assessor.gui.files.passphrase_dialogs import ChoosePassphrase
from assessor.gui.questions.base.question import Question
from assessor.gui.team.meetings_dialog import MeetingsDialog
from tests.support.gui.hands import ALT, CTRL, NONE, SHIFT, Hands, Heard
from tests.support.screens.headquarters.headquarters import HeadquartersScreen
from tests.support.screens.page import Page

Role = QAccessible.Role
WHO = "أمل حداد"
WORDS = "The unit works since 2019. تعمل الوحدة منذ 2019."
TRIES = ("2026", "AB-2026", "1")
"""What is written in place of what the form does not take."""
MOST = 400
"""Stops of Tab on one page after which it counts as going round."""


class KeyboardMission:
    """Someone who has only a keyboard; `out_of_order` tells where Tab went up the page, or an
    arrow against its own direction."""

    def __init__(self, window: MainWindow, language: str, seed: int = 1) -> None:
        self.window = window
        self.hands = Hands(window, language)
        self.dice = random.Random(seed)
        self.skips = 0.0
        """How many questions of a hundredth are left blank at first."""
        self.supports = 0.0
        """How many get an evidence level as one goes."""
        self.out_of_order: list[str] = []
        self._ticked: set[tuple[str, str]] = set()
        self._added: set[str] = set()

    @property
    def desk(self) -> DeskPage:
        found = self.window.findChild(DeskPage)
        assert isinstance(found, DeskPage)
        return found

    def begin(self) -> None:
        """A new mission from the shipped form, without a passphrase."""
        hands = self.hands
        hands.press(Qt.Key.Key_N, CTRL)
        new = self.window.show_screen("new")
        hands.until(Page(new).button("Begin the mission").isEnabled)
        hands.tab_to("Your name, as it will stand beside your answers")
        hands.write(WHO)
        hands.choose("Protect it with a passphrase (recommended)")
        hands.choose("Begin the mission")

    # The pages

    def fill(self, sections: int | None = None) -> int:
        """Fill this section and those after it, so many or all; how many there were."""
        self.desk.page.take_focus()
        done = 0
        while True:
            done += 1
            on = self.fill_page()
            if not on or done == sections:
                return done
            self.hands.press(Qt.Key.Key_Space)

    def skip_to(self, reference: str) -> None:
        """Go on to a section without answering those on the way."""
        while self.desk.page.section is None or self.desk.page.section.reference != reference:
            before = self.desk.page.section
            self.hands.press(Qt.Key.Key_Down, ALT)
            assert self.desk.page.section is not before, f"no way on to {reference}"

    def fill_page(self) -> bool:
        """Answer whatever Tab comes to; True with the keyboard on the way to the next section."""
        self._added.clear()
        on = f"{self.hands.say('Next section')}: "
        for _ in range(MOST):
            heard = self.hands.heard
            if heard.name.startswith(on):
                return True
            if not self.desk.page.isAncestorOf(self.hands.at):
                return False
            self._meet(heard)
            self._go_down()
        raise AssertionError(f"Tab goes round on {self.desk.page.section}")

    def _go_down(self) -> None:
        """Tab; the question one comes to does not stand above the one before."""
        before = _question(self.hands.at)
        top = _top(before) if before is not None else 0
        name = self.hands.heard.name
        self.hands.tab()
        now = _question(self.hands.at)
        if before is not None and now is not None and now is not before:
            if not before.isVisible() or _top(before) != top:
                return  # the page moved under it
            if _top(now) < top and not _beside(before, now):
                self.out_of_order.append(f"from {name} up to {self.hands.heard.name}")

    def _meet(self, heard: Heard) -> None:
        if heard.name.startswith(f"{self.hands.say('Add')}: "):
            self._add_lines(heard.name)
        elif self.dice.random() < self.skips:
            if heard.role == Role.CheckBox:
                self._ticked.add(self._where(heard))
        elif self.answer(heard) and self.dice.random() < self.supports:
            self.support()

    def _where(self, heard: Heard) -> tuple[str, str]:
        question = _question(self.hands.at)
        node = question.node if question is not None else None
        return heard.told, node.reference if node is not None else ""

    def answer(self, heard: Heard) -> bool:
        """Answer what has the keyboard, by what it is; whether there was something to answer."""
        if heard.role == Role.RadioButton:
            return self._pick(heard)
        if heard.role == Role.CheckBox:
            where = self._where(heard)
            if where in self._ticked:
                return False
            self._ticked.add(where)
            if not heard.checked:
                self.hands.press(Qt.Key.Key_Space)
            return True
        if heard.role == Role.ComboBox and not heard.value:
            self.hands.press(Qt.Key.Key_Down)
            return True
        if heard.role == Role.EditableText and not heard.read_only and not heard.value:
            self.hands.write(self._text(heard))
            return True
        return False

    def _text(self, heard: Heard) -> str:
        if self.hands.say("YYYY-MM-DD") in heard.told:
            return "2026-03-09"
        return WORDS if heard.many_lines else "7"

    def _pick(self, heard: Heard) -> bool:
        """Walk over some choices with the arrow of reading, and choose one."""
        if heard.checked:
            return False
        for _ in range(self.dice.randrange(4)):
            self._arrow(self.hands.onward)
        if self.dice.random() < 0.2:
            self._arrow(self.hands.backward)
        self.hands.press(Qt.Key.Key_Space)
        assert self.hands.heard.checked, f"Space did not choose {self.hands.heard.name}"
        return True

    def _arrow(self, key: Qt.Key) -> None:
        """Press an arrow; what stands on the same line must lie to its side."""
        before = self.hands.at
        here = before.mapToGlobal(QPoint(0, 0))
        self.hands.press(key)
        now = self.hands.at
        there = now.mapToGlobal(QPoint(0, 0))
        leftwards = there.x() < here.x()
        if now is not before and there.y() == here.y():
            forth = key == self.hands.onward
            if leftwards != (key == Qt.Key.Key_Left):
                self.out_of_order.append(f"{key.name} to {self.hands.heard.name}, {forth=}")

    def support(self) -> None:
        """Give the answer one just gave an evidence level, and come back to it."""
        question = _question(self.hands.at)
        self.hands.press(Qt.Key.Key_F6)
        assert self.desk.inspector.isAncestorOf(self.hands.at), "F6 did not reach the inspector"
        if self.hands.heard.role == Role.RadioButton and not self.hands.heard.checked:
            self._arrow(self.hands.onward)
            self.hands.press(Qt.Key.Key_Space)
        self.hands.press(Qt.Key.Key_F6, SHIFT)
        assert _question(self.hands.at) is question, "Shift+F6 did not come back to the question"

    def _add_lines(self, name: str) -> None:
        """Two lines in a table: one by its button, one by Insert, each filled at once; then the
        first line, which the form gave."""
        if name in self._added:
            return
        self._added.add(name)
        self.hands.press(Qt.Key.Key_Space)
        self._fill_line()
        self._to_table()
        self.hands.press(Qt.Key.Key_Insert)
        self._fill_line()
        self._to_table()
        for _ in range(3):
            self.hands.press(Qt.Key.Key_Up)
        self.hands.press(Qt.Key.Key_Return)
        while _question(self.hands.at) is None:
            self.hands.tab()
        self._fill_line()

    def _to_table(self) -> None:
        self.hands.tab_until(lambda heard: heard.role == Role.Table, back=True)

    def _fill_line(self) -> None:
        """Answer the questions of the open line; the keyboard ends on the last of them."""
        first = _question(self.hands.at)
        assert first is not None, f"a new line begins at {self.hands.heard.name}, no question"
        line = first.parentWidget()
        while True:
            self.answer(self.hands.heard)
            self._go_down()
            if not line.isAncestorOf(self.hands.at):
                self.hands.tab(back=True)
                return

    # What is left

    def give_reasons(self) -> int:
        """Say why there is no answer to what was left blank; how many there were."""
        session = self.window.session
        reasons = set(self.desk.context.scale.reasons.values())
        count = 0
        while next(session.assessment.unanswered(), None) is not None:
            left = sum(1 for _ in session.assessment.unanswered())
            self.hands.press(Qt.Key.Key_F8)
            self.hands.press(Qt.Key.Key_F6)
            self.hands.tab_until(lambda heard: heard.name in reasons)
            self.hands.press(Qt.Key.Key_Space)
            self.hands.press(Qt.Key.Key_F6, SHIFT)
            now = sum(1 for _ in session.assessment.unanswered())
            assert now < left, f"no reason was kept for {self.desk.inspector.reference}"
            count += 1
        return count

    def correct(self) -> int:
        """Write something else where the form does not take what stands there; how many were."""
        tried: dict[str, int] = {}
        while True:
            self.desk.outline.tree.setFocus()
            self.hands.press(Qt.Key.Key_F8, SHIFT)
            if self.desk.outline.isAncestorOf(self.hands.at):
                return len(tried)
            reference = self.desk.inspector.reference
            again = tried[reference] = tried.get(reference, -1) + 1
            assert again < len(TRIES), f"nothing is taken at {reference}"
            self.hands.write(TRIES[again])
            self.desk.flush()

    # Beside the questions

    def meet(self, institution: str) -> None:
        """Begin a meeting, its words read out."""

        def fill(_dialog: QDialog) -> None:
            self.hands.tab_to("Institution")
            self.hands.write(institution)
            self.hands.choose("These words were read out, and they agreed")
            self.hands.choose("Start the meeting")

        self.hands.opens(MeetingsDialog, lambda: self.hands.press(Qt.Key.Key_M, CTRL), fill)

    def take_leave(self) -> None:
        """End the meeting that runs."""

        def end(_dialog: QDialog) -> None:
            self.hands.choose("End the meeting")
            self.hands.press(Qt.Key.Key_Escape)

        self.hands.opens(MeetingsDialog, lambda: self.hands.press(Qt.Key.Key_M, CTRL), end)

    def look_at(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        """Open a dialog by its key, hear something in it, and leave it by Escape."""

        def look(dialog: QDialog) -> None:
            self.hands.until(lambda: not Page(dialog).busy)
            assert self.hands.heard.name, f"nothing is read out in {type(dialog).__name__}"
            self.hands.press(Qt.Key.Key_Escape)

        self.hands.opens(QDialog, lambda: self.hands.press(key, modifier), look)

    def export(self) -> Path:
        """Write the report, and close the mission; where it lies."""

        def go(dialog: QDialog) -> None:
            self.hands.choose("Export")
            assert isinstance(dialog, ExportDialog)
            self.hands.until(lambda: dialog.written.isVisible(), 120)
            self.hands.press(Qt.Key.Key_Escape)

        def draft() -> None:
            self.hands.opens(
                GateDialog,
                lambda: self.hands.press(Qt.Key.Key_E, CTRL),
                lambda _: self.hands.choose("Write a draft…"),
            )

        path = Path(self.window.session.assessment.path)
        self.hands.opens(ExportDialog, draft, go)
        self.hands.press(Qt.Key.Key_W, CTRL)
        assert self.window.session.open_assessment is None
        return path.with_suffix(".pdf")

    def send_to_headquarters(self, report: Path) -> Path:
        """Go to headquarters, make a registry there and receive the report; the registry."""
        registry = report.with_name("office.registry")

        def make() -> None:
            self._name_file(lambda: self.hands.choose("New registry…"), registry)

        def unprotected(_dialog: QDialog) -> None:
            self.hands.tab_to("Protect it with a passphrase (recommended)", back=True)
            self.hands.press(Qt.Key.Key_Space)
            self.hands.choose("Make the file")

        self.hands.press(Qt.Key.Key_H, CTRL | SHIFT)
        self.hands.opens(ChoosePassphrase, make, unprotected)
        self._name_file(lambda: self.hands.choose("Receive files…"), report)
        office = HeadquartersScreen(self.window)
        self.hands.until(lambda: not office.receiving.is_busy)
        self.hands.press(Qt.Key.Key_Space)
        self.hands.until(lambda: office.shows_registry)
        return registry

    def _name_file(self, by: Callable[[], None], path: Path) -> None:
        """Type a path where a dialog asks for a file."""

        def name(_dialog: QDialog) -> None:
            self.hands.tab_until(lambda heard: heard.role == Role.EditableText)
            self.hands.write(str(path))
            self.hands.press(Qt.Key.Key_Return)

        self.hands.opens(QFileDialog, by, name)


def _question(widget: QWidget | None) -> Question | None:
    """The question a widget belongs to."""
    while widget is not None and not isinstance(widget, Question):
        widget = widget.parentWidget()
    return widget


def _top(question: Question) -> int:
    return question.mapToGlobal(QPoint(0, 0)).y()


def _beside(one: Question, other: Question) -> bool:
    """Whether two questions share a line, one of them taller."""
    return _top(other) + other.height() > _top(one)
