"""A repeat on the page: its table, and the instance that is open under it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from assessor.form.labels.styled_text import plain_text
from assessor.form.live.node import Node
from assessor.gui.page.repeat_table import RepeatModel, RepeatTable
from assessor.gui.questions.answer_text import is_within, summary
from assessor.gui.questions.base.question import Context, Question
from assessor.gui.toolkit.style.theme import dress
from assessor.gui.toolkit.style.visibility import has_focus_within, tab_after, tab_stops
from assessor.gui.toolkit.widgets.label_text import FormLabel


class RepeatHost(Protocol):
    """The page, to a repeat: it builds questions and knows which there are."""

    context: Context

    def fill(self, column: QVBoxLayout, nodes: tuple[Node, ...], parent: QWidget) -> None:
        """Build the widgets of nodes into a column."""

    def forget(self, reference: str) -> None:
        """The widgets at or below a reference are going away."""

    def add(self, repeat: str) -> str:
        """Add an instance; its reference."""

    def duplicate(self, instance: str) -> str:
        """Add an instance that says what another says; its reference."""

    def remove(self, instance: str) -> None:
        """Delete an instance."""

    def reorder(self, instance: str, to: int) -> None:
        """Put an instance at a place of its repeat, 0 the first."""

    def undo(self) -> None:
        """Take back the last thing done."""


class RepeatView(QFrame):
    """Heading, table, add; the open instance beneath, edited in place.

    `leads`: no question stands before it on its page.
    """

    def __init__(
        self, node: Node, host: RepeatHost, parent: QWidget, *, leads: bool = False
    ) -> None:
        super().__init__(parent)
        self.leads = leads
        self.node = node
        self._host = host
        self._words: Callable[[str], str] = host.context.words
        self.setProperty("role", "card")
        self.setAccessibleName(plain_text(node.label))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 16, 0, 16)
        self._column.setSpacing(12)
        self._open: QFrame | None = None
        self._shown: Node | None = None
        self.opened = ""
        self._build_head()
        self.model = RepeatModel(node, self, host.context.language)
        self.table = RepeatTable(self.model, self)
        self.table.setAccessibleName(plain_text(node.label))
        self.table.setAccessibleDescription(
            self._words(
                "Enter opens a line, Insert adds one, Delete deletes, "
                "Ctrl+D duplicates, Ctrl with an arrow moves it."
            )
        )
        self._inset(self.table)
        self._empty = FormLabel("empty", self)
        self._inset(self._empty)
        self._build_undo()
        self.refresh(structure=True)

    def _inset(self, widget: QWidget) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(24, 0, 24, 0)
        row.addWidget(widget)
        self._column.addLayout(row)

    def _build_head(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(24, 0, 24, 0)
        self.heading = FormLabel("heading", self)
        row.addWidget(self.heading, 1)
        self.plus = QPushButton(self._words("Add"), self)
        dress(self.plus, "plus", "accent", 16)
        self.plus.setAccessibleName(f"{self._words('Add')}: {plain_text(self.node.label)}")
        self.plus.clicked.connect(self.add_row)
        row.addWidget(self.plus, 0, Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(row)

    def _build_undo(self) -> None:
        self._gone = QFrame(self)
        self._gone.setProperty("role", "undo")
        row = QHBoxLayout(self._gone)
        row.setContentsMargins(12, 6, 6, 6)
        self._gone_words = FormLabel("undo-words", self._gone)
        row.addWidget(self._gone_words, 1)
        self.take_back = QPushButton(self._words("Undo"), self._gone)
        self.take_back.setProperty("role", "quiet")
        dress(self.take_back, "undo", "accent", 16)
        self.take_back.clicked.connect(self._undo)
        row.addWidget(self.take_back)
        self._gone.hide()
        self._inset(self._gone)

    # Showing

    def refresh(self, *, structure: bool) -> None:
        """Show the instances anew; with `structure`, some came or went."""
        if structure and self._gone.isVisible() and not self._deleting:
            self._gone.hide()
        self.setVisible(self.node.relevant)
        count = len(self.node.children)
        self.heading.say(
            f"{plain_text(self.node.label)} ({count})" if count else plain_text(self.node.label)
        )
        self._empty.say("" if count else self._words("None yet."))
        self.plus.setVisible(self._may)
        self.table.setVisible(bool(count))
        self.model.refresh(structure=structure)
        if structure:
            self.table.settle()
            if self.opened and not self._is_still_there():
                self.close_instance()
        if self.opened:
            self._title_open()

    _deleting = False

    def _is_still_there(self) -> bool:
        """Whether the open instance is the very one it was: one that moved is made anew."""
        row = self.model.row_of(self.opened)
        return row >= 0 and self.model.instance(row) is self._shown

    def reveal(self, reference: str) -> None:
        """Open the instance a reference lies in, unless it is open."""
        for row, instance in enumerate(self.node.children):
            if is_within(reference, instance.reference):
                if self.opened != instance.reference:
                    self.open_row(row)
                return

    def open_row(self, row: int) -> None:
        """Open the instance in a row under the table."""
        instance = self.model.instance(row)
        if self.opened == instance.reference:
            return
        self.close_instance()
        self.opened = instance.reference
        self._shown = instance
        self.table.selectRow(row)
        self._open = QFrame(self)
        self._open.setProperty("role", "open-instance")
        column = QVBoxLayout(self._open)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(0)
        column.addLayout(self._open_head(self._open))
        self._host.fill(column, (instance,), self._open)
        row_layout = QHBoxLayout()
        row_layout.setContentsMargins(24, 0, 24, 0)
        row_layout.addWidget(self._open)
        self._column.addLayout(row_layout)
        tab_after(self.table, tab_stops(self._open))
        self._title_open()

    def _open_head(self, parent: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(24, 8, 12, 0)
        row.setSpacing(2)
        self._title = FormLabel("overline", parent)
        row.addWidget(self._title, 1)
        for name, sign, does in (
            (self._words("Move up"), "arrow-up", self._up),
            (self._words("Move down"), "arrow-down", self._down),
            (self._words("Duplicate"), "copy", self._duplicate),
            (self._words("Delete"), "trash", self._delete),
            (self._words("Close"), "chevron-up", self.close_instance),
        ):
            button = QToolButton(parent)
            dress(button, sign, "danger" if sign == "trash" else "muted", 16)
            button.setToolTip(name)
            button.setAccessibleName(name)
            button.setVisible(self._may or sign == "chevron-up")
            button.clicked.connect(does)
            row.addWidget(button)
        return row

    def _title_open(self) -> None:
        row = self.model.row_of(self.opened)
        position = self._words("{name}, {number} of {count}")
        self._title.say(
            position.format(
                name=plain_text(self.node.label), number=row + 1, count=len(self.node.children)
            )
        )

    def close_instance(self) -> None:
        """Fold the open instance away; the keyboard, if it is there, goes back to the table."""
        if self._open is None:
            return
        self._host.forget(self.opened)
        self.opened = ""
        if has_focus_within(self._open):
            back = self.table if self.table.isVisible() else self.plus
            back.setFocus(Qt.FocusReason.OtherFocusReason)
        self._open.hide()
        self._open.deleteLater()
        self._open = None

    # What people do

    def take_focus(self) -> None:
        """Give the keyboard to what Tab comes to first: the way to add, else the table."""
        first = self.plus if self._may else self.table
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def _may(self) -> bool:
        return self.node.can_add and not self._host.context.read_only

    def add_row(self) -> None:
        """Add an instance and open it."""
        if self._may:
            self._show_new(self._host.add(self.node.reference))

    def _duplicate(self) -> None:
        self.duplicate_row(self.model.row_of(self.opened))

    def duplicate_row(self, row: int) -> None:
        """Add an instance that says what this one says, and open it."""
        if self._may:
            self._show_new(self._host.duplicate(self.model.instance(row).reference))

    def _up(self) -> None:
        row = self.model.row_of(self.opened)
        self.move_row(row, row - 1)

    def _down(self) -> None:
        row = self.model.row_of(self.opened)
        self.move_row(row, row + 1)

    def move_row(self, row: int, to: int) -> None:
        """Put an instance at another place; it stays open if it was, and keeps the keyboard."""
        if not self._may or not 0 <= to < self.model.rowCount():
            return
        reference = self.model.instance(row).reference
        was_open = self.opened == reference
        in_table = self.table.hasFocus()
        self._host.reorder(reference, to)
        if was_open:
            self.open_row(self.model.row_of(reference))
        self.table.selectRow(self.model.row_of(reference))
        if in_table or was_open:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_new(self, reference: str) -> None:
        row = self.model.row_of(reference)
        if row >= 0:
            self.open_row(row)
            self.table.scrollTo(self.model.index(row, 0))
            self._enter()

    def _enter(self) -> None:
        """Give the keyboard to the first question of the open instance that takes it."""
        for question in self._open.findChildren(Question) if self._open is not None else ():
            question.take_focus()
            if question.has_keyboard():
                return

    def _delete(self) -> None:
        self.delete_row(self.model.row_of(self.opened))

    def delete_row(self, row: int) -> None:
        """Delete an instance; an offer to take that back stands beneath the table."""
        if not self._may:
            return
        instance = self.model.instance(row)
        said = summary(instance, self._host.context.language)
        self.close_instance()
        self._deleting = True
        self._host.remove(instance.reference)
        self._deleting = False
        self._gone_words.say(
            self._words("Deleted: {what}").format(what=said or plain_text(self.node.label))
        )
        self._gone.show()
        self.take_back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _undo(self) -> None:
        self._gone.hide()
        self._host.undo()
        if self.model.rowCount():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def settle(self) -> None:
        """Something else was said since: what Undo would take back is no longer the deletion."""
        if not self._deleting:
            self._gone.hide()
