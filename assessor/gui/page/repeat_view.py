"""A repeat on the page: its table, and the open instance under it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from assessor.form.labels.styled_text import plain_text
from assessor.form.live.node import Node
from assessor.gui.page.repeat_table import RepeatModel, RepeatTable
from assessor.gui.questions.answer_text import is_within, summary
from assessor.gui.questions.base.question import Context, Question
from assessor.gui.toolkit.style.basic_widgets import button, columns, fill, rows, tool
from assessor.gui.toolkit.style.theme import dress
from assessor.gui.toolkit.style.visibility import has_focus_within, tab_after, tab_stops
from assessor.gui.toolkit.widgets.label_text import FormLabel


class RepeatHost(Protocol):
    """The page, as a repeat sees it."""

    context: Context

    def fill(self, column: QVBoxLayout, nodes: tuple[Node, ...], parent: QWidget) -> None:
        """Build the widgets of nodes into a column."""

    def forget(self, reference: str) -> None:
        """Save and drop the widgets at or below a reference."""

    def add(self, repeat: str) -> str:
        """Add an instance; return its reference."""

    def duplicate(self, instance: str) -> str:
        """Duplicate an instance; return the reference of the copy."""

    def remove(self, instance: str) -> None:
        """Delete an instance."""

    def reorder(self, instance: str, to: int) -> None:
        """Move an instance to a position in its repeat, counted from 0."""

    def undo(self) -> None:
        """Undo the last step."""


class RepeatView(QFrame):
    """Heading, table and button to add; the open instance is edited below."""

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
        self._column = rows(self, gap=12, margins=(0, 16, 0, 16))
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
        self._add_inset(self.table)
        self._empty = FormLabel("empty", self)
        self._add_inset(self._empty)
        self._build_undo()
        self.refresh(structure=True)

    def _add_inset(self, widget: QWidget) -> None:
        self._column.addLayout(columns(None, widget, gap=-1, margins=(24, 0, 24, 0)))

    def _build_head(self) -> None:
        row = columns(None, gap=-1, margins=(24, 0, 24, 0))
        self.heading = FormLabel("heading", self)
        self.plus = QPushButton(self._words("Add"), self)
        dress(self.plus, "plus", "accent", 16)
        self.plus.setAccessibleName(f"{self._words('Add')}: {plain_text(self.node.label)}")
        self.plus.clicked.connect(self.add_row)
        fill(row, (self.heading, 1), (self.plus, 0, Qt.AlignmentFlag.AlignTop))
        self._column.addLayout(row)

    def _build_undo(self) -> None:
        self._undo_row = QFrame(self)
        self._undo_row.setProperty("role", "undo")
        row = columns(self._undo_row, gap=-1, margins=(12, 6, 6, 6))
        self._undo_text = FormLabel("undo-words", self._undo_row)
        self.take_back = button(
            self._undo_row, self._undo, self._words("Undo"), role="quiet", icon="undo", size=16
        )
        fill(row, (self._undo_text, 1), self.take_back)
        self._undo_row.hide()
        self._add_inset(self._undo_row)

    # Showing

    def refresh(self, *, structure: bool) -> None:
        """Update the table; with `structure`, instances were added, deleted or moved."""
        if structure and self._undo_row.isVisible() and not self._deleting:
            self._undo_row.hide()
        self.setVisible(self.node.relevant)
        count = len(self.node.children)
        self.heading.say(
            f"{plain_text(self.node.label)} ({count})" if count else plain_text(self.node.label)
        )
        self._empty.say("" if count else self._words("None yet."))
        self.plus.setVisible(self._can_edit)
        self.table.setVisible(bool(count))
        self.model.refresh(structure=structure)
        if structure:
            self.table.fit_size()
            if self.opened and not self._is_still_there():
                self.close_instance()
        if self.opened:
            self._update_title()

    _deleting = False

    def _is_still_there(self) -> bool:
        """Whether the open instance still exists; one that was moved is another node."""
        row = self.model.row_of(self.opened)
        return row >= 0 and self.model.instance(row) is self._shown

    def reveal(self, reference: str) -> None:
        """Open the instance that contains a reference."""
        for row, instance in enumerate(self.node.children):
            if is_within(reference, instance.reference):
                if self.opened != instance.reference:
                    self.open_row(row)
                return

    def open_row(self, row: int) -> None:
        """Open the instance of a row under the table."""
        instance = self.model.instance(row)
        if self.opened == instance.reference:
            return
        self.close_instance()
        self.opened = instance.reference
        self._shown = instance
        self.table.selectRow(row)
        self._open = QFrame(self)
        self._open.setProperty("role", "open-instance")
        column = rows(self._open, self._open_head(self._open), gap=0, margins=(0, 8, 0, 8))
        self._host.fill(column, (instance,), self._open)
        self._column.addLayout(columns(None, self._open, gap=-1, margins=(24, 0, 24, 0)))
        tab_after(self.table, tab_stops(self._open))
        self._update_title()

    def _open_head(self, parent: QWidget) -> QHBoxLayout:
        self._title = FormLabel("overline", parent)
        row = columns(None, (self._title, 1), gap=2, margins=(24, 8, 12, 0))
        for name, sign, does in (
            (self._words("Move up"), "arrow-up", lambda: self._move(-1)),
            (self._words("Move down"), "arrow-down", lambda: self._move(1)),
            (self._words("Duplicate"), "copy", self._duplicate),
            (self._words("Delete"), "trash", self._delete),
            (self._words("Close"), "chevron-up", self.close_instance),
        ):
            button = tool(
                parent, sign, "danger" if sign == "trash" else "muted", name, does, size=16
            )
            button.setVisible(self._can_edit or sign == "chevron-up")
            row.addWidget(button)
        return row

    def _update_title(self) -> None:
        row = self.model.row_of(self.opened)
        position = self._words("{name}, {number} of {count}")
        self._title.say(
            position.format(
                name=plain_text(self.node.label), number=row + 1, count=len(self.node.children)
            )
        )

    def close_instance(self) -> None:
        """Close the open instance; if it has the focus, the table gets it."""
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

    # Actions

    def take_focus(self) -> None:
        """Focus the button to add, else the table."""
        first = self.plus if self._can_edit else self.table
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def _can_edit(self) -> bool:
        return self.node.can_add and not self._host.context.read_only

    def add_row(self) -> None:
        """Add an instance and open it."""
        if self._can_edit:
            self._open_new(self._host.add(self.node.reference))

    def _duplicate(self) -> None:
        self.duplicate_row(self.model.row_of(self.opened))

    def duplicate_row(self, row: int) -> None:
        """Duplicate the instance of a row and open the copy."""
        if self._can_edit:
            self._open_new(self._host.duplicate(self.model.instance(row).reference))

    def _move(self, step: int) -> None:
        row = self.model.row_of(self.opened)
        self.move_row(row, row + step)

    def move_row(self, row: int, to: int) -> None:
        """Move the instance of a row; it stays open and keeps the focus."""
        if not self._can_edit or not 0 <= to < self.model.rowCount():
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

    def _open_new(self, reference: str) -> None:
        row = self.model.row_of(reference)
        if row >= 0:
            self.open_row(row)
            self.table.scrollTo(self.model.index(row, 0))
            self._focus_first()

    def _focus_first(self) -> None:
        """Focus the first question of the open instance that accepts the focus."""
        for question in self._open.findChildren(Question) if self._open is not None else ():
            question.take_focus()
            if question.has_keyboard():
                return

    def _delete(self) -> None:
        self.delete_row(self.model.row_of(self.opened))

    def delete_row(self, row: int) -> None:
        """Delete the instance of a row, and offer Undo under the table."""
        if not self._can_edit:
            return
        instance = self.model.instance(row)
        deleted = summary(instance, self._host.context.language)
        self.close_instance()
        self._deleting = True
        self._host.remove(instance.reference)
        self._deleting = False
        self._undo_text.say(
            self._words("Deleted: {what}").format(what=deleted or plain_text(self.node.label))
        )
        self._undo_row.show()
        self.take_back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _undo(self) -> None:
        self._undo_row.hide()
        self._host.undo()
        if self.model.rowCount():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def settle(self) -> None:
        """Hide the offer of Undo: the deletion is not the last step any more."""
        if not self._deleting:
            self._undo_row.hide()
