"""What headquarters says of the answer to a question, and the line to answer it."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from assessor.assessment.answer import Answer
from assessor.assessment.reviewing import ACCEPTED, FIELD, QUERY, REDO, Review
from assessor.errors import AssessorError
from assessor.form.node import Node
from assessor.gui.appear import clear
from assessor.gui.inspector_part import SpeakingPart, who_when
from assessor.gui.pieces import Line
from assessor.gui.questions.question import Context
from assessor.gui.session import Session
from assessor.gui.theme import dress
from assessor.gui.wording import Words

STATES = {
    REDO: ("To redo", "tag-danger"),
    QUERY: ("Query", "tag-warn"),
    ACCEPTED: ("Accepted", "tag-ok"),
}
"""Words (English source strings) and the role of each state's tag."""


def turn_of(review: Review) -> str:
    """Whose turn it is, as an English source string."""
    if review.state == ACCEPTED:
        return "The answer is another since it was accepted." if review.changed else ""
    if review.waits_for == FIELD and review.state == QUERY:
        return "Waits for your answer."
    if review.waits_for == FIELD:
        return "Waits until it is answered anew."
    return "Answered anew; headquarters looks at it." if review.changed else "Answered."


class ReviewPart(SpeakingPart):
    """Hidden while headquarters has said nothing of the question."""

    topic = "review"

    def __init__(self, session: Session, context: Context, parent: QWidget) -> None:
        super().__init__(session, context, context.words("Headquarters' review"), parent)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(10)
        self.column.addLayout(self._rows)
        across = QHBoxLayout()
        across.setSpacing(8)
        self.line = Line(self)
        self.line.setPlaceholderText(context.words("Answer headquarters"))
        self.line.setAccessibleName(context.words("Answer headquarters"))
        self.line.returnPressed.connect(self.flush)
        self.send = QPushButton(context.words("Reply"), self)
        self.send.setProperty("role", "slim")
        dress(self.send, "comment", "accent", 16)
        self.send.clicked.connect(self.flush)
        across.addWidget(self.line, 1)
        across.addWidget(self.send)
        self.column.addLayout(across)

    def show_node(self, node: Node, atom: Answer) -> None:
        """Show what was said of the answer to a question."""
        self.node, self.atom = node, atom
        found = self.assessment.reviews(node.reference)
        self.setVisible(bool(found))
        clear(self._rows)
        for review in found:
            self._rows.addWidget(self._row(review))
        asks = not self.locked and any(one.state != ACCEPTED for one in found)
        self.line.setVisible(asks)
        self.send.setVisible(asks)

    def flush(self) -> None:
        """Say what is typed."""
        text, node = self.line.text().strip(), self.node
        if text and node is not None and not self.locked and self.assessment is not None:
            self.line.clear()
            try:
                self.session.do(lambda now: now.answer_review(node.reference, text))
            except AssessorError:
                self.line.setText(text)  # nothing typed is lost
                raise

    def _row(self, review: Review) -> QWidget:
        words = self.context.words
        room = QFrame(self)
        column = QVBoxLayout(room)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        text, role = STATES[review.state]
        across = QHBoxLayout()
        tag = Words(role, room)
        tag.setWordWrap(False)
        tag.say(words(text))
        across.addWidget(tag)
        across.addStretch(1)
        column.addLayout(across)
        self._said(column, review.note, review.last.author, review.last.at, room)
        for answer in review.answers:
            self._said(column, answer.text, answer.first.author, answer.first.at, room)
        turn = Words("hint-warn" if review.waits_for == FIELD else "secondary", room)
        turn.say(words(turn_of(review)) if turn_of(review) else "")
        column.addWidget(turn)
        return room

    def _said(self, column: QVBoxLayout, text: str, author: str, at: int, room: QWidget) -> None:
        said, who = Words("body", room), Words("secondary", room)
        said.say(text)
        who.say(who_when(author, at, self.session.language))
        column.addWidget(said)
        column.addWidget(who)
