"""A robot clicks and types at random: the file says what the screen says, and nothing breaks."""

import random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit

from tests.gui.test_desk import At

pytestmark = pytest.mark.window

STEPS = 250
TEXTS = ("7", "-3", "2026-02-29", "2026-3-9", "Adopt the law.", "نص عربي", "x" * 400, "1e9", "  ")


class Robot:
    def __init__(self, at, seed):
        self.at = at
        self.dice = random.Random(seed)

    def step(self):
        kinds = (
            self.answer,
            self.answer,
            self.answer,
            self.turn,
            self.undo,
            self.repeat,
            self.side,
        )
        self.dice.choice(kinds)()
        QApplication.processEvents()

    def answer(self):
        live = [q for q in self.at.desk.page.questions.values() if q.editors() and q.isVisible()]
        if not live:
            return
        question = self.dice.choice(live)
        editor = self.dice.choice(question.editors())
        if isinstance(editor, QAbstractButton):
            if self.dice.random() < 0.2:
                self.at.bot.keyClick(editor, Qt.Key.Key_Delete)
            else:
                self.at.click(editor)
        elif isinstance(editor, QLineEdit | QPlainTextEdit):
            editor.setFocus()
            editor.selectAll()
            typed = QInputMethodEvent()  # QTest's own keys abort on Arabic
            typed.setCommitString(self.dice.choice(TEXTS))
            QApplication.sendEvent(editor, typed)
            if self.dice.random() < 0.5:
                editor.clearFocus()

    def turn(self):
        self.at.desk.go_to(self.dice.choice(self.at.desk.outline.sections).reference)

    def undo(self):
        now = self.at.session.assessment
        if now.can_undo:
            self.at.session.undo()
        if now.can_redo and self.dice.random() < 0.3:
            self.at.session.redo()

    def repeat(self):
        for repeat in list(self.at.desk.page._repeats.values()):
            rows = repeat.model.rowCount()
            if rows and self.dice.random() < 0.5:
                repeat.delete_row(self.dice.randrange(rows))
            elif rows < 5:
                self.at.click(repeat.plus)

    def side(self):
        if not self.at.desk.inspector.reference:
            return
        support = self.at.desk.inspector.support
        group = self.dice.choice((support.evidence, support.basis, support.missing))
        button = self.dice.choice(list(group.buttons.values()))
        if button.isVisible():
            self.at.click(button)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_file_says_what_the_screen_says(qtbot, tmp_path, seed):
    at = At(qtbot, tmp_path)
    robot = Robot(at, seed)
    for _ in range(STEPS):
        robot.step()
    at.desk.flush()
    live = at.session.assessment.instance.answers()
    repeats = at.session.assessment.instance.repeats()
    assert live
    with at.on_disk() as mission:
        assert mission.instance.answers() == live
        assert mission.instance.repeats() == repeats
        assert mission.check().problems == ()
