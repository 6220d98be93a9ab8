"""An acknowledgement: one check box."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from assessor.form.live.node import Node
from assessor.gui.questions.base.question import Question
from assessor.gui.toolkit.buttons.choice_button import ChoiceButton

OK = "OK"
"""The value of an acknowledged trigger (ODK XForms specification, trigger)."""


class TriggerQuestion(Question):
    """A check box with the value OK or blank."""

    def build(self) -> None:
        """Create the box."""
        self.box = ChoiceButton(self.context.words("I have read this"), self, exclusive=False)
        self.box.clicked.connect(self._ticked)
        self.editor.addWidget(self.box)

    def editors(self) -> list[QWidget]:
        """The box."""
        return [self.box]

    def show_value(self, node: Node) -> None:
        """Show whether it was acknowledged."""
        self.box.setChecked(bool(node.value))
        self.box.setEnabled(not self.locked)
        self.box.setAccessibleDescription(self.accessibleName())

    def _ticked(self, on: bool) -> None:
        self.submit_value(OK if on else "")
