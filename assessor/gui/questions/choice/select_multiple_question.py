"""Check boxes: multiple choice, and the acknowledgement."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QWidget

from assessor.form.live.node import Node
from assessor.gui.questions.base.question import Question
from assessor.gui.questions.choice.select_one_question import Buttons, columns, offered
from assessor.gui.toolkit.buttons.choice_button import ChoiceButton
from assessor.gui.toolkit.widgets.flow_layout import FlowPanel


class SelectMultipleQuestion(Question):
    """Check boxes; the value has the checked ones in the order of the list."""

    clearable = True

    def build(self) -> None:
        self._choices: list[tuple[str, str]] = []
        self._boxes: dict[str, QAbstractButton] = {}
        self._room = FlowPanel(self)
        self.editor.addWidget(self._room)

    def editors(self) -> list[QWidget]:
        return list(self._boxes.values())

    def show_value(self, node: Node) -> None:
        choices = offered(node)
        if choices != self._choices:
            self._choices = choices
            self._lay_out(node)
        ticked = set(node.value.split())
        for value, box in self._boxes.items():
            box.setChecked(value in ticked)
            box.setEnabled(not self.locked)
            box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _lay_out(self, node: Node) -> None:
        wide = columns(node, [label for _, label in self._choices])
        make = Buttons(self.context, node)
        room = FlowPanel(self, columns=wide, gap=8 if make.tiled else 4)
        self._boxes = {}
        for value, label in self._choices:
            box = make.button(value, label, room)
            box.setAccessibleDescription(self.accessibleName())
            box.clicked.connect(self._ticked)
            room.add(box)
            self._boxes[value] = box
        self.editor.replaceWidget(self._room, room)
        self._room.deleteLater()
        self._room = room

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
