"""Comments of colleagues about a question."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from assessor.assessment.core.answer import Answer
from assessor.assessment.core.statements import sources_of
from assessor.assessment.entries.comments import (
    KIND,
    Comment,
    add_comment,
    comments_of,
    resolve_comment,
)
from assessor.assessment.entries.remarks import respond_to_remark, responses_to
from assessor.form.live.node import Node
from assessor.gui.inspector.inspector_part import InputTexts, LinePart, who_when
from assessor.gui.inspector.statements_part import source_title
from assessor.gui.questions.base.question import Context
from assessor.gui.state.session import Changes, Session
from assessor.gui.toolkit.style.basic_widgets import button, columns, emptied, fill, rows
from assessor.gui.toolkit.widgets.label_text import FormLabel
from assessor.report.projection.change_log import ACCEPTED, VERDICTS
from assessor.words import isolate_text, with_colon


class CommentsPart(LinePart):
    """Open comments first, and a line for a new comment."""

    def __init__(self, session: Session, context: Context, parent: QWidget) -> None:
        words = context.words
        asks = InputTexts(words("To your colleagues"), words("A new comment"), words("Comment"))
        super().__init__(session, context, words("Comments"), asks, parent)

    def show_node(self, node: Node, atom: Answer) -> None:
        self.node, self.atom = node, atom
        emptied(self.rows)
        found = comments_of(self.assessment, node.reference)
        beneath = {
            comment.id for comment in found if set(comment.answers) & {each.id for each in found}
        }
        for comment in found:
            if comment.id not in beneath:  # it stands under the comment that it answers
                self.rows.addWidget(self._row(comment))
        self.show_outside(KIND, node, self.rows)
        self.show_line(not self.locked)

    def change_for(self, reference: str, text: str) -> Callable[[Any], Changes]:
        return lambda now: add_comment(now, reference, text)

    def _row(self, comment: Comment) -> QWidget:
        room = QFrame(self)
        line = columns(room, gap=-1)
        column = rows(None, gap=0)
        said = FormLabel("muted" if comment.resolved else "body", room)
        said.say(str(isolate_text(comment.text, self.session.language)))
        who = FormLabel("secondary", room)
        told = who_when(self._author(comment), comment.first.at, self.session.language)
        if comment.resolved:
            told += " · " + self.context.words("settled by {name}").format(name=comment.last.author)
        who.say(told)
        fill(column, said, who)
        for answer in responses_to(self.assessment, comment):
            self._response(column, answer, room)
        line.addLayout(column, 1)
        if not self.locked:
            deeds = line
            if comment.source:  # two buttons beside the text would take too much space
                deeds = QHBoxLayout()
                column.addLayout(deeds)
                self._offer_reply(column, deeds, comment, room)
            self._offer(deeds, comment, room)
        return room

    def _offer_reply(
        self, column: QVBoxLayout, deeds: QHBoxLayout, comment: Comment, room: QWidget
    ) -> None:
        words = self.context.words
        verdict = QComboBox(room)
        verdict.setAccessibleName(f"{words('How the comment is taken')}: {comment.text}")
        verdict.addItem(words("How is it taken?"), "")
        for code, text in VERDICTS.items():
            verdict.addItem(words(text), code)
        column.insertSpacing(column.count() - 1, 6)
        column.insertWidget(column.count() - 1, verdict)
        respond = partial(self._respond, comment.id, verdict)
        replies = self._action_button(words("Reply"), "comment", comment, room, respond)
        replies.setToolTip(words("The government reads this answer in the next table."))
        deeds.addWidget(replies)

    def _offer(self, deeds: QHBoxLayout, comment: Comment, room: QWidget) -> None:
        words = self.context.words
        text = words("Open again") if comment.resolved else words("Settle")
        sign = "undo" if comment.resolved else "check"
        settle = partial(self._settle, comment.id, not comment.resolved)
        deeds.addWidget(self._action_button(text, sign, comment, room, settle))
        if comment.source:
            deeds.addStretch(1)

    @staticmethod
    def _action_button(
        text: str, sign: str, comment: Comment, room: QWidget, deed: Callable[[], None]
    ) -> QPushButton:
        action_button = button(room, deed, text, role="slim", icon=sign, size=16)
        action_button.setAccessibleName(f"{text}: {comment.text}")
        return action_button

    def _author(self, comment: Comment) -> str:
        """Return the author: the source of an imported comment, or the writer."""
        source = sources_of(self.assessment).get(comment.source)
        language = self.session.language
        named = source and (source.get("institution") or source_title(source, language))
        return str(named or comment.first.author)

    def _response(self, column: QVBoxLayout, answer: Comment, room: QWidget) -> None:
        said, who = FormLabel("body", room), FormLabel("secondary", room)
        verdict = self.context.words(VERDICTS[answer.verdict]) if answer.verdict in VERDICTS else ""
        text = isolate_text(answer.text, self.session.language)
        told = with_colon(verdict, text, self.session.language) if verdict and text else None
        said.say(f"↳ {told or verdict or text}")
        who.say(who_when(answer.first.author, answer.first.at, self.session.language))
        fill(column, said, who)

    def _respond(self, comment_id: str, verdicts: QComboBox) -> None:
        text, verdict = self.line.text().strip(), verdicts.currentData()
        if not text and verdict != ACCEPTED:
            self.line.setPlaceholderText(self.context.words("Write the answer here, then Reply"))
            self.line.setFocus()
            return
        self.send(text, lambda now: respond_to_remark(now, comment_id, text, verdict))

    def _settle(self, comment_id: str, resolved: bool) -> None:
        self.session.do(lambda now: resolve_comment(now, comment_id, resolved=resolved))
