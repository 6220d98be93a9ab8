"""The form of one recommendation: text, time, person, cost, prerequisites and indicators."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QPlainTextEdit, QWidget

from assessor.assessment.entries import recommendation_plan
from assessor.form.labels.styled_text import plain_text
from assessor.gui.state.session import Session
from assessor.gui.toolkit.controls.tag_input import TagInput
from assessor.gui.toolkit.style.basic_widgets import LineEdit, above, button, columns, frame, label
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.gui.toolkit.widgets.growing_edit import align_start
from assessor.words import join_list

Do = Callable[[Callable[[], object]], None]

_COST_WORDS = {"low": "Low", "medium": "Medium", "high": "High"}


def partners(session: Session, phrases: Phrases, area: str) -> str:
    """Return the partners who already fund an area, with a note if there are several."""
    payers = recommendation_plan.payers_of_area(session.assessment, area)
    if not payers:
        return phrases("No partner yet")
    text = phrases("Partners: {names}", names=join_list(payers, phrases.language))
    overlap = phrases("Overlap: agree on one plan")
    return f"{text} · {overlap}" if len(payers) > 1 else text


class _TextField(QPlainTextEdit):
    """A text box of some lines; `leave` is called when it loses the focus."""

    def __init__(self, parent: QWidget, leave: Callable[[], None]) -> None:
        super().__init__(parent)
        self._leave = leave
        self.setTabChangesFocus(True)
        align_start(self)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Submit the text."""
        super().focusOutEvent(event)
        self._leave()


