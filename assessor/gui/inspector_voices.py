"""Who said what: the sources an answer cites, and each source's statement beside the finding."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from assessor.assessment.answer import Answer
from assessor.assessment.meetings import marks
from assessor.errors import AssessorError
from assessor.form.node import Node
from assessor.form.styling import plain
from assessor.gui.appear import clear
from assessor.gui.doubt import show_doubt
from assessor.gui.inspector_part import SpeakingPart
from assessor.gui.picker import Picker
from assessor.gui.questions.question import Context
from assessor.gui.sections import says_value
from assessor.gui.session import Changes, Session
from assessor.gui.theme import dress
from assessor.gui.wording import Words, spoken
from assessor.store.entry import shown


def source_title(source: dict[str, Any]) -> str:
    """A source in a few words: its title or institution, and its date."""
    name = str(source.get("title") or source.get("institution") or source.get("cluster") or "–")
    date = str(source.get("date", ""))
    return f"{name}, {date}" if date else name


class VoicesPart(SpeakingPart):
    """Sources cited, statements, and the forms to add one."""

    def __init__(self, session: Session, context: Context, parent: QWidget) -> None:
        super().__init__(session, context, context.words("Sources cited"), parent)
        words = context.words
        self._cited = QVBoxLayout()
        self._cited.setSpacing(2)
        self.column.addLayout(self._cited)
        self.cite = Picker(words("Cite a source, or name a new one"), self._cite, self)
        self.cite.setAccessibleName(words("Cite a source"))
        self.column.addWidget(self.cite)
        self.column.addSpacing(8)
        heading = Words("overline", self)
        heading.say(words("What sources said"))
        self.column.addWidget(heading)
        self.disagree = Words("tag-warn", self)
        self.column.addWidget(self.disagree)
        self._said = QVBoxLayout()
        self._said.setSpacing(8)
        self.column.addLayout(self._said)
        self.add = QPushButton(words("Add a statement"), self)
        dress(self.add, "plus", "accent", 16)
        self.add.setProperty("role", "quiet")
        self.add.clicked.connect(self._open_form)
        row = QHBoxLayout()
        row.addWidget(self.add)
        row.addStretch(1)
        self.column.addLayout(row)
        self._form = StatementForm(session, context, self._close_form, self)
        self._form.hide()
        self.column.addWidget(self._form)

    def show_node(self, node: Node, atom: Answer) -> None:
        """Show the sources and statements of a question."""
        if self.node is None or node.reference != self.node.reference:
            self._form.setVisible(self._form.waits_on(node))
        self.node, self.atom = node, atom
        sources = self.assessment.sources()
        clear(self._cited)
        for key in atom.sources:
            self._cited.addWidget(self._cited_row(key, sources.get(key, {})))
        rest = {key: source_title(source) for key, source in sources.items()}
        self.cite.offer({key: text for key, text in rest.items() if key not in atom.sources})
        self.cite.setVisible(not self.locked)
        self.add.setVisible(not self.locked and self._form.isHidden())
        self._show_statements(node, sources)

    def flush(self) -> None:
        """Keep the statement that is typed, if it says who and what; else it waits there."""
        if self.assessment is not None and not self._form.isHidden():
            self._form.flush()

    def _cited_row(self, key: str, source: dict[str, Any]) -> QWidget:
        room = QWidget(self)
        row = QHBoxLayout(room)
        row.setContentsMargins(0, 0, 0, 0)
        text = Words("body", room)
        text.say(source_title(source) if source else key)
        row.addWidget(text, 1)
        if not self.locked:
            drop = QToolButton(room)
            dress(drop, "close", "muted", 14)
            drop.setAccessibleName(f"{self.context.words('Cite no longer')}: {text.plain}")
            drop.setToolTip(self.context.words("Cite no longer"))
            drop.setProperty("source", key)
            drop.clicked.connect(self._dropped)
            row.addWidget(drop)
        return room

    def _dropped(self) -> None:
        key = self.sender().property("source")
        self.say(sources=tuple(each for each in self.atom.sources if each != key))

    def _cite(self, key: str, text: str) -> None:
        if self.node is None or not (key or text):
            return
        reference, cited = self.node.reference, self.atom.sources

        def keep(now: Any) -> Changes:
            source = key or now.add_source(title=text)
            return dict(now.annotate(reference, sources=(*cited, source)))

        self.session.do(keep)

    def _show_statements(self, node: Node, sources: dict[str, dict[str, Any]]) -> None:
        words = self.context.words
        clear(self._said)
        statements = self.assessment.statements(node.reference)
        values = {body.get("value", "") for body in statements.values()}
        settled = set(self.atom.weighed).issuperset(marks(statements))
        torn = len(values) > 1
        self.disagree.setProperty("role", "tag" if settled else "tag-warn")
        self.disagree.style().polish(self.disagree)
        told = words("The sources disagreed; the finding was settled.") if settled else ""
        self.disagree.say((told or words("The sources disagree.")) if torn else "")
        trust, running = self.assessment.trust(), self.assessment.meeting
        for key, body in statements.items():
            card = QFrame(self)
            card.setProperty("role", "statement")
            column = QVBoxLayout(card)
            column.setContentsMargins(12, 8, 12, 8)
            column.setSpacing(2)
            sits_here = running is not None and body.get("source") == running.id
            if sits_here:
                column.addWidget(self._in_this_meeting(card), 0, Qt.AlignmentFlag.AlignLeading)
            who, what, note = Words("secondary", card), Words("label", card), Words("body", card)
            who.say(source_title(sources.get(str(body.get("source")), {})))
            what.say(says_value(node, str(body.get("value", ""))))
            note.say(str(body.get("note", "")))
            for line in (who, what, note):
                column.addWidget(line)
            said = shown(self.assessment.heads("statement", key))
            show_doubt(column, card, trust, said.signer, words)
            if torn and not self.locked:
                column.addWidget(self._take(str(body.get("value", "")), what.plain, card))
            spoken_of = f"{who.plain}: {what.plain}"
            if sits_here:
                spoken_of = f"{words('In this meeting')}, {spoken_of}"
            card.setAccessibleName(spoken_of)
            self._said.addWidget(card)

    def _in_this_meeting(self, card: QWidget) -> Words:
        """The mark on what the source one sits with has said."""
        mark = Words("tag-accent", card)
        mark.say(self.context.words("In this meeting"))
        return mark

    def _take(self, value: str, said: str, card: QWidget) -> QPushButton:
        """The button that settles the finding on what one source said."""
        take = QPushButton(self.context.words("Settle on this"), card)
        take.setAccessibleDescription(said)
        take.setProperty("role", "slim")
        dress(take, "check", "accent", 14)
        take.clicked.connect(partial(self._settle, value))
        return take

    def _settle(self, value: str, _checked: bool = False) -> None:
        if self.node is not None:
            reference = self.node.reference
            self.session.do(lambda now: now.settle(reference, value))

    def _open_form(self) -> None:
        if self.node is not None:
            self._form.open(self.node, self.assessment.sources())
            self.add.hide()

    def _close_form(self) -> None:
        focus = QApplication.focusWidget()
        within = focus is not None and self._form.isAncestorOf(focus)
        self._form.hide()
        self.add.show()
        if within:
            self.add.setFocus()
        if self.node is not None:
            self.show_node(self.node, self.atom)


class StatementForm(QFrame):
    """Write down what one source said on one question."""

    def __init__(self, session: Session, context: Context, done: Any, parent: QWidget) -> None:
        super().__init__(parent)
        self.session = session
        self._words = context.words
        self._done = done
        self._node: Node | None = None
        self.setProperty("role", "statement")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        self.source = Picker(self._words("Source, or the name of a new one"), None, self)
        self.source.setAccessibleName(self._words("Source"))
        self.choice = QComboBox(self)
        self.choice.setAccessibleName(self._words("What it said"))
        self.text = QLineEdit(self)
        self.text.setAccessibleName(self._words("What it said"))
        self.text.setPlaceholderText(self._words("What it said"))
        self.note = QLineEdit(self)
        self.note.setAccessibleName(self._words("Note"))
        self.note.setPlaceholderText(self._words("Note"))
        self.trouble = Words("danger", self)
        self.trouble.say("")
        for line in (self.source.line, self.text, self.note):
            line.textEdited.connect(lambda _text: context.typing())
        self.choice.setPlaceholderText(self._words("What it said"))
        for widget in (self.source, self.choice, self.text, self.note, self.trouble):
            column.addWidget(widget)
        row = QHBoxLayout()
        self.keep = QPushButton(self._words("Keep"), self)
        self.keep.setProperty("role", "primary")
        self.keep.clicked.connect(self._keep)
        cancel = QPushButton(self._words("Cancel"), self)
        cancel.clicked.connect(self._cancel)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.keep)
        column.addLayout(row)

    def open(self, node: Node, sources: dict[str, dict[str, Any]]) -> None:
        """Start a statement on a question."""
        self._node = node
        self.trouble.say("")
        self.text.clear()
        self.note.clear()
        self.source.offer({key: source_title(source) for key, source in sources.items()})
        self.choice.clear()
        for each in node.choices:
            self.choice.addItem(plain(each.label), each.value)
        self.choice.setCurrentIndex(-1)  # nothing is put in anybody's mouth
        self.choice.setVisible(node.control == "select1")
        self.text.setVisible(node.control != "select1")
        self.show()
        self.source.setFocus()

    def waits_on(self, node: Node) -> bool:
        """Whether something is typed of this question that is not a statement yet."""
        here = self._node is not None and self._node.reference == node.reference
        return here and any((*self.source.picked(), self._value(), self.note.text()))

    def flush(self) -> None:
        """Keep what is typed, once it says who and what."""
        if any(self.source.picked()) and self._value():
            self._keep()

    def _value(self) -> str:
        one = self._node is not None and self._node.control == "select1"
        return str(self.choice.currentData() or "") if one else self.text.text()

    def _end(self) -> None:
        self._node = None
        self._done()

    def _cancel(self) -> None:
        self._end()
        self.session.settled()

    def _keep(self) -> None:
        if self._node is None:
            return
        key, name = self.source.picked()
        value = self._value()
        if not (key or name) or not value:
            self.trouble.say(self._words("Say which source it was, and what it said."))
            return
        reference, note = self._node.reference, self.note.text()

        def keep(now: Any) -> Changes:
            source = key or now.add_source(title=name)
            now.add_statement(reference, value, source, note=note)
            return {}

        try:
            self.session.do(keep)
        except (AssessorError, ValueError) as trouble:
            self.trouble.say(spoken(trouble, self.session.language))
            return
        self._end()
