"""The history of an answer, with buttons to restore earlier values."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QToolButton, QWidget

from assessor.assessment.core.answer import Answer, answer_of
from assessor.assessment.core.signer_trust import Trust
from assessor.assessment.mission.answer_redaction import may_redact, redact_entry
from assessor.form.live.node import Node
from assessor.gui.feedback.prompts import ask_redaction_reason
from assessor.gui.inspector.inspector_part import SessionPart
from assessor.gui.questions.answer_text import value_text
from assessor.gui.questions.base.question import Context
from assessor.gui.state.session import Session
from assessor.gui.toolkit.controls.question_marks import show_untrusted_mark
from assessor.gui.toolkit.style.basic_widgets import button, columns, emptied, fill, rows, tool
from assessor.gui.toolkit.text.captions import when_written
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.gui.toolkit.widgets.label_text import FormLabel, isolate
from assessor.store.model.entry import Entry

_FEW = 4


class HistoryPart(SessionPart):
    """The latest entries, or all on request."""

    topic = "undo"

    def __init__(self, session: Session, context: Context, parent: QWidget) -> None:
        super().__init__(session, context, context.words("History"), parent)
        self._rows = rows(None, gap=10)
        self.more = button(self, self._show_all, role="slim")
        fill(self.column, self._rows, columns(None, self.more, 1, gap=-1))
        self._all = False

    def show_node(self, node: Node, atom: Answer) -> None:
        if self.node is None or node.reference != self.node.reference:
            self._all = False
        self.node, self.atom = node, atom
        entries = self.assessment.history(node.reference)
        self.setVisible(bool(entries))
        emptied(self._rows)
        trust = self.assessment.trust()
        for entry in entries if self._all else entries[:_FEW]:
            self._rows.addWidget(self._row(node, entry, trust))
        hidden = 0 if self._all else max(0, len(entries) - _FEW)
        self.more.setVisible(bool(hidden))
        self.more.setText(self.context.words("Show {count} earlier").format(count=hidden))

    def _show_all(self) -> None:
        self._all = True
        if self.node is not None:
            self.show_node(self.node, self.atom)

    def _row(self, node: Node, entry: Entry, trust: Trust) -> QWidget:
        words = self.context.words
        room = QFrame(self)
        line = columns(room, gap=-1)
        column = rows(None, gap=0)
        said = answer_of(entry)
        value = FormLabel(
            "body",
            room,
            value_text(node, said.value, self.session.language)
            or self.context.scale.reason(said.missing)
            or "–",
        )
        if entry.is_tombstone:
            value.say(words("Deleted"))
        elif entry.withheld:
            value.say(self._placeholder(node, entry, trust))
        who = FormLabel("secondary", room)
        who.say(f"{entry.author} · {when_written(entry.at, self.session.language)}")
        fill(column, value, who)
        show_untrusted_mark(column, room, trust, entry.signer, words, entry.author)
        line.addLayout(column, 1)
        current = self.atom.entry is not None and self.atom.entry.name == entry.name
        if not current and not self.locked and not entry.is_tombstone and not entry.withheld:
            line.addWidget(self._action_button(room, entry, "history", value, self._restore))
        if not self.locked and may_redact(self.assessment, entry):
            line.addWidget(self._action_button(room, entry, "eye-off", value, self._redact))
        return room

    def _action_button(
        self,
        room: QWidget,
        entry: Entry,
        icon: str,
        value: FormLabel,
        deed: Callable[[Entry], None],
    ) -> QToolButton:
        words = self.context.words
        again = icon == "history"
        text = words("Repeat this answer") if again else words("Delete these words…")
        tone = "accent" if again else "muted"
        return tool(room, icon, tone, text, lambda: deed(entry), about=value.plain, size=16)

    def _placeholder(self, node: Node, entry: Entry, trust: Trust) -> str:
        """Return the text in place of redacted or withheld contents."""
        order = self.assessment.mission.redaction_order(entry)
        head = self.atom.entry
        if order is None and head is not None and head.name == entry.name and head.published:
            told = value_text(node, self.atom.value, self.session.language) or "–"
            # the text is the publisher's, not the author's
            by = self.assessment.mission.entry(head.published)
            words = self.context.words
            name = by.author or words("somebody not named")
            return words("As published by {person}: {value}").format(
                person=isolate(trust.named(name, by.signer, words)), value=isolate(told)
            )
        if order is None:
            return self.context.words("Not passed on")
        why = str((order.body or {}).get("reason", ""))
        return self.context.words("Taken back: {reason}").format(reason=why or "–")

    def _redact(self, entry: Entry) -> None:
        asking = ask_redaction_reason(self, Phrases(self.session.language))
        if asking.exec():
            self.session.do(lambda now: redact_entry(now, entry.name, asking.answer))

    def _restore(self, entry: Entry) -> None:
        self.session.do(lambda now: now.restore(entry))
