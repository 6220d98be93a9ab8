"""The form for a source's statement on a question, with the question's own editor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QWidget
from shiboken6 import isValid

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.answer import Answer
from assessor.assessment.entries.sources import (
    StatementDraft,
    add_source,
    add_statement,
    statement_drafts,
    store_draft,
)
from assessor.errors import AssessorError
from assessor.form.live.hypothetical_node import HypotheticalNode
from assessor.form.live.node import Node
from assessor.gui.questions.base.question import Context, Question
from assessor.gui.questions.question_kinds import testimony_of
from assessor.gui.questions.typed.text_question import QUIET
from assessor.gui.state.session import Changes, Session
from assessor.gui.toolkit.controls.autocomplete import Autocomplete
from assessor.gui.toolkit.style.basic_widgets import button, columns, fill, rows
from assessor.gui.toolkit.style.visibility import tab_after
from assessor.gui.toolkit.widgets.label_text import FormLabel, error_text


class StatementForm(QFrame):
    """Source, statement and note; a draft is stored until it is submitted or discarded."""

    def __init__(
        self, session: Session, context: Context, done: Callable[[], None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.session = session
        self._words = words = context.words
        self._context = replace(context, settled=self._editor_settled, incomplete=self._store_draft)
        self._done = done
        self._node: Node | None = None
        self.draft = StatementDraft()
        self.question: Question | None = None
        self._clock = QTimer(self, singleShot=True, interval=QUIET)
        self._clock.timeout.connect(self._store_draft)
        self.setProperty("role", "statement")
        self._column = column = rows(self, margins=(12, 12, 12, 12))
        self.source = Autocomplete(words("Source, or the name of a new one"), self._sourced, self)
        self.source.setAccessibleName(words("Source"))
        self.note = QLineEdit(self, placeholderText=words("Note"))
        self.note.setAccessibleName(words("Note"))
        self.trouble = FormLabel("danger", self, "")
        for line in (self.source.line, self.note):
            line.textEdited.connect(self._typed)
        fill(column, self.source, self.note, self.trouble, self._last_row())

    def _last_row(self) -> QHBoxLayout:
        self.submit_button = button(self, self._submit, self._words("Keep"), role="primary")
        cancel = button(self, self._cancel, self._words("Cancel"))
        return columns(None, 1, cancel, self.submit_button, gap=-1)

    # Showing

    def open(self, node: Node, sources: Mapping[str, str]) -> None:
        """Start a statement on a question, or continue its draft; `sources` are by id."""
        self._offer(node, sources)
        self.show()

    def show_draft(self, node: Node, sources: Mapping[str, str]) -> bool:
        """Show the draft of a question; return whether there is one."""
        if node.reference not in statement_drafts(self.session.assessment.mission):
            return False
        self.open(node, sources)
        return True

    def refresh(self) -> None:
        """Update the choices; keep typed text that is no value yet."""
        if (
            self.question is not None
            and self._node is not None
            and not self.question.incomplete_text()
        ):
            self._show_value(self.draft.value)

    def _offer(self, node: Node, sources: Mapping[str, str]) -> None:
        held = statement_drafts(self.session.assessment.mission).get(
            node.reference, StatementDraft()
        )
        self._node, self.draft = node, held
        self.trouble.say("")
        self.source.set_options(sources)
        self.source.show_key(held.source)
        if not held.source:
            self.source.line.setText(held.name)
        self.note.setText(held.note)
        self._embed_question(node)
        self._show_value(held.value)
        if held.typed and self.question is not None:
            self.question.restore_incomplete(held.typed)
            self.session.settled()  # stored as a draft

    def _embed_question(self, node: Node) -> None:
        if self.question is not None:
            self.question.hide()
            self.question.deleteLater()
        self.question = testimony_of(node)(self._context, self)
        self.question.embed(self._words("What it said"))
        self.question.answered.connect(self.answer_changed)
        self._column.insertWidget(1, self.question)

    def _show_value(self, value: str) -> None:
        assert self.question is not None
        assert self._node is not None
        fresh = self.question.node is None
        self.question.show_node(HypotheticalNode(self._node, value), Answer())
        if fresh:
            tab_after(self.source, self.question.editors())

    # Submitting

    def flush(self) -> None:
        """Store a complete statement, else the draft."""
        if self._node is None or not isValid(self.source.line):
            return  # at exit Qt deletes lines before it hides the desk
        if self.question is not None:
            self.question.flush()
        if self._complete():
            self._submit()
        self._store_draft()

    def discard(self) -> None:
        """Keep the draft of a removed question, in case it returns."""
        self._store_draft()
        self._node = None
        self.hide()

    def _typed(self) -> None:
        self._context.typing()
        self._clock.start()

    def _sourced(self, _key: str, _name: str) -> None:
        self._store_draft()

    def answer_changed(self, _reference: str, body: Mapping[str, Any]) -> None:
        """Take over an answer from the embedded question."""
        self.draft = replace(self.draft, value=str(body.get("value", "")))
        self._show_value(self.draft.value)
        self._store_draft()

    def _editor_settled(self) -> None:
        """The editor has no new text; store the draft anyway."""
        if self._node is not None:
            self._store_draft()
        self.session.settled()

    def current_draft(self) -> StatementDraft:
        """Return the current draft."""
        key, name = self.source.picked()
        typed = self.question.incomplete_text() if self.question is not None else ""
        return StatementDraft(key, "" if key else name, self.draft.value, typed, self.note.text())

    def _complete(self) -> bool:
        now = self.current_draft()
        return bool(now.source or now.name) and bool(now.value) and not now.typed

    def _store_draft(self) -> None:
        self._clock.stop()
        if self._node is None or self.session.open_assessment is None:
            return
        now, reference = self.current_draft(), self._node.reference
        if now == statement_drafts(self.session.assessment.mission).get(
            reference, StatementDraft()
        ):
            return
        self.draft = now
        self._store(reference, now)

    def _store(self, reference: str, said: StatementDraft) -> None:
        def apply(now: Assessment) -> Changes:
            store_draft(now.mission, reference, said)
            return {}

        self.session.do(apply)

    def _end(self) -> None:
        assert self._node is not None
        self._store(self._node.reference, StatementDraft())
        self._clock.stop()
        self._node, self.draft = None, StatementDraft()
        self._done()

    def _cancel(self) -> None:
        if self._node is not None:
            self._end()

    def _submit(self) -> None:
        if self._node is None or self.question is None:
            return
        self.question.flush()
        said, reference = self.current_draft(), self._node.reference
        if said.typed:
            self.question.restore_incomplete(said.typed)  # the editor shows the error
            return
        if not self._complete():
            self.trouble.say(self._words("Say which source it was, and what it said."))
            return

        def apply(now: Assessment) -> Changes:
            source = said.source or add_source(now, title=said.name)
            add_statement(now, reference, said.value, source, note=said.note)
            return {}

        try:
            self.session.do(apply)
        except (AssessorError, ValueError) as trouble:
            self.trouble.say(error_text(trouble, self.session.language))
            return
        self._end()
