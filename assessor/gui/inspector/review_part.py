"""The remarks of headquarters on an answer, with a line for a reply."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from assessor.assessment.core.answer import Answer
from assessor.assessment.entries import reviews
from assessor.form.live.node import Node
from assessor.gui.inspector.inspector_part import InputTexts, LinePart, who_when
from assessor.gui.questions.base.question import Context
from assessor.gui.state.session import Changes, Session
from assessor.gui.toolkit.style.basic_widgets import columns, emptied, fill, rows
from assessor.gui.toolkit.widgets.label_text import FormLabel

STATES = {
    reviews.REDO: ("To redo", "tag-danger"),
    reviews.QUERY: ("Query", "tag-warn"),
    reviews.ACCEPTED: ("Accepted", "tag-ok"),
}
"""Words (English source strings) and tag role of each state."""


def turn_of(review: reviews.Review) -> str:
    """Return who has to act next, as an English source string."""
    if review.state == reviews.ACCEPTED:
        return "The answer is another since it was accepted." if review.changed else ""
    if review.waits_for == reviews.FIELD and review.state == reviews.QUERY:
        return "Waits for your answer."
    if review.waits_for == reviews.FIELD:
        return "Waits until it is answered anew."
    return "Answered anew; headquarters looks at it." if review.changed else "Answered."


class ReviewPart(LinePart):
    """Hidden without a remark of headquarters."""

    topic = "review"

    def __init__(self, session: Session, context: Context, parent: QWidget) -> None:
        words = context.words
        asked = words("Answer headquarters")
        asks = InputTexts(asked, asked, words("Reply"))
        super().__init__(session, context, words("Headquarters' review"), asks, parent)

    def show_node(self, node: Node, atom: Answer) -> None:
        self.node, self.atom = node, atom
        found = reviews.reviews_of(self.assessment, node.reference)
        emptied(self.rows)
        for review in found:
            self.rows.addWidget(self._row(review))
        self.setVisible(self.show_outside(reviews.KIND, node, self.rows) or bool(found))
        self.show_line(
            not self.locked and any(remark.state != reviews.ACCEPTED for remark in found)
        )

    def change_for(self, reference: str, text: str) -> Callable[[Any], Changes]:
        return lambda now: reviews.answer_review(now, reference, text)

    def _row(self, review: reviews.Review) -> QWidget:
        words = self.context.words
        room = QFrame(self)
        text, role = STATES[review.state]
        tag = FormLabel(role, room, words(text))
        tag.setWordWrap(False)
        column = rows(room, columns(None, tag, 1, gap=-1), gap=2)
        self._remark_text(column, review.note, review.last.author, review.last.at, room)
        for answer in review.answers:
            self._remark_text(column, answer.text, answer.first.author, answer.first.at, room)
        turn = FormLabel("hint-warn" if review.waits_for == reviews.FIELD else "secondary", room)
        turn.say(words(turn_of(review)) if turn_of(review) else "")
        column.addWidget(turn)
        return room

    def _remark_text(
        self, column: QVBoxLayout, text: str, author: str, at: int, room: QWidget
    ) -> None:
        said, who = FormLabel("body", room), FormLabel("secondary", room)
        said.say(text)
        who.say(who_when(author, at, self.session.language))
        fill(column, said, who)
