"""The base classes of inspector parts: a heading with rows below."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from PySide6.QtWidgets import QFrame, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.answer import Answer
from assessor.assessment.review.outside_words import outside_words, short_text
from assessor.errors import AssessorError
from assessor.form.live.node import Node
from assessor.gui.questions.answer_text import value_text
from assessor.gui.questions.base.question import Context
from assessor.gui.state.session import Changes, Session
from assessor.gui.toolkit.controls.question_marks import show_untrusted_mark
from assessor.gui.toolkit.style.basic_widgets import LineEdit, button, columns, fill, rows
from assessor.gui.toolkit.text.captions import when_written
from assessor.gui.toolkit.widgets.label_text import FormLabel, isolate
from assessor.words import is_right_to_left, isolate_text


class InspectorPart(QWidget):
    """A heading and a column; subclasses fill it and show a question in it."""

    def __init__(self, context: Context, heading: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.context = context
        self.column = rows(self)
        self.heading = FormLabel("overline", self, heading)
        self.column.addWidget(self.heading)

    def show_node(self, node: Node, atom: Answer) -> None:
        """Show the part for a question without emitting anything."""

    def flush(self) -> None:
        """Submit typed text."""


class SessionPart(InspectorPart):
    """A part with input; it is submitted to the session."""

    def __init__(self, session: Session, context: Context, heading: str, parent: QWidget) -> None:
        self.session = session
        self.node: Node | None = None
        self.atom = Answer()
        super().__init__(context, heading, parent)

    def discard(self) -> None:
        """Discard typed text after the question was removed."""
        self.node = None
        for line in self.findChildren(QLineEdit):
            line.clear()
        for edit in self.findChildren(QPlainTextEdit):
            edit.clear()

    @property
    def assessment(self) -> Assessment:
        """The open assessment."""
        return self.session.assessment

    @property
    def locked(self) -> bool:
        """Whether input is not allowed."""
        return self.context.read_only

    def show_typing(self, text: str) -> None:
        """Tell the save indicator about typed text that is not submitted yet."""
        if text.strip():
            self.context.typing()
        else:
            self.context.settled()

    def submit(self, **envelope: Any) -> None:
        """Submit a part of the answer if it differs from the shown one."""
        if self.node is None or self.locked or self.session.open_assessment is None:
            return
        if any(getattr(self.atom, name) != value for name, value in envelope.items()):
            self.session.answer(self.node.reference, envelope)
            self.atom = self.assessment.answer_at(self.node.reference)

    def show_outside(self, kind: str, node: Node, into: QVBoxLayout) -> bool:
        """Show what people who are no members say, each with the mark; return whether any does."""
        found, words = outside_words(self.assessment, kind, node.reference), self.context.words
        language, trust = self.session.language, self.assessment.trust() if found else None
        for entry in found:
            room = QFrame(self)
            said, who = FormLabel("body", room), FormLabel("secondary", room)
            value = str((entry.body or {}).get("value", ""))
            text = value_text(node, value, language) if value else short_text(entry)
            said.say(str(isolate_text(text, language)))
            who.say(who_when(entry.author, entry.at, language))
            column = rows(room, said, who, gap=2)
            if trust is not None:
                show_untrusted_mark(column, room, trust, entry.signer, words, entry.author)
            into.addWidget(room)
        return bool(found)


class InputTexts(NamedTuple):
    """The texts of an input line: placeholder, accessible name, button."""

    within: str
    name: str
    button: str


class LinePart(SessionPart):
    """A part with rows and an input line below, submitted by Enter or button."""

    def __init__(
        self, session: Session, context: Context, heading: str, asks: InputTexts, parent: QWidget
    ) -> None:
        super().__init__(session, context, heading, parent)
        self.rows = rows(None, gap=10)
        self.line = LineEdit(self)
        self.line.setPlaceholderText(asks.within)
        self.line.setAccessibleName(asks.name)
        self.line.returnPressed.connect(self.flush)
        self.line.textEdited.connect(self.show_typing)
        self.says = button(self, self.flush, asks.button, role="slim", icon="comment", size=16)
        fill(self.column, self.rows, columns(None, (self.line, 1), self.says))

    def show_line(self, asked: bool) -> None:
        """Show or hide the line and its button."""
        self.line.setVisible(asked)
        self.says.setVisible(asked)

    def change_for(self, reference: str, text: str) -> Callable[[Any], Changes]:
        """Return the change that submits `text` for the question at `reference`."""
        raise NotImplementedError

    def flush(self) -> None:
        text, node = self.line.text().strip(), self.node
        if (
            text
            and node is not None
            and not self.locked
            and self.session.open_assessment is not None
        ):
            self.send(text, self.change_for(node.reference, text))

    def send(self, text: str, operation: Callable[[Any], Changes]) -> None:
        """Run a change with the line's text; on failure the text stays."""
        self.line.clear()
        try:
            self.session.do(operation)
        except AssessorError:
            self.line.setText(text)  # keep the typed text
            raise


def who_when(author: str, at: int, language: str) -> str:
    """Return author and time, isolated from each other in right-to-left text."""
    name = isolate(author) if is_right_to_left(language) else author
    return f"{name} · {when_written(at, language)}"
