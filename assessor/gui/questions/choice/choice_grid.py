"""A table of questions with the same choices: a row per question, a column per choice."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy, QWidget

from assessor.form.labels.styled_text import plain_text
from assessor.form.live.node import Node
from assessor.gui.questions.base.question import Context, Question
from assessor.gui.questions.choice.select_one_question import offered
from assessor.gui.toolkit.buttons.choice_button import ChoiceButton, Options
from assessor.gui.toolkit.controls.question_marks import QuestionMarks
from assessor.gui.toolkit.style import text_measure
from assessor.gui.toolkit.style.basic_widgets import columns, keep_room, rows
from assessor.gui.toolkit.widgets.flow_layout import FlowPanel
from assessor.gui.toolkit.widgets.label_text import FormLabel

_MARKS = 44
_APART = 4
"""Padding in pixels on both sides of a heading."""
_LABEL = 200
_ANY = 16777215
"""Qt's maximum width: no limit."""


class RowQuestion(Question):
    """One row: the label, then a radio button or check box per column."""

    def __init__(self, context: Context, heading: Node, cell: int, parent: QWidget) -> None:
        self._heading = heading
        self._cell = cell
        self._wide = True
        self._drawn: list[tuple[str, str]] = []
        super().__init__(context, parent)

    def _build_frame(self) -> None:
        self._column.setContentsMargins(24, 6, 16, 6)
        self._line = QGridLayout()
        self._line.setHorizontalSpacing(4)
        self._line.setVerticalSpacing(2)
        self._line.setColumnStretch(0, 1)
        self.label = FormLabel("row", self)
        self.hint = FormLabel("hint", self)
        self._line.addLayout(rows(None, self.label, self.hint, gap=2), 0, 0)
        self._cells = FlowPanel(self, gap=0)
        self.marks = QuestionMarks(self, brief=True)
        self.marks.setFixedWidth(_MARKS)
        keep_room(self.marks)
        self._line.addWidget(self._cells, 0, 1)
        self._line.addWidget(self.marks, 0, 2)
        self._column.addLayout(self._line)

    def build(self) -> None:
        self.options = Options(self.submit_value, self)
        self.editor.setContentsMargins(0, 0, 0, 0)

    def editors(self) -> list[QWidget]:
        return self.options.in_order()

    def show_value(self, node: Node) -> None:
        choices = offered(self._heading)
        if choices != self._drawn:
            self._drawn = choices
            self._lay_out(node)
        own = {choice.value for choice in node.choices}
        if node.control == "select1":
            self.options.check(node.value, enabled=not self.locked)
        else:
            ticked = node.value.split()
            for value, button in self.options.buttons.items():
                button.setChecked(value in ticked)
                button.setEnabled(not self.locked)
        for value, button in self.options.buttons.items():
            button.setVisible(value in own or value in node.value.split())

    def _lay_out(self, node: Node) -> None:
        single = node.control == "select1"
        if not single:
            self.options = Options(self._toggle, self)
        buttons = {}
        for value, label in self._drawn:
            button = ChoiceButton("", self._cells, exclusive=single)
            button.setAccessibleName(label)
            button.setAccessibleDescription(self.accessibleName())
            button.setToolTip(label)
            keep_room(button)
            self._cells.add(button)
            buttons[value] = button
        self.options.put(buttons)
        self._place()

    def _toggle(self, value: str) -> None:
        if self.node is not None:
            ticked = set(self.node.value.split()) ^ {value}
            self.submit_value(" ".join(each for each, _ in self._drawn if each in ticked))

    def set_wide(self, *, wide: bool) -> None:
        """Show columns or, with `wide` False, labelled choices below the label."""
        if wide != self._wide:
            self._wide = wide
            self._place()

    def _place(self) -> None:
        labels = dict(self._drawn)
        self._line.removeWidget(self._cells)
        for value, button in self.options.buttons.items():
            button.setText("" if self._wide else labels[value])
            button.setMinimumWidth(self._cell if self._wide else 0)
            button.setMaximumWidth(self._cell if self._wide else _ANY)
        self._cells.setMinimumWidth(self._cell * len(labels) if self._wide else 0)
        self._cells.setMaximumWidth(self._cell * len(labels) if self._wide else _ANY)
        if self._wide:
            self._line.addWidget(self._cells, 0, 1)
        else:
            self._line.addWidget(self._cells, 1, 0, 1, 3)


class ChoiceGrid(QFrame):
    """The heading and its rows on one card."""

    def __init__(self, context: Context, heading: Node, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._heading = heading
        self._column = rows(self, gap=0)
        labels = [plain_text(choice.label) for choice in heading.choices]
        self._cell = _cell(labels)
        self._head = self._header(labels)
        self._column.addWidget(self._head)
        self.rows: list[RowQuestion] = []

    def add(self) -> RowQuestion:
        """Append a row."""
        if self.rows:
            rule = QFrame(self)
            rule.setProperty("role", "rule")
            self._column.addWidget(rule)
        row = RowQuestion(self._context, self._heading, self._cell, self)
        self._column.addWidget(row)
        self.rows.append(row)
        return row

    def _header(self, labels: list[str]) -> QWidget:
        head = QWidget(self)
        head.setProperty("role", "grid-head")
        head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        line = columns(head, 1, gap=4, margins=(24, 8, 16, 8))
        cells = QWidget(head)
        row = columns(cells, gap=0)
        for text in labels:
            label = QLabel(text, cells, wordWrap=True)
            label.setProperty("role", "column")
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom)
            label.setFixedWidth(self._cell)
            label.setContentsMargins(_APART, 0, _APART, 0)
            row.addWidget(label)
        line.addWidget(cells)
        line.addSpacing(_MARKS + 4)
        head.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        return head

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Switch between columns and labelled choices by width."""
        super().resizeEvent(event)
        needed = self._cell * len(self._heading.choices) + _LABEL + _MARKS + 48
        wide = self.width() >= needed
        self._head.setVisible(wide)
        for row in self.rows:
            row.set_wide(wide=wide)


def _cell(labels: list[str]) -> int:
    """Return the width of a column that fits the longest word and three lines."""
    words = [word for label in labels for word in label.split()]
    longest = max((text_measure.width(word, 12) for word in words), default=0)
    width = max(72, longest + 14)
    while width < 120 and any(
        text_measure.height(label, width - 2 * _APART, 12)
        > 3 * text_measure.height(label, 9999, 12)
        for label in labels
    ):
        width += 8
    return width
