"""One answer under review: question, answer, context and decision."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QPushButton, QVBoxLayout

from assessor import words
from assessor.assessment.entries.reviews import ACCEPTED, FIELD, QUERY, REDO, reviews_of
from assessor.errors import AssessorError
from assessor.gui.conflicts.answer_context import AnswerContext, AnsweredQuestion, answer_card
from assessor.gui.files.access_rights import denial_reason, enable_if_allowed
from assessor.gui.inspector.review_part import STATES
from assessor.gui.registry.registry_panel import RegistryPanel
from assessor.gui.registry.registry_session import AnswerLocation, RegistrySession
from assessor.gui.toolkit.style import basic_widgets as ui
from assessor.gui.toolkit.style.theme import set_role

_DEEDS = (
    (ACCEPTED, "Accept", "check", "primary"),
    (QUERY, "Ask", "help", ""),
    (REDO, "Send back to redo", "refresh", ""),
    ("", "Withdraw", "undo", "quiet"),
)


class ReviewPanel(RegistryPanel):
    """Accept, ask with a note, or send back with one."""

    def _build(self) -> None:
        phrases = self._phrases
        self._office: RegistrySession | None = None
        self._spot: AnswerLocation | None = None
        set_role(self, "ground")
        column = ui.rows(self, gap=4, margins=(8, 4, 8, 16))
        self._where = ui.label(self, "overline", wrap=True)
        self._question = ui.label(self, "heading", wrap=True)
        self._asked = AnsweredQuestion(self, phrases)
        ui.fill(column, self._where, self._question, self._asked)
        column.addSpacing(12)
        self._answer = ui.rows(None)
        column.addLayout(self._answer)
        column.addSpacing(12)
        self._ask(column)
        self._beside = AnswerContext(self, phrases)
        ui.fill(column, self._beside, 1)

    def _ask(self, column: QVBoxLayout) -> None:
        self._state = ui.label(self, "tag")
        self._turn = ui.label(self, "secondary", wrap=True)
        row = ui.columns(None, self._state, (self._turn, 1))
        self.note = ui.LineEdit(self)
        ui.fill(
            column, row, ui.above(self, self.note, self._phrases.say, "What to answer or to redo")
        )
        self._phrases.say(
            self.note.setPlaceholderText, "For example: per year or in all? Annex 3 says 2,310."
        )
        self._trouble = ui.label(self, "danger", wrap=True)
        ui.fill(column, self.note, self._trouble)
        column.addSpacing(4)
        deeds = ui.columns(None)
        self.deeds: dict[str, QPushButton] = {}
        for state, text, drawn, role in _DEEDS:
            push_button = self._phrases.on(
                ui.button(self, partial(self._judge, state), role=role, icon=drawn), text
            )
            deeds.addWidget(push_button)
            self.deeds[state] = push_button
        deeds.addStretch(1)
        column.addLayout(deeds)

    def show_spot(self, office: RegistrySession, spot: AnswerLocation) -> None:
        """Show an answer of a registry."""
        again = (self._office, self._spot) == (office, spot)
        self._office, self._spot = office, spot
        live = office.assessment(spot.assessment)
        asked, heads = office.asked(spot), live.heads("answer", spot.key)
        self._where.setText(" · ".join(part for part in (asked.mission, asked.section) if part))
        self._question.setText(asked.question)
        values = [str((head.body or {}).get("value", "")) for head in heads]
        self._asked.show_question(office.node(spot), values)
        ui.emptied(self._answer)
        row = ui.columns(None, gap=12)
        for head in heads:
            row.addWidget(answer_card(self, office, self._phrases, spot, head)[0], 1)
        self._answer.addLayout(row)
        self._beside.show_spot(office, spot)
        if not again:  # typed text stays while others change something
            self._trouble.hide()
            self.note.clear()
        self._tell(office, spot)

    def _tell(self, office: RegistrySession, spot: AnswerLocation) -> None:
        standing = reviews_of(office.assessment(spot.assessment), spot.key)
        self._state.setVisible(bool(standing))
        self._turn.setVisible(bool(standing))
        why = denial_reason(office.mission, self._phrases)
        for state, deed in self.deeds.items():
            nothing = "" if state or standing else self._phrases("Nothing was said of this answer.")
            enable_if_allowed(deed, why, also=not nothing, tip=nothing)
        enable_if_allowed(self.note, why)
        if not standing:
            return
        first = standing[0]
        text, role = STATES[first.state]
        self._state.setText(self._phrases(text))
        set_role(self._state, role)
        if first.waits_for == FIELD:
            turn = "Waits for the field."
        elif first.state == ACCEPTED:
            turn = "The answer is another since it was accepted." if first.changed else ""
        else:
            turn = "Answered anew in the field." if first.changed else "Answered in the field."
        self._turn.setText(self._phrases(turn) if turn else "")

    def _judge(self, state: str) -> None:
        if self._office is None or self._spot is None:
            return
        try:
            self._office.review(self._spot, state, self.note.text())
        except AssessorError as error:
            self._trouble.show_text(words.say(error, self._session.language))
            self.note.setFocus()
        else:
            self.note.clear()
            self._changed()
