"""A ranking: choices sorted by dragging, Ctrl with an arrow key, or two buttons."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from assessor.form.live.node import Node
from assessor.gui.questions.base.question import Question
from assessor.gui.questions.choice.select_one_question import offered
from assessor.gui.toolkit.style.theme import dress
from assessor.gui.toolkit.style.visibility import set_shown
from assessor.gui.toolkit.widgets.rank_list import RankList


class RankQuestion(Question):
    """All choices in order; blank until a person moves one or confirms the order."""

    clearable = True

    def build(self) -> None:
        """Create the list, the buttons beside it and the confirm button below."""
        words = self.context.words
        self.list = RankList(self._ordered, self._cleared, self)
        self.list.setMaximumWidth(560)
        self.list.setToolTip(words("Drag a line, or move it with Ctrl and an arrow"))
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.list, 1)
        row.addLayout(self._buttons())
        row.addStretch(0)
        self.editor.addLayout(row)
        self.agree = QPushButton(words("Keep this order"), self)
        dress(self.agree, "check", "accent", 16)
        self.agree.clicked.connect(self._agreed)
        line = QHBoxLayout()
        line.addWidget(self.agree)
        line.addStretch(1)
        self.editor.addLayout(line)

    def _buttons(self) -> QVBoxLayout:
        words = self.context.words
        column = QVBoxLayout()
        column.setSpacing(4)
        self.up, self.down = QToolButton(self), QToolButton(self)
        for button, icon, name, does in (
            (self.up, "arrow-up", words("Move up"), self._move_up),
            (self.down, "arrow-down", words("Move down"), self._move_down),
        ):
            dress(button, icon, "accent", 18)
            button.setToolTip(name)
            button.setAccessibleName(name)
            button.clicked.connect(does)
            column.addWidget(button)
        column.addStretch(1)
        return column

    def editors(self) -> list[QWidget]:
        """The list, then its buttons."""
        return [self.list, self.up, self.down, self.agree]

    def show_value(self, node: Node) -> None:
        """Show the answered order, then the other choices."""
        if self.list.dragging:
            return
        labels = dict(offered(node))
        ranked = [value for value in node.value.split() if value in labels]
        order = [*ranked, *(value for value in labels if value not in ranked)]
        self.list.show_order([(value, labels[value]) for value in order], ranked)
        for each in self.editors():
            each.setEnabled(not self.locked)
        set_shown(self.agree, not self.locked and len(ranked) < len(labels))

    def _ordered(self, values: list[str]) -> None:
        self.submit_value(" ".join(values))

    def _agreed(self) -> None:
        self.list.accept_order()
        self.list.setFocus()

    def _move_up(self) -> None:
        self.list.move_line(-1)

    def _move_down(self) -> None:
        self.list.move_line(1)
