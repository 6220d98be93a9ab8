"""Parts of a page: its title, a card of questions, the navigation buttons."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QWidget

from assessor.form.live.node import Node
from assessor.gui.questions.base.question import Context
from assessor.gui.toolkit.style.basic_widgets import columns, rows
from assessor.gui.toolkit.style.painting import direction
from assessor.gui.toolkit.style.theme import dress
from assessor.gui.toolkit.style.visibility import set_shown
from assessor.gui.toolkit.widgets.label_text import FormLabel


class Title(QWidget):
    """The name and the progress of the section, and an optional button."""

    def __init__(self, name: str, corner: QAction | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.name = FormLabel("title", self, name)
        self.progress = FormLabel("secondary", self)
        row = columns(self, (rows(None, self.name, self.progress, gap=4), 1), gap=-1)
        if corner is not None:
            button = QToolButton(self)
            button.setDefaultAction(corner)
            button.setAccessibleName(corner.text())
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)


class QuestionCard(QFrame):
    """Questions that belong together; hidden while none of them is relevant."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.column = rows(self, gap=0, margins=(0, 8, 0, 8))
        self.nodes: list[Node] = []

    def settle(self) -> None:
        """Show the card if any of its questions is relevant."""
        set_shown(self, any(node.relevant for node in self.nodes))


def navigation_buttons(
    context: Context, before: str, after: str, turn: Callable[[int], None], parent: QWidget
) -> QHBoxLayout:
    """Return the buttons to the previous and next section; blank names get none."""
    row = columns(None, gap=-1, margins=(0, 8, 0, 0))
    words = context.words
    for name, step, sign in ((before, -1, "arrow-left"), (after, 1, "arrow-right")):
        if not name:
            row.addStretch(1)
            continue
        label = words("Previous section") if step < 0 else words("Next section")
        button = QPushButton(label, parent)
        button.setToolTip(name)
        button.setAccessibleName(f"{label}: {name}")
        dress(button, sign, "accent", 16)
        if step > 0:
            button.setLayoutDirection(direction(not context.right_to_left))
        button.clicked.connect(partial(_turned, turn, step))
        row.addWidget(button)
        if step < 0:
            row.addStretch(1)
    return row


def _turned(turn: Callable[[int], None], step: int, _checked: bool = False) -> None:
    turn(step)
