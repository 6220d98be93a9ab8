"""What the parts of the inspector have in common: a heading, and rows beneath it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.answer import Answer
from assessor.errors import AssessorError
from assessor.form.live.node import Node
from assessor.gui.questions.base.question import Context
from assessor.gui.state.session import Changes, Session
from assessor.gui.toolkit.style.basic_widgets import LineEdit
from assessor.gui.toolkit.style.theme import dress
from assessor.gui.toolkit.text import captions
from assessor.gui.toolkit.widgets.label_text import FormLabel, isolate
from assessor.words import is_right_to_left


class InspectorPart(QWidget):
    """A heading and a column; subclasses fill it and show a question in it."""

    def __init__(self, context: Context, heading: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.context = context
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)
        self.heading = FormLabel("overline", self)
        self.heading.say(heading)
        self.column.addWidget(self.heading)

    def show_node(self, node: Node, atom: Answer) -> None:
        """Show the part for a question, silently."""

    def flush(self) -> None:
        """Say what is typed and not yet said."""


class SessionPart(InspectorPart):
    """A part in which people say something; all of it goes through the session."""

    def __init__(self, session: Session, context: Context, heading: str, parent: QWidget) -> None:
        self.session = session
        self.node: Node | None = None
        self.atom = Answer()
        super().__init__(context, heading, parent)

    def let_go(self) -> None:
        """The question is no more: what is typed about it has nowhere to go."""
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
        """Whether nothing may be said."""
        return self.context.read_only

    def typed(self, text: str) -> None:
        """Let the save indicator know that `text` is typed, and said only when one goes on."""
        if text.strip():
            self.context.typing()
        else:
            self.context.settled()

    def say(self, **envelope: Any) -> None:
        """Say part of the atom, if it differs from the one shown."""
        if self.node is None or self.locked or self.session.open_assessment is None:
            return
        if any(getattr(self.atom, name) != said for name, said in envelope.items()):
            self.session.answer(self.node.reference, envelope)
            self.atom = self.assessment.shown(self.node.reference)


class InputTexts(NamedTuple):
    """The words of a line to say something in: what stands in it, its name, and its button's."""

    within: str
    name: str
    button: str


class LinePart(SessionPart):
    """A part with rows, and beneath them a line to say something in, on Enter or by its button."""

    def __init__(
        self, session: Session, context: Context, heading: str, asks: InputTexts, parent: QWidget
    ) -> None:
        super().__init__(session, context, heading, parent)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(10)
        self.column.addLayout(self.rows)
        across = QHBoxLayout()
        across.setSpacing(8)
        self.line = LineEdit(self)
        self.line.setPlaceholderText(asks.within)
        self.line.setAccessibleName(asks.name)
        self.line.returnPressed.connect(self.flush)
        self.line.textEdited.connect(self.typed)
        self.says = QPushButton(asks.button, self)
        self.says.setProperty("role", "slim")
        dress(self.says, "comment", "accent", 16)
        self.says.clicked.connect(self.flush)
        across.addWidget(self.line, 1)
        across.addWidget(self.says)
        self.column.addLayout(across)

    def ask(self, asked: bool) -> None:
        """Show the line and its button, or hide them."""
        self.line.setVisible(asked)
        self.says.setVisible(asked)

    def saying(self, reference: str, text: str) -> Callable[[Any], Changes]:
        """What says `text` of the question at `reference`."""
        raise NotImplementedError

    def flush(self) -> None:
        """Say what is typed."""
        text, node = self.line.text().strip(), self.node
        if (
            text
            and node is not None
            and not self.locked
            and self.session.open_assessment is not None
        ):
            self.send(text, self.saying(node.reference, text))

    def send(self, text: str, operation: Callable[[Any], Changes]) -> None:
        """Do what says the line's text; where it fails, the text stays in the line."""
        self.line.clear()
        try:
            self.session.do(operation)
        except AssessorError:
            self.line.setText(text)  # nothing typed is lost
            raise


def moment(at: int, language: str) -> str:
    """When something was said (ms UTC), in local time: the date, and the minute."""
    return captions.moment(datetime.fromtimestamp(at / 1000), language)


def who_when(author: str, at: int, language: str) -> str:
    """Who said something and when; in a right-to-left window the name does not draw the date to
    its own side."""
    name = isolate(author) if is_right_to_left(language) else author
    return f"{name} · {moment(at, language)}"
