"""Text answers: one or several lines."""

from __future__ import annotations

from PySide6.QtCore import QRegularExpression, QTimer
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from assessor.form.live.node import Node
from assessor.gui.questions.base.question import FocusOutFilter, Question
from assessor.gui.toolkit.widgets.field_undo import UndoKeyFilter
from assessor.gui.toolkit.widgets.growing_edit import GrowingEdit

QUIET = 1000
"""Milliseconds after the last keystroke before text is submitted."""


class TypedQuestion(Question):
    """A typed answer; submitted on leaving, after a second without keystrokes, and by flush()."""

    def build(self) -> None:
        self._clock = QTimer(self, singleShot=True, interval=QUIET)
        self._clock.timeout.connect(self.flush)
        self.edit = self.make_edit()
        self.editor.addWidget(self.edit)
        FocusOutFilter(self.edit, self._editor_left, self)
        UndoKeyFilter(self.edit, self._has_own_undo, self)

    def make_edit(self) -> QLineEdit | QPlainTextEdit:
        """Create the editor and connect its changes to self.typed."""
        return self.make_line(self.max_editor_width())

    def make_line(self, width: int, hint: str = "", pattern: str = "") -> QLineEdit:
        """Create a line up to `width` px wide for a `pattern`, with a `hint` while it is empty."""
        edit = QLineEdit(self, placeholderText=hint)
        edit.setMaximumWidth(width)
        if pattern:
            edit.setValidator(QRegularExpressionValidator(QRegularExpression(pattern), edit))
        edit.textEdited.connect(self.on_text_changed)
        return edit

    def make_figures(self, width: int, hint: str = "", pattern: str = "") -> QLineEdit:
        """Create such a line in the style of figures."""
        edit = self.make_line(width, hint, pattern)
        edit.setProperty("figures", True)
        return edit

    def max_editor_width(self) -> int:
        """Return the maximum width of the editor in pixels."""
        return 560

    def editors(self) -> list[QWidget]:
        return [self.edit]

    def text(self) -> str:
        """Return the text in the editor."""
        edit = self.edit
        return edit.text() if isinstance(edit, QLineEdit) else edit.toPlainText()

    def parse_text(self, text: str) -> str | None:
        """Return the value of a text as stored; None if it is no value yet."""
        return text

    def format_value(self, value: str) -> str:
        """Return a value as text in the editor."""
        return value

    def error_message(self, _text: str) -> str:
        """Return the message for a text that is no value."""
        return ""

    def on_text_changed(self) -> None:
        """Restart the timer after a keystroke."""
        if not self._clock.isActive():
            self.context.typing()
        self._clock.start()

    def _has_own_undo(self) -> bool:
        """Return whether the editor itself undoes typing; inside a form until it is saved."""
        return self._clock.isActive() or bool(self._embedded_label)

    def incomplete_text(self) -> str:
        return self.text() if self._editor_value() is None else ""

    def restore_incomplete(self, text: str) -> None:
        self._clock.stop()
        if self.text() != text:
            self._set_text(text)
            self._clock.stop()  # multi-line boxes take setting the text for typing
        self.show_notice("info", self.error_message(text))

    def flush(self) -> None:
        """Submit the text if it is a new value."""
        waited = self._clock.isActive()
        self._clock.stop()
        if self.node is None:
            return
        value = self._editor_value()
        if value is None:
            self.context.incomplete()
            return
        self.show_notice("info", "")
        if value != self.node.value:
            self.submit_value(value)
        elif waited:
            self.context.settled()

    def show_value(self, node: Node) -> None:
        """Show the value, except while the person types."""
        self.edit.setReadOnly(self.locked)
        current = self.format_value(node.value)
        if self._clock.isActive() or self.text() == current:
            return
        if self.edit.hasFocus() and self._editor_value() == node.value:
            return
        self._set_text(current)
        self.show_notice("info", "")

    def _editor_value(self) -> str | None:
        """Return the value of the editor; unchanged text gives the shown value unchanged."""
        text = self.text()
        if self.node is not None and text == self.format_value(self.node.value):
            return self.node.value
        return self.parse_text(text)

    def _set_text(self, text: str) -> None:
        if isinstance(self.edit, QLineEdit):
            self.edit.setText(text)
        else:
            cursor = self.edit.textCursor().position()
            self.edit.setPlainText(text)
            moved = self.edit.textCursor()
            moved.setPosition(min(cursor, len(text)))
            self.edit.setTextCursor(moved)

    def _editor_left(self) -> None:
        self.flush()
        if self.node is None:
            return
        value, current = self._editor_value(), self.format_value(self.node.value)
        if value is None:
            self.show_notice("info", self.error_message(self.text()))
        elif value == self.node.value and self.text() != current:
            self._set_text(current)


class TextQuestion(TypedQuestion):
    """One line of text."""


class LongTextQuestion(TypedQuestion):
    """Several lines of text; the box grows with them."""

    def make_edit(self) -> QPlainTextEdit:
        edit = GrowingEdit(self)
        edit.textChanged.connect(self.on_text_changed)
        return edit

    def on_text_changed(self) -> None:
        """Handle a text change by a person; ignore the node's own text."""
        if self.node is not None and self.text() != self.node.value:
            super().on_text_changed()
