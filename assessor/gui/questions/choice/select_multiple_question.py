"""Check boxes: multiple choice, and the acknowledgement."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QWidget

from assessor.form.live.node import Node
from assessor.gui.questions.base.question import Question
from assessor.gui.questions.choice.select_one_question import ButtonsQuestion
from assessor.gui.toolkit.buttons.choice_button import ChoiceButton


class SelectMultipleQuestion(ButtonsQuestion):
    """Check boxes; the value has the checked ones in the order of the list."""

    def build(self) -> None:
        super().build()
        self._boxes: dict[str, QAbstractButton] = {}

    def editors(self) -> list[QWidget]:
        return list(self._boxes.values())

    def show_value(self, node: Node) -> None:
        super().show_value(node)
        ticked = set(node.value.split())
        for value, box in self._boxes.items():
            box.setChecked(value in ticked)
            box.setEnabled(not self.locked)
            box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def take_buttons(self, buttons: dict[str, QAbstractButton]) -> None:
        self._boxes = buttons
        for box in buttons.values():
            box.clicked.connect(self._ticked)

    def _ticked(self) -> None:
        self.submit_value(" ".join(value for value, box in self._boxes.items() if box.isChecked()))


OK = "OK"
"""The value of an acknowledged trigger (ODK XForms specification, trigger)."""


class TriggerQuestion(Question):
    """A check box with the value OK or blank."""

    def build(self) -> None:
        self.box = ChoiceButton(self.context.words("I have read this"), self, exclusive=False)
        self.box.clicked.connect(self._ticked)
        self.editor.addWidget(self.box)

    def editors(self) -> list[QWidget]:
        return [self.box]

    def show_value(self, node: Node) -> None:
        self.box.setChecked(bool(node.value))
        self.box.setEnabled(not self.locked)
        self.box.setAccessibleDescription(self.accessibleName())

    def _ticked(self, on: bool) -> None:
        self.submit_value(OK if on else "")
