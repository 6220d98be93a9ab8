"""A question as assessors see it, its answers as cards, and everything beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from assessor.assessment.core.resolution import original_entry
from assessor.assessment.entries.comments import comments_of
from assessor.assessment.entries.evidence import Evidence, file_bytes, files_of
from assessor.assessment.entries.reviews import Review, reviews_of
from assessor.assessment.review.score_trace import source_statements
from assessor.form.labels.styled_text import plain_text
from assessor.form.live.node import Node
from assessor.gui.inspector.review_part import STATES
from assessor.gui.registry.registry_session import HasLocation, RegistrySession
from assessor.gui.toolkit.controls.question_marks import show_untrusted_mark
from assessor.gui.toolkit.dialogs.message_dialog import attempt
from assessor.gui.toolkit.style import basic_widgets as ui
from assessor.gui.toolkit.system.open_external import can_open_external, open_external
from assessor.gui.toolkit.text.captions import when_written
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.gui.toolkit.widgets.flow_layout import FlowPanel
from assessor.store.model.entry import Entry, listed_texts
from assessor.words import with_colon

_EVIDENCE = "○◔◑◕●"
_MANY = 12
"""With more choices only the selected ones are listed."""


_SHORT = 48
"""Characters up to which choices stand side by side."""


def answer_card(
    parent: QWidget,
    office: RegistrySession,
    phrases: Phrases,
    about: HasLocation,
    entry: Entry,
    heads: Sequence[Entry] = (),
) -> tuple[QFrame, QVBoxLayout]:
    """Create the card of an entry, one of the `heads` of a conflict; return it with a column for
    actions."""
    card = ui.frame(parent, "card")
    column = ui.rows(card, gap=6, margins=(16, 14, 16, 14))
    text = phrases("Withheld") if entry.withheld else office.said(about, entry, heads)
    text = phrases("Deleted") if entry.is_tombstone else text
    if entry.published == entry.name:
        who = phrases.apart(entry.author or phrases("somebody not named"))
        value = phrases.apart(text or phrases("Blank"))
        text = phrases("As published by {person}: {value}", person=who, value=value)
    column.addWidget(ui.label(card, "heading", text=text or phrases("Blank", wrap=True)))
    for line in envelope(office, phrases, about, entry.body or {}):
        column.addWidget(ui.label(card, "", text=line, wrap=True))
    when = when_written(entry.at, phrases.language)
    author = phrases.apart(entry.author or phrases("Unnamed"))
    ui.fill(column, 1, ui.label(card, "secondary", text=f"{author} · {when}", wrap=True))
    first = original_entry(office.mission, entry)
    if first is not None:
        when = when_written(first.at, phrases.language)
        who = f"{phrases.apart(first.author or phrases('Unnamed'))} · {when}"
        text = phrases("First said by {person}", person=who)
        column.addWidget(ui.label(card, "secondary", text=text, wrap=True))
    laptop = phrases("Laptop {key}", key=entry.signer[:8] or "–")
    column.addWidget(ui.label(card, "secondary", text=laptop))
    show_untrusted_mark(column, card, office.trust(), entry.signer, phrases, entry.author)
    return card, column


def envelope(
    office: RegistrySession, phrases: Phrases, about: HasLocation, body: Mapping[str, Any]
) -> Iterator[str]:
    """Return what supports an answer, a line each."""
    level = str(body.get("evidence", ""))
    if level:
        number, title = office.level(about, level)
        yield f"{_EVIDENCE[max(0, min(4, number))]} {title}"
    if body.get("basis"):
        desk = body["basis"] == "desk"
        yield phrases("From documents") if desk else phrases("In the field")
    if body.get("missing"):
        yield phrases("No answer: {reason}", reason=office.reason(about, str(body["missing"])))
    cited = listed_texts(body.get("sources"))
    if cited:
        yield phrases("Cites {sources}", sources="; ".join(office.sources(about, cited)))
    if body.get("note"):
        yield f"“{phrases.apart(str(body['note']))}”"


class AnsweredQuestion(QWidget):
    """The hint and the choices of a question, with the selected ones marked."""

    def __init__(self, parent: QWidget, phrases: Phrases) -> None:
        super().__init__(parent)
        self._phrases = phrases
        self._down = ui.rows(self, gap=2)

    def show_question(self, node: Node | None, values: Sequence[str]) -> None:
        """Show a question; `values` are the answers."""
        ui.emptied(self._down)
        self.setVisible(node is not None)
        if node is None:
            return
        self._say("muted", plain_text(node.hint))
        self._say("secondary", plain_text(node.guidance))
        chosen = {each for value in values for each in _chosen(node, value)}
        every = len(node.choices) <= _MANY
        offered = [
            f"{'●' if choice.value in chosen else '○'} {plain_text(choice.label)}"
            for choice in node.choices
            if every or choice.value in chosen
        ]
        left = len(node.choices) - len(offered)
        if left:
            offered.append(self._phrases("and {count} other choices", count=left))
        self._offer(offered)

    def _offer(self, choices: Sequence[str]) -> None:
        """Place choices side by side if they are short, else in a column."""
        if any(len(text) > _SHORT for text in choices):
            for text in choices:
                self._say("", text)
        elif choices:
            side_by_side = FlowPanel(self, gap=16)
            for text in choices:
                side_by_side.add(ui.label(side_by_side, text=text))
            self._down.addSpacing(6)
            self._down.addWidget(side_by_side)

    def _say(self, role: str, text: str) -> None:
        if text:
            self._down.addWidget(ui.label(self, role, text=text, wrap=True))


class AnswerContext(QWidget):
    """Statements, files, reviews and comments; a part without content is hidden."""

    def __init__(self, parent: QWidget, phrases: Phrases) -> None:
        super().__init__(parent)
        self._phrases = phrases
        self._down: QVBoxLayout = ui.rows(self, gap=4)

    def show_spot(self, office: RegistrySession, about: HasLocation) -> None:
        """Show the context of an answer."""
        ui.emptied(self._down)
        node = office.node(about)
        self.setVisible(node is not None)
        if node is None:
            return
        live, reference = office.assessment(about.assessment), node.reference
        spoken = source_statements(live, reference)
        said = [self._statement(each.said, each.source, each.note) for each in spoken]
        self._list("What sources said", said)
        self._files(files_of(live, reference), partial(file_bytes, live))
        self._reviews(reviews_of(live, reference))
        comments = [
            self._quoted(comment.text, comment.first.author, comment.first.at)
            for comment in comments_of(live, reference)
            if not comment.answers
        ]
        self._list("Comments", comments)

    def _statement(self, text: str, source: str, note: str) -> str:
        apart = self._phrases.apart
        text = text or self._phrases("Blank")
        parts = [with_colon(apart(source), text, self._phrases.language)]
        return " – ".join([*parts, f"“{apart(note)}”"] if note else parts)

    def _quoted(self, text: str, author: str, at: int) -> str:
        when = when_written(at, self._phrases.language)
        return f"“{self._phrases.apart(text)}” {self._phrases.apart(author)} · {when}"

    def _list(self, heading: str, lines: Sequence[str]) -> None:
        if lines:
            self._head(heading)
        for line in lines:
            self._down.addWidget(ui.label(self, "", text=line, wrap=True))

    def _head(self, heading: str) -> None:
        self._down.addSpacing(10)
        self._down.addWidget(ui.label(self, "overline", text=self._phrases(heading)))

    def _files(self, files: Sequence[Evidence], reads: Callable[[str], bytes]) -> None:
        if files:
            self._head("Files")
        for file in files:
            row = ui.columns(None)
            opens = ui.button(self, partial(self._open, file, reads), file.name, icon="attach")
            opens.setEnabled(file.here and can_open_external(file.name))
            text = self._phrases.apart(file.note) if file.here else self._phrases("Not here yet")
            ui.fill(row, opens, (ui.label(self, "secondary", text=str(text), wrap=True), 1))
            self._down.addLayout(row)

    def _reviews(self, reviews: Sequence[Review]) -> None:
        lines = []
        for review in reviews:
            state = self._phrases(STATES[review.state][0])
            said = self._quoted(review.note or state, review.last.author, review.last.at)
            told = with_colon(state, said, self._phrases.language)
            lines.append(told if review.note else said)
            lines += [self._quoted(a.text, a.first.author, a.first.at) for a in review.answers]
        self._list("Headquarters' review", lines)

    def _open(self, file: Evidence, reads: Callable[[str], bytes]) -> None:
        language = self._phrases.language
        attempt(self, language, lambda: open_external(file.name, reads(file.id)))


def _chosen(node: Node, value: str) -> list[str]:
    return [value] if node.control == "select1" else value.split()