class PlanForm(QWidget):
    """The fields of one recommendation; a change is submitted when a field is left."""

    def __init__(self, parent: QWidget, session: Session, phrases: Phrases, do: Do) -> None:
        super().__init__(parent)
        self._session, self._phrases, self._do = session, phrases, do
        self._action: recommendation_plan.PlannedAction | None = None
        card = frame(self, "card")
        columns(self, card)
        grid = QGridLayout(card)
        grid.setContentsMargins(16, 14, 16, 14)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        self._make_fields(card)
        self._lay_out(card, grid)
        self.away = button(
            card, self._remove, self._phrases("Remove from the plan"), role="quiet", icon="trash"
        )
        self.away.setAutoDefault(False)
        grid.addWidget(self.away, 7, 1)
        grid.addWidget(self.partners, 14, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)

    def _make_fields(self, card: QWidget) -> None:
        phrases = self._phrases
        self.text = _TextField(card, self.flush)
        self.text.setFixedHeight(86)
        self.owner = LineEdit(card)
        self.owner.editingFinished.connect(
            lambda: self._set_links("owner", self.owner.text().strip())
        )
        self.choices = {part: QComboBox(card) for part in ("horizon", "priority", "section")}
        self.after = TagInput(
            card, phrases, "Add a recommendation", lambda keys: self._set_links("after", keys)
        )
        self.moves = TagInput(
            card, phrases, "Add an indicator", lambda codes: self._set_links("moves", codes)
        )
        self.check = label(card, "secondary", wrap=True)
        self.partners = label(card, "secondary", wrap=True)
        self.cost = QComboBox(card)
        self.cost.addItem("–", "")
        for code in recommendation_plan.COSTS:
            self.cost.addItem(self._phrases(_COST_WORDS[code]), code)
        self.cost.activated.connect(lambda _: self._set_links("cost", self.cost.currentData()))
        for part, box in self.choices.items():
            box.activated.connect(lambda _, part=part: self._answer(part, self._data(part)))

    def _lay_out(self, card: QWidget, grid: QGridLayout) -> None:
        fields = (
            ("What should be done", self.text, 0, 0, 2),
            ("By when", self.choices["horizon"], 2, 0, 1),
            ("Priority", self.choices["priority"], 2, 1, 1),
            ("Owner", self.owner, 4, 0, 1),
            ("Cost", self.cost, 4, 1, 1),
            ("Section", self.choices["section"], 6, 0, 1),
            ("Builds on", self.after, 8, 0, 2),
            ("Indicators it should move", self.moves, 10, 0, 2),
            ("How to check", self.check, 12, 0, 2),
        )
        for title, field, row, column, span in fields:
            grid.addWidget(above(card, field, self._phrases.say, title), row, column, 1, span)
            grid.addWidget(field, row + 1, column, 1, span)

    def _data(self, part: str) -> str:
        return str(self.choices[part].currentData() or "")

    def show_action(
        self, action: recommendation_plan.PlannedAction | None, *, editable: bool
    ) -> None:
        """Show a recommendation, or nothing."""
        self._action = action
        self.setVisible(action is not None)
        self.setEnabled(editable)
        if action is None:
            return
        if self.text.toPlainText() != action.text:
            self.text.setPlainText(action.text)
        if self.owner.text() != action.owner:
            self.owner.setText(action.owner)
        self.cost.setCurrentIndex(max(0, self.cost.findData(action.cost)))
        for part, box in self.choices.items():
            self._choices_of(part, box, getattr(action, part))
        self._show_links(action)

    def _show_links(self, action: recommendation_plan.PlannedAction) -> None:
        """Show prerequisites, target indicators and partners of the area."""
        mission = self._session.assessment
        plan, instrument = recommendation_plan.plan_of(mission), mission.instrument
        numbered = {
            each.id: f"{at}. {' '.join(each.text.split())}" for at, each in enumerate(plan, 1)
        }
        free = recommendation_plan.possible_predecessors(plan, action)
        offered = {key: text for key, text in numbered.items() if key in (*free, *action.after)}
        self.after.show_picks(offered, action.after)
        indicators = instrument.indicators if instrument else ()
        titles = {each.code: each.title(mission.language) for each in indicators}
        self.moves.show_picks(titles, action.moves)
        self.check.setText(self._indicator_lines(action) or "–")
        self.partners.setText(partners(self._session, self._phrases, action.area))
        self.partners.setVisible(bool(action.area))

    def _indicator_lines(self, action: recommendation_plan.PlannedAction) -> str:
        """Return one line per indicator: target stage, its conditions, required evidence."""
        language, phrases = self._session.assessment.language, self._phrases
        lines = []
        for each in recommendation_plan.follow_up_checks(self._session.assessment, action):
            line = each.indicator.title(language)
            if each.asks is not None and each.to is not None:
                conditions = each.asks[language]
                line += " · " + phrases(
                    "to reach stage {stage}: {asks}", stage=each.to, asks=conditions
                )
            if evidence := each.shown_by[language]:
                separator = " " if line.endswith((".", "。")) else ". "
                line += f"{separator}{phrases('To be checked by:')} {phrases.apart(evidence)}"
            lines.append(line)
        return "\n".join(lines)

    def _choices_of(self, part: str, box: QComboBox, chosen: str) -> None:
        assert self._action is not None
        box.clear()
        box.addItem("–", "")
        try:
            node = self._session.assessment.node(
                f"{self._action.reference}/{recommendation_plan.IN_FORM[part]}"
            )
        except KeyError:
            box.setEnabled(False)
            return
        for choice in node.choices:
            box.addItem(plain_text(choice.label), choice.value)
        box.setCurrentIndex(max(0, box.findData(chosen)))

    def flush(self) -> None:
        """Submit the text if it has changed."""
        action, typed = self._action, self.text.toPlainText().strip()
        if action is None or not self.isEnabled() or typed == action.text:
            return
        self._action = replace(action, text=typed)
        self._submit(f"{action.reference}/{recommendation_plan.IN_FORM['text']}", typed)

    def _answer(self, part: str, value: str) -> None:
        if self._action is not None and value != getattr(self._action, part):
            self._submit(f"{self._action.reference}/{recommendation_plan.IN_FORM[part]}", value)

    def _submit(self, reference: str, value: str) -> None:
        self._do(lambda: self._session.do(lambda now: now.answer(reference, value)))

    def _set_links(self, part: str, value: str | tuple[str, ...]) -> None:
        if self._action is not None and value != getattr(self._action, part):
            key, text = self._action.id, value if isinstance(value, str) else " ".join(value)
            self._do(
                lambda: self._session.do(
                    lambda now: recommendation_plan.annotate_action(now, key, **{part: text})
                )
            )

    def _remove(self) -> None:
        if self._action is not None:
            reference, self._action = self._action.reference, None
            self._do(lambda: self._session.do(lambda now: now.remove_repeat(reference)))
