"""What is read and not answered: notes, values the form works out, and kinds not supported."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from assessor.form.node import Node
from assessor.gui.questions.question import Question
from assessor.gui.sections import says
from assessor.gui.theme import dress
from assessor.gui.wording import Words


class NoteQuestion(Question):
    """A note of the form, in Markdown."""

    def build(self) -> None:
        """The label is the note; a sign stands before it."""
        self.setProperty("kind", "note")
        self.label.setProperty("role", "note")
        sign = QLabel(self)
        dress(sign, "info", "accent", 18)
        self.head.insertWidget(0, sign, 0, Qt.AlignmentFlag.AlignTop)


class DisplayQuestion(Question):
    """A value the form works out: shown, never asked."""

    def build(self) -> None:
        """One line of text that can be selected and copied."""
        self.value = Words("worked-out", self)
        self.editor.addWidget(self.value)

    def show_value(self, node: Node) -> None:
        """Show the value, a dash while there is none."""
        self.value.say(says(node, self.context.language) or "–")
        self.value.setAccessibleName(f"{self.accessibleName()}: {self.value.plain}")


class UnsupportedQuestion(Question):
    """A kind of question this version cannot ask: named, its answer shown if it has one."""

    def build(self) -> None:
        """The answer, should another tool have given one."""
        self.value = Words("worked-out", self)
        self.editor.addWidget(self.value)

    def show_value(self, node: Node) -> None:
        """Say what it is, and that it is not supported."""
        sentence = self.context.words("Answers of the kind “{kind}” are not asked in this version.")
        self.notice("info", sentence.format(kind=node.type))
        self.value.say(says(node, self.context.language))
