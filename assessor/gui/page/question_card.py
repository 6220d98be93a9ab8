"""A quiet card of the page: questions that stand together."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from assessor.form.live.node import Node
from assessor.gui.toolkit.style.visibility import set_shown


class QuestionCard(QFrame):
    """Questions that belong together; gone from sight when none of them is asked."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 8, 0, 8)
        self.column.setSpacing(0)
        self.nodes: list[Node] = []

    def settle(self) -> None:
        """Show it if anything on it is asked."""
        set_shown(self, any(node.relevant for node in self.nodes))
