"""A whole number with two buttons to count."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from assessor.form.live.node import Node
from assessor.gui.questions.typed.number_question import WholeQuestion
from assessor.gui.toolkit.style.theme import dress


class CounterQuestion(WholeQuestion):
    """The number between minus and plus; counting begins at 0."""

    def build(self) -> None:
        """Create minus, line and plus."""
        super().build()
        self.editor.removeWidget(self.edit)
        self.edit.setMaximumWidth(96)
        row = QHBoxLayout()
        row.setSpacing(4)
        words = self.context.words
        self.minus = self._button("minus", words("One less"), -1)
        self.plus = self._button("plus", words("One more"), 1)
        for widget in (self.minus, self.edit, self.plus):
            row.addWidget(widget)
        row.addStretch(1)
        self.editor.addLayout(row)

    def _button(self, icon: str, name: str, step: int) -> QToolButton:
        button = QToolButton(self)
        dress(button, icon, "accent", 18)
        button.setToolTip(name)
        button.setAccessibleName(name)
        button.clicked.connect(partial(self._count, step))
        return button

    def editors(self) -> list[QWidget]:
        """The line, then the buttons."""
        return [self.edit, self.minus, self.plus]

    def show_value(self, node: Node) -> None:
        """Show the number."""
        super().show_value(node)
        self.minus.setEnabled(not self.locked)
        self.plus.setEnabled(not self.locked)

    def _count(self, step: int, _checked: bool = False) -> None:
        self.flush()
        if self.node is not None:
            value = self.node.value
            self.submit_value(
                str(int(value) + step) if value.lstrip("-").isdigit() else str(max(0, step))
            )
