"""A card of the page."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from assessor.form.live.node import Node
from assessor.gui.toolkit.style.visibility import set_shown


class QuestionCard(QFrame):
    """Questions that belong together; hidden while none of them is relevant."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 8, 0, 8)
        self.column.setSpacing(0)
        self.nodes: list[Node] = []

    def settle(self) -> None:
        """Show the card if any of its questions is relevant."""
        set_shown(self, any(node.relevant for node in self.nodes))
