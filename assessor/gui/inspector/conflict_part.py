"""Conflicting answers of laptops, side by side with author and time, and the decision."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QWidget

from assessor.assessment.base.criteria_text import other_values
from assessor.assessment.core.answer import Answer, answer_of
from assessor.assessment.core.resolution import is_outsiders_alone, original_entry
from assessor.assessment.core.signer_trust import Trust
from assessor.assessment.core.undo_steps import is_restorable
from assessor.form.live.node import Node
from assessor.gui.feedback.folded_heads import FoldedHeads
from assessor.gui.inspector.inspector_part import SessionPart, who_when
from assessor.gui.questions.answer_text import value_text
from assessor.gui.questions.base.question import Context
from assessor.gui.state.session import Session
from assessor.gui.toolkit.controls.question_marks import show_untrusted_mark
from assessor.gui.toolkit.style.basic_widgets import button, columns, emptied, fill, rows
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.gui.toolkit.widgets.label_text import FormLabel
from assessor.store.model.entry import Conflict, Entry


class ConflictPart(SessionPart):
    """Hidden without a conflict on the question."""

    topic = "decide"

    def __init__(self, session: Session, context: Context, parent: QWidget) -> None:
        super().__init__(session, context, context.words("Which answer counts"), parent)
        self.setProperty("role", "conflict-box")
        self._heads = rows(None)
        self._folded = FoldedHeads(self, Phrases(session.language), self._show_heads)
        self.reason = QLineEdit(self, placeholderText=context.words("Reason for the decision"))
        self.reason.setAccessibleName(context.words("Reason for the decision"))
        self.final = FormLabel("hint-warn", self)
        self.none = button(self, partial(self._decide, None), context.words("Use nothing of it"))
        nothing = columns(None, 1, self.none, gap=-1)
        fill(self.column, self._heads, self._folded, nothing, self.reason, self.final)
        self._conflict: Conflict | None = None

    def show_node(self, node: Node, atom: Answer) -> None:
        if self.node is None or node.reference != self.node.reference:
            self.reason.clear()
        self.node, self.atom = node, atom
        self._conflict = self.assessment.conflict_at(node.reference)
        self.setVisible(self._conflict is not None)
        emptied(self._heads)
        if self._conflict is not None:
            self._show_heads(self._folded.fold(self._conflict.heads))
        alone = self._conflict is not None and is_outsiders_alone(self._conflict)
        self.none.setVisible(alone and not self.locked)
        self.reason.setVisible(not self.locked)
        self.final.say(self._finality_warning())

    def _show_heads(self, entries: Sequence[Entry]) -> None:
        trust = self.assessment.trust()
        for entry in entries:
            if self.node is not None:
                self._heads.addWidget(self._card(self.node, entry, trust))

    def _finality_warning(self) -> str:
        """Return a warning before a decision that undo cannot restore."""
        held = self._conflict.heads if self._conflict is not None else ()
        if self.locked or is_restorable(held):
            return ""
        return self.context.words(
            "The words of one answer are not in this file: once you decide, Undo cannot bring the "
            "two answers back. You can still answer anew."
        )

    def take_focus(self) -> None:
        """Give the keyboard to the first answer."""
        shown = (each for each in self.findChildren(QPushButton) if not each.isHidden())
        first = next(shown, None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _card(self, node: Node, entry: Entry, trust: Trust) -> QWidget:
        words = self.context.words
        card = QFrame(self)
        card.setProperty("role", "conflict-head")
        said = answer_of(entry)
        value, support, note, who = (
            FormLabel("label", card),
            FormLabel("body", card),
            FormLabel("body", card),
            FormLabel("secondary", card),
        )
        others = other_values(self._conflict.heads if self._conflict else (), entry)
        told = value_text(node, said.value, self.session.language, others) or "–"
        value.say(words("Deleted") if entry.is_tombstone else told)
        grade = self.context.scale.grade(said.evidence)
        support.say(grade.title if grade is not None else "")
        note.say(said.note)
        who.say(who_when(entry.author, entry.at, self.session.language))
        again = FormLabel("secondary", card, self._first_author(entry))
        column = rows(card, value, support, note, who, again, gap=2, margins=(12, 10, 12, 10))
        show_untrusted_mark(column, card, trust, entry.signer, words, entry.author)
        if not self.locked:
            column.addLayout(self._keep_button(card, entry, value.plain))
        return card

    def _first_author(self, entry: Entry) -> str:
        """Return who gave this value first, and when, if it was repeated."""
        first = original_entry(
            self.assessment.mission, entry, self.assessment.identity.public.hex()
        )
        if first is None:
            return ""
        person = who_when(first.author, first.at, self.session.language)
        return self.context.words("First said by {person}").format(person=person)

    def _keep_button(self, card: QWidget, entry: Entry, value: str) -> QHBoxLayout:
        text, decide = self.context.words("Keep this value"), partial(self._decide, entry.name)
        keep_button = button(card, decide, text)
        keep_button.setAccessibleName(f"{text}: {value}")
        return columns(None, 1, keep_button, gap=-1)

    def _decide(self, name: str | None) -> None:
        conflict, reason = self._conflict, self.reason.text()
        if conflict is not None:
            self.session.do(lambda now: now.decide(conflict, take=name, note=reason))
