"""Read-only items: notes, calculated values and unsupported kinds."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from assessor.form.labels.styled_text import plain_text
from assessor.form.live.node import Node
from assessor.gui.questions.answer_text import answer_text
from assessor.gui.questions.base.question import Question
from assessor.gui.toolkit.style import text_measure
from assessor.gui.toolkit.style.theme import BASE, dress
from assessor.gui.toolkit.widgets.label_text import FormLabel

_SIGNED = 18


class NoteQuestion(Question):
    """A note of the form, in Markdown."""

    def build(self) -> None:
        self.setProperty("kind", "note")
        self.label.setProperty("role", "note")
        self._sign = QLabel(self)
        dress(self._sign, "info", "accent", _SIGNED)
        self.head.insertWidget(0, self._sign, 0, Qt.AlignmentFlag.AlignTop)

    def show_value(self, node: Node) -> None:
        self._sign.setContentsMargins(
            0, text_measure.drop(plain_text(node.label), _SIGNED, BASE), 0, 0
        )


class DisplayQuestion(Question):
    """A calculated value."""

    def build(self) -> None:
        self.value = FormLabel("worked-out", self)
        self.editor.addWidget(self.value)

    def show_value(self, node: Node) -> None:
        self.value.say(answer_text(node, self.context.language) or "–")
        self.value.setAccessibleName(f"{self.accessibleName()}: {self.value.plain}")


class UnsupportedQuestion(DisplayQuestion):
    """An unsupported question: its kind, and its answer if it has one."""

    def show_value(self, node: Node) -> None:
        sentence = self.context.words("Answers of the kind “{kind}” are not asked in this version.")
        self.show_notice("info", sentence.format(kind=node.type))
        self.value.say(answer_text(node, self.context.language))
