"""A ranking: choices sorted by dragging, Ctrl with an arrow key, or two buttons."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from assessor.form.live.node import Node
from assessor.gui.questions.base.question import Question
from assessor.gui.questions.choice.select_one_question import offered
from assessor.gui.toolkit.style.basic_widgets import columns, fill, rows, tool
from assessor.gui.toolkit.style.theme import dress
from assessor.gui.toolkit.style.visibility import set_shown
from assessor.gui.toolkit.widgets.rank_list import RankList


class RankQuestion(Question):
    """All choices in order; blank until a person moves one or confirms the order."""

    clearable = True

    def build(self) -> None:
        words = self.context.words
        self.list = RankList(self._ordered, self._cleared, self)
        self.list.setMaximumWidth(560)
        self.list.setToolTip(words("Drag a line, or move it with Ctrl and an arrow"))
        row = columns(None, (self.list, 1), self._buttons(), 0, gap=4)
        self.agree = QPushButton(words("Keep this order"), self)
        dress(self.agree, "check", "accent", 16)
        self.agree.clicked.connect(self._agreed)
        fill(self.editor, row, columns(None, self.agree, 1, gap=-1))

    def _buttons(self) -> QVBoxLayout:
        words, move = self.context.words, self.list.move_line
        self.up = tool(self, "arrow-up", "accent", words("Move up"), lambda: move(-1))
        self.down = tool(self, "arrow-down", "accent", words("Move down"), lambda: move(1))
        return rows(None, self.up, self.down, 1, gap=4)

    def editors(self) -> list[QWidget]:
        return [self.list, self.up, self.down, self.agree]

    def show_value(self, node: Node) -> None:
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
