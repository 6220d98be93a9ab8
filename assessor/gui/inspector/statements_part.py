"""The sources that an answer cites, and the statements of sources."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFrame, QPushButton, QVBoxLayout, QWidget

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.answer import Answer
from assessor.assessment.core.statements import (
    STATEMENT,
    running_meeting,
    sources_of,
    statements_of,
)
from assessor.assessment.entries.meetings import settle_finding, statement_marks, statements_differ
from assessor.assessment.entries.sources import add_source
from assessor.form.labels.styled_text import plain_text
from assessor.form.live.hypothetical_node import HypotheticalNode
from assessor.form.live.node import Node
from assessor.gui.inspector.inspector_part import SessionPart
from assessor.gui.inspector.statement_form import StatementForm
from assessor.gui.questions.answer_text import value_text
from assessor.gui.questions.base.question import Context
from assessor.gui.state.session import Changes, Session
from assessor.gui.toolkit.controls.autocomplete import Autocomplete
from assessor.gui.toolkit.controls.calendar_dates import date_value_text
from assessor.gui.toolkit.controls.question_marks import show_untrusted_mark
from assessor.gui.toolkit.style.basic_widgets import button, columns, emptied, fill, rows, tool
from assessor.gui.toolkit.widgets.label_text import FormLabel
from assessor.store.model.entry import displayed_head
from assessor.words import translator


def source_title(source: dict[str, Any], language: str) -> str:
    """Return a short title of a source: its title or institution, and its date in `language`."""
    name = str(source.get("title") or source.get("institution") or source.get("cluster") or "–")
    day = date_value_text("date", str(source.get("date", "")), "", language)
    return translator(language)("{author}, {day}").format(author=name, day=day) if day else name


def titles(sources: dict[str, dict[str, Any]], language: str) -> dict[str, str]:
    """Return the short titles of sources by id."""
    return {key: source_title(source, language) for key, source in sources.items()}


class StatementsPart(SessionPart):
    """Cited sources, statements, and the forms to add one."""

    def __init__(self, session: Session, context: Context, parent: QWidget) -> None:
        super().__init__(session, context, context.words("Sources cited"), parent)
        words = context.words
        self._cited = rows(None, gap=2)
        self.cite = Autocomplete(words("Cite a source, or name a new one"), self._cite, self)
        self.cite.setAccessibleName(words("Cite a source"))
        fill(self.column, self._cited, self.cite)
        self.column.addSpacing(8)
        heading = FormLabel("overline", self, words("What sources said"))
        self.disagree = FormLabel("tag-warn", self)
        self.statements_column = rows(None)
        text = words("Add a statement")
        self.add = button(self, self.open_form, text, role="slim", icon="plus", size=16)
        row = columns(None, self.add, 1, gap=-1)
        self.form = StatementForm(session, context, self._close_form, self)
        self.form.hide()
        fill(self.column, heading, self.disagree, self.statements_column, row, self.form)

    def show_node(self, node: Node, atom: Answer) -> None:
        sources = sources_of(self.assessment)
        names = titles(sources, self.session.language)
        if self.node is None or node.reference != self.node.reference:
            self.form.setVisible(not self.locked and self.form.show_draft(node, names))
        elif not self.form.isHidden():
            self.form.refresh()
        self.node, self.atom = node, atom
        emptied(self._cited)
        for key in atom.sources:
            self._cited.addWidget(self._cited_row(key, sources.get(key, {})))
        rest = {key: text for key, text in names.items() if key not in atom.sources}
        self.cite.set_options(rest)
        self.cite.setVisible(not self.locked)
        self.add.setVisible(not self.locked and self.form.isHidden())
        self._show_statements(node, sources)

    def flush(self) -> None:
        """Store the typed statement if it is complete, else its draft."""
        if self.session.open_assessment is not None and not self.form.isHidden():
            self.form.flush()

    def discard(self) -> None:
        """Keep the draft of a removed question, in case it returns."""
        self.form.discard()
        super().discard()

    def _cited_row(self, key: str, source: dict[str, Any]) -> QWidget:
        room = QWidget(self)
        text = FormLabel("body", room)
        text.say(source_title(source, self.session.language) if source else key)
        row = columns(room, (text, 1), gap=-1)
        if not self.locked:
            name, drop = self.context.words("Remove the citation"), partial(self._drop, key)
            row.addWidget(tool(room, "close", "muted", name, drop, about=text.plain, size=14))
        return room

    def _drop(self, key: str) -> None:
        self.submit(sources=tuple(each for each in self.atom.sources if each != key))

    def _cite(self, key: str, text: str) -> None:
        if self.node is None or not (key or text):
            return
        reference, cited = self.node.reference, self.atom.sources

        def apply(now: Assessment) -> Changes:
            source = key or add_source(now, title=text)
            return dict(now.annotate(reference, sources=(*cited, source)))

        self.session.do(apply)

    def _show_statements(self, node: Node, sources: dict[str, dict[str, Any]]) -> None:
        words, language = self.context.words, self.session.language
        emptied(self.statements_column)
        statements = statements_of(self.assessment, node.reference)
        settled = set(self.atom.weighed).issuperset(statement_marks(statements))
        torn = statements_differ(self.assessment, node.reference, statements)
        self.disagree.setProperty("role", "tag" if settled else "tag-warn")
        self.disagree.style().polish(self.disagree)
        told = words("The sources disagreed; the finding was settled.") if settled else ""
        self.disagree.say((told or words("The sources disagree.")) if torn else "")
        trust, running = self.assessment.trust(), running_meeting(self.assessment)
        for key, body in statements.items():
            card = QFrame(self)
            card.setProperty("role", "statement")
            column = rows(card, gap=2, margins=(12, 8, 12, 8))
            sits_here = running is not None and body.get("source") == running.id
            if sits_here:
                tag = FormLabel("tag-accent", card, self.context.words("In this meeting"))
                column.addWidget(tag, 0, Qt.AlignmentFlag.AlignLeading)
            who, what, note = (FormLabel(role, card) for role in ("secondary", "label", "body"))
            what.setObjectName("said")
            supposed = HypotheticalNode(node, str(body.get("value", "")))
            who.say(source_title(sources.get(str(body.get("source")), {}), language))
            what.say(value_text(node, supposed.value, language))
            note.say(str(body.get("note", "")))
            fill(column, who, what, note)
            self._show_violation(supposed, card, column)
            said = displayed_head(self.assessment.heads("statement", key))
            show_untrusted_mark(column, card, trust, said.signer, words, said.author)
            if torn and not self.locked:
                take = self._adopt_button(str(body.get("value", "")), what.plain, card)
                column.addWidget(take, 0, Qt.AlignmentFlag.AlignTrailing)
            spoken_of = f"{who.plain}: {what.plain}"
            if sits_here:
                spoken_of = f"{words('In this meeting')}, {spoken_of}"
            card.setAccessibleName(spoken_of)
            self.statements_column.addWidget(card)
        self.show_outside(STATEMENT, node, self.statements_column)

    def _show_violation(self, said: HypotheticalNode, card: QWidget, column: QVBoxLayout) -> None:
        stale = self.context.words("No longer one of the choices: {values}.")
        wrong = plain_text(said.violation.message) if said.violation is not None else ""
        told = stale.format(values=", ".join(said.outdated_values)) if said.outdated_values else ""
        for sentence in filter(None, (wrong, told)):
            column.addWidget(FormLabel("hint-warn", card, sentence))

    def _adopt_button(self, value: str, said: str, card: QWidget) -> QPushButton:
        text, settle = self.context.words("Use this value"), partial(self._settle, value)
        take = button(card, settle, text, role="slim", icon="check", size=14)
        take.setAccessibleDescription(said)
        return take

    def _settle(self, value: str) -> None:
        if self.node is not None:
            reference = self.node.reference
            self.session.do(lambda now: settle_finding(now, reference, value))

    def open_form(self) -> None:
        """Open the form for a new statement."""
        if self.node is not None:
            self.form.open(self.node, titles(sources_of(self.assessment), self.session.language))
            self.form.source.setFocus()
            self.add.hide()

    def _close_form(self) -> None:
        focus = QApplication.focusWidget()
        within = focus is not None and self.form.isAncestorOf(focus)
        self.form.hide()
        self.add.show()
        if within:
            self.add.setFocus()
        if self.node is not None:
            self.show_node(self.node, self.atom)
