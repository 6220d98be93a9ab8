"""Text answers: one line or several; blank is always possible."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from assessor.form.live.node import Node
from assessor.gui.questions.base.question import FocusOutFilter, Question
from assessor.gui.toolkit.widgets.field_undo import UndoKeyFilter
from assessor.gui.toolkit.widgets.growing_edit import GrowingEdit

QUIET = 1000
"""Milliseconds without a keystroke after which what is typed is said."""


class TypedQuestion(Question):
    """A question answered by typing: it speaks when left, after a second of quiet, on flush."""

    def build(self) -> None:
        """The line, with its clock and its ear for the person leaving."""
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(QUIET)
        self._clock.timeout.connect(self.flush)
        self.edit = self.make_edit()
        self.editor.addWidget(self.edit)
        FocusOutFilter(self.edit, self._left, self)
        UndoKeyFilter(self.edit, self._has_own_undo, self)

    def make_edit(self) -> QLineEdit | QPlainTextEdit:
        """Make the editor and connect what people type in it to self.typed."""
        edit = QLineEdit(self)
        edit.setMaximumWidth(self.widest())
        edit.textEdited.connect(self.typed)
        return edit

    def widest(self) -> int:
        """The widest the editor grows, in pixels."""
        return 560

    def editors(self) -> list[QWidget]:
        """The one line."""
        return [self.edit]

    def text(self) -> str:
        """What stands in the editor, typed or shown."""
        edit = self.edit
        return edit.text() if isinstance(edit, QLineEdit) else edit.toPlainText()

    def read(self, text: str) -> str | None:
        """The value that a text says, as the record keeps it; None while it says none yet."""
        return text

    def wording(self, value: str) -> str:
        """A value as the editor shows it."""
        return value

    def trouble(self, _text: str) -> str:
        """A sentence for the person who leaves a text that says no value."""
        return ""

    def typed(self) -> None:
        """A keystroke: the clock starts anew."""
        if not self._clock.isActive():
            self.context.typing()
        self._clock.start()

    def _has_own_undo(self) -> bool:
        """What is typed is the editor's to take back; within a form it is so until it is kept."""
        return self._clock.isActive() or bool(self._within)

    def unsaid(self) -> str:
        """The text that says no value yet."""
        return self.text() if self._says() is None else ""

    def retype(self, text: str) -> None:
        """Put such a text back, with the sentence on it."""
        self._clock.stop()
        if self.text() != text:
            self._put(text)
            self._clock.stop()  # boxes of several lines take this for typing
        self.notice("info", self.trouble(text))

    def flush(self) -> None:
        """Say what is typed, if it is a value and another than the one shown."""
        waited = self._clock.isActive()
        self._clock.stop()
        if self.node is None:
            return
        value = self._says()
        if value is None:
            self.context.unsaid()
            return
        self.notice("info", "")
        if value != self.node.value:
            self.say(value)
        elif waited:
            self.context.settled()

    def show_value(self, node: Node) -> None:
        """Show the value, unless the person is typing something not yet said."""
        self.edit.setReadOnly(self.locked)
        shown = self.wording(node.value)
        if self._clock.isActive() or self.text() == shown:
            return
        if self.edit.hasFocus() and self._says() == node.value:
            return
        self._put(shown)
        self.notice("info", "")

    def _says(self) -> str | None:
        """The value in the editor; a text left as it was shown says what it showed, whole."""
        text = self.text()
        if self.node is not None and text == self.wording(self.node.value):
            return self.node.value
        return self.read(text)

    def _put(self, text: str) -> None:
        if isinstance(self.edit, QLineEdit):
            self.edit.setText(text)
        else:
            cursor = self.edit.textCursor().position()
            self.edit.setPlainText(text)
            moved = self.edit.textCursor()
            moved.setPosition(min(cursor, len(text)))
            self.edit.setTextCursor(moved)

    def _left(self) -> None:
        self.flush()
        if self.node is None:
            return
        value, shown = self._says(), self.wording(self.node.value)
        if value is None:
            self.notice("info", self.trouble(self.text()))
        elif value == self.node.value and self.text() != shown:
            self._put(shown)


class TextQuestion(TypedQuestion):
    """One line of text."""


class LongTextQuestion(TypedQuestion):
    """Several lines of text; the box grows with what is written."""

    def make_edit(self) -> QPlainTextEdit:
        """A box of at least three lines; Tab goes on to the next question."""
        edit = GrowingEdit(self)
        edit.textChanged.connect(self.typed)
        return edit

    def typed(self) -> None:
        """The text changed: by a person, unless it is what the node holds."""
        if self.node is not None and self.text() != self.node.value:
            super().typed()
