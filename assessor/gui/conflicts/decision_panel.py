"""One conflict: the answers side by side, and the decision."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from assessor import words
from assessor.assessment.core.resolution import is_outsiders_alone
from assessor.assessment.headquarters.resolution_rules import constraint_message, entry_objection
from assessor.errors import AssessorError
from assessor.gui.conflicts.answer_context import AnswerContext, AnsweredQuestion, answer_card
from assessor.gui.feedback.folded_heads import FoldedHeads
from assessor.gui.files.access_rights import denial_reason, enable_if_allowed
from assessor.gui.registry.registry_session import RegistrySession
from assessor.gui.state.session import Session
from assessor.gui.toolkit.style import basic_widgets as ui
from assessor.gui.toolkit.style.theme import set_role
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.store.model.entry import Conflict, Entry


class DecisionPanel(QWidget):
    """Take one of the answers or write another; a reason is stored with it."""

    def __init__(
        self,
        parent: QWidget,
        session: Session,
        phrases: Phrases,
        decided: Callable[[], object],
        on_snooze: Callable[[Conflict], object],
    ) -> None:
        super().__init__(parent)
        self._session, self._phrases, self._decided = session, phrases, decided
        self._snooze = on_snooze
        self._office: RegistrySession | None = None
        self.conflict: Conflict | None = None
        self._language = self._why = ""
        self._warned: tuple[Conflict, str] | None = None
        self._takes: list[QPushButton] = []
        set_role(self, "ground")
        column = ui.rows(self, gap=4, margins=(8, 4, 8, 16))
        self._say_what(column)
        column.addSpacing(8)
        self._sides = ui.columns(None, gap=12)
        column.addLayout(self._sides)
        self._more_sides = ui.rows(None, gap=12)
        self._folded = FoldedHeads(self, phrases, self._show_more)
        ui.fill(column, self._more_sides, self._folded)
        column.addSpacing(16)
        self._ask_reason(column)
        self._trouble = ui.label(self, "danger", wrap=True)
        column.addWidget(self._trouble)
        column.addSpacing(12)
        self._ask_own(column)
        column.addSpacing(8)
        self.later = phrases.on(ui.button(self, self._later, icon="clock"), "Postpone")
        self.none = phrases.on(ui.button(self, self._decide), "Use nothing of it")
        column.addLayout(ui.columns(None, self.later, self.none, 1))
        self.beside = AnswerContext(self, phrases)
        ui.fill(column, self.beside, 1)

    def _say_what(self, column: QVBoxLayout) -> None:
        """Show the question."""
        self._where = ui.label(self, "overline", wrap=True)
        self._question = ui.label(self, "heading", wrap=True)
        self.asked = AnsweredQuestion(self, self._phrases)
        ui.fill(column, self._where, self._question, self.asked)

    def _ask_reason(self, column: QVBoxLayout) -> None:
        self._reason = ui.LineEdit(self)
        column.addWidget(
            ui.above(self, self._reason, self._phrases.say, "Reason, kept with the decision")
        )
        self._phrases.say(
            self._reason.setPlaceholderText,
            "For example: the register was read on two dates; the later reading holds",
        )
        column.addWidget(self._reason)

    def _ask_own(self, column: QVBoxLayout) -> None:
        self._own_part = QWidget(self)
        other = self._phrases.on(ui.label(self._own_part, "label"), "Or another value")
        row = ui.columns(None)
        self._choices = QComboBox(self._own_part)
        self._typed = ui.LineEdit(self._own_part)
        for field in (self._choices, self._typed):
            self._phrases.say(field.setAccessibleName, "Or another value")
            row.addWidget(field, 1)
        self._writes = self._phrases.on(
            ui.button(self._own_part, self._write), "Decide for this value"
        )
        row.addWidget(self._writes)
        ui.rows(self._own_part, other, row, gap=4)
        column.addWidget(self._own_part)

    @property
    def reason(self) -> str:
        """The reason typed so far."""
        return self._reason.text().strip()

    def show_conflict(self, office: RegistrySession, conflict: Conflict, *, snoozed: bool) -> None:
        """Show a conflict and whether it is snoozed.

        If the same conflict is shown again, typed reason and value stay.
        """
        self.later.setText(self._phrases("Resume") if snoozed else self._phrases("Postpone"))
        why = denial_reason(office.mission, self._phrases)
        items = (self._office, self.conflict, self._language, self._why)
        self._office, self.conflict = office, conflict
        self._language, self._why = self._phrases.language, why
        if items == (office, conflict, self._language, why):
            self.beside.show_spot(office, conflict)  # others may have changed its context
            return
        enable_if_allowed(self.later, why)
        enable_if_allowed(self.none, why)
        self.none.setVisible(is_outsiders_alone(conflict))
        asked = office.asked(conflict)
        self._where.setText(" · ".join(part for part in (asked.mission, asked.section) if part))
        self._question.setText(asked.question)
        self._trouble.hide()
        self._reason.clear()
        ui.emptied(self._sides)
        ui.emptied(self._more_sides)
        self._takes = []
        shown = self._folded.fold(conflict.heads)
        for entry in shown:
            self._sides.addWidget(self._side(office, conflict, entry), 1)
        values = [str((entry.body or {}).get("value", "")) for entry in shown]
        self.asked.show_question(office.node(conflict), values)
        self.beside.show_spot(office, conflict)
        self._offer_own(office, conflict)

    def _show_more(self, entries: Sequence[Entry]) -> None:
        """Show more of the answers of others than members, below each other."""
        if self._office is not None and self.conflict is not None:
            for entry in entries:
                self._more_sides.addWidget(self._side(self._office, self.conflict, entry))

    def _side(self, office: RegistrySession, conflict: Conflict, entry: Entry) -> QFrame:
        card, y = answer_card(self, office, self._phrases, conflict, entry, conflict.heads)
        y.addSpacing(4)
        author = entry.author or self._phrases("Unnamed")
        use = self._phrases("Use this one")
        takes = ui.button(card, lambda: self._take(entry), use, role="primary", icon="check")
        takes.setObjectName(f"take-{entry.name[:8]}")
        takes.setAccessibleName(self._phrases("Take the answer of {author}", author=author))
        takes.setAutoDefault(True)  # Enter works like Space
        self._takes.append(takes)
        enable_if_allowed(takes, self._why)
        y.addWidget(takes)
        return card

    def _offer_own(self, office: RegistrySession, conflict: Conflict) -> None:
        choices = office.choices(conflict)
        self._own_part.setVisible(conflict.kind == "answer")
        for widget in (self._writes, self._reason, self._choices, self._typed):
            enable_if_allowed(widget, self._why)
        self._choices.setVisible(bool(choices))
        self._typed.setVisible(not choices)
        self._typed.clear()
        self._choices.clear()
        self._choices.addItem("", "")
        for value, text in choices:
            self._choices.addItem(text, value)

    def go_to_answer(self, place: int) -> None:
        """Focus the button that takes an answer, counted from 1; Enter or Space takes it."""
        if 0 < place <= len(self._takes):
            self._takes[place - 1].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _later(self) -> None:
        if self.conflict is not None:
            self._snooze(self.conflict)

    def _take(self, entry: Entry) -> None:
        if self._office is None or self.conflict is None:
            return
        about = self._office.assessment(self.conflict.assessment)
        doubt = entry_objection(about, self.conflict, entry)
        if doubt is not None and not self._reason.text().strip():
            self._complain(self._phrases.reasons((doubt,)))
            self._reason.setFocus()
            return
        self._decide(take=entry.name)

    def _write(self) -> None:
        chosen = str(self._choices.currentData() or "")
        self._decide(value=chosen if self._choices.isVisible() else self._typed.text().strip())

    def _decide(self, *, take: str | None = None, value: str | None = None) -> None:
        if self._office is None or self.conflict is None:
            return
        if value == "":
            self._complain(self._phrases("Choose or write a value, or take one of the answers."))
            return
        if value is not None and not self._reason.text().strip():
            self._complain(self._phrases("Give the reason: nobody said this value in the field."))
            self._reason.setFocus()
            return
        note = self._reason.text().strip()
        try:
            if value is not None and self._warns(self._office, self.conflict, value):
                return
            self._office.decide(self.conflict, take=take, value=value, note=note)
        except AssessorError as error:
            self._complain(words.say(error, self._session.language))
        except ValueError as error:
            self._complain(str(error))
        else:
            self._decided()

    def _warns(self, office: RegistrySession, conflict: Conflict, value: str) -> bool:
        """Show the form's objection to a value once; it may be stored anyway."""
        broken = constraint_message(office.assessment(conflict.assessment), conflict, value)
        warned, self._warned = self._warned, (conflict, value)
        if not broken or warned == self._warned:
            return False
        keep = self._phrases("To keep it all the same, decide for this value once more.")
        self._complain(f"{broken} {keep}")
        return True

    def _complain(self, text: str) -> None:
        self._trouble.show_text(text)
        around = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        layout = self.layout()
        if around is not None and layout is not None:
            layout.activate()  # reserve its place
            around.ensureWidgetVisible(self._trouble)
