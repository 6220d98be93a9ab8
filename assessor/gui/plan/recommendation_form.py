"""The form of one recommendation: text, people, time, money, prerequisites and what it meets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QPlainTextEdit, QWidget

from assessor.assessment.base.references import references_by_name
from assessor.assessment.entries import recommendation_plan
from assessor.form.labels.styled_text import plain_text
from assessor.gui.state.session import Session
from assessor.gui.toolkit.controls.tag_input import TagInput
from assessor.gui.toolkit.style.basic_widgets import LineEdit, above, button, columns, frame, label
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.gui.toolkit.widgets.growing_edit import align_start
from assessor.scoring.criteria import CriterionState
from assessor.scoring.recommendation_targets import Target, possible_targets
from assessor.words import format_number, join_list

Do = Callable[[Callable[[], object]], None]

_COST_WORDS = {"low": "Low", "medium": "Medium", "high": "High"}
_STATE_WORDS = {
    CriterionState.SHOWN: "Shown:",
    CriterionState.SAID: "Said, not yet shown:",
    CriterionState.UNMET: "Not met:",
    CriterionState.NOT_ARISING: "Does not arise:",
    CriterionState.UNKNOWN: "Not known:",
}
_LINES = (
    "owner", "partner", "start", "end", "amount", "currency", "funded", "baseline", "aim", "check",
)  # fmt: skip
"""Parts that are typed, each in a line of its own."""


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
        grid.addWidget(self.partners, 24, 0, 1, 2)
        grid.addWidget(self.away, 25, 0)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)

    def _make_fields(self, card: QWidget) -> None:
        phrases = self._phrases
        self.text = _TextField(card, self.flush)
        self.text.setFixedHeight(86)
        self.lines = {part: self._line(card, part) for part in _LINES}
        self.choices = {part: QComboBox(card) for part in ("horizon", "priority", "section")}
        self.after = TagInput(
            card, phrases, "Add a recommendation", lambda keys: self._set_links("after", keys)
        )
        self.meets = TagInput(
            card, phrases, "Add what it is to meet", lambda codes: self._set_links("meets", codes)
        )
        self.standing = label(card, "secondary", wrap=True)
        self.gap = label(card, "secondary", wrap=True)
        self.partners = label(card, "secondary", wrap=True)
        self.cost = QComboBox(card)
        self.cost.addItem("–", "")
        for code in recommendation_plan.COSTS:
            self.cost.addItem(self._phrases(_COST_WORDS[code]), code)
        self.cost.activated.connect(lambda _: self._set_links("cost", self.cost.currentData()))
        for part, box in self.choices.items():
            box.activated.connect(lambda _, part=part: self._answer(part, self._data(part)))

    def _line(self, card: QWidget, part: str) -> LineEdit:
        """Return the line of one part; it is submitted when it is left."""
        line = LineEdit(card)
        if part in ("start", "end"):
            line.setPlaceholderText("2027-01-31")
        line.editingFinished.connect(lambda: self._set_links(part, line.text().strip()))
        return line

    def _lay_out(self, card: QWidget, grid: QGridLayout) -> None:
        fields: tuple[tuple[str, QWidget, int, int, int], ...] = (
            ("What should be done", self.text, 0, 0, 2),
            ("By when", self.choices["horizon"], 2, 0, 1),
            ("Priority", self.choices["priority"], 2, 1, 1),
            ("Owner", self.lines["owner"], 4, 0, 1),
            ("Partner", self.lines["partner"], 4, 1, 1),
            ("Start", self.lines["start"], 6, 0, 1),
            ("End", self.lines["end"], 6, 1, 1),
            ("Cost", self.lines["amount"], 8, 0, 1),
            ("Currency", self.lines["currency"], 8, 1, 1),
            ("Funding", self.lines["funded"], 10, 0, 1),
            ("Funding gap", self.gap, 10, 1, 1),
            ("Cost band", self.cost, 12, 0, 1),
            ("Section", self.choices["section"], 12, 1, 1),
            ("What it is to meet", self.meets, 14, 0, 2),
            ("How it stands, and how to check", self.standing, 16, 0, 2),
            ("Baseline", self.lines["baseline"], 18, 0, 1),
            ("Target", self.lines["aim"], 18, 1, 1),
            ("How to check", self.lines["check"], 20, 0, 2),
            ("Builds on", self.after, 22, 0, 2),
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
        for part, line in self.lines.items():
            if line.text() != getattr(action, part):
                line.setText(getattr(action, part))
        self.gap.setText(self._missing_money(action))
        self.cost.setCurrentIndex(max(0, self.cost.findData(action.cost)))
        for part, box in self.choices.items():
            self._choices_of(part, box, getattr(action, part))
        self._show_links(action)

    def _show_links(self, action: recommendation_plan.PlannedAction) -> None:
        """Show prerequisites, what is to be met, and partners of the area."""
        mission = self._session.assessment
        plan = recommendation_plan.plan_of(mission)
        numbered = {
            each.id: f"{at}. {' '.join(each.text.split())}" for at, each in enumerate(plan, 1)
        }
        free = recommendation_plan.possible_predecessors(plan, action)
        offered = {key: text for key, text in numbered.items() if key in (*free, *action.after)}
        self.after.show_picks(offered, action.after)
        self.meets.show_picks(self._targets(action), action.meets)
        self.standing.setText(self._target_lines(action) or "–")
        self.partners.setText(partners(self._session, self._phrases, action.area))
        self.partners.setVisible(bool(action.area))

    def _targets(self, action: recommendation_plan.PlannedAction) -> dict[str, str]:
        """Return what can be met in the recommendation's section, and what was chosen, by code."""
        mission = self._session.assessment
        if mission.instrument is None:
            return {}
        return {
            each.code: self._title(each)
            for each in possible_targets(mission.instrument)
            if each.code in action.meets
            or not (each.indicator and action.section)
            or each.indicator.dimension == action.section
        }

    def _title(self, target: Target) -> str:
        """Return a target in words: a criterion, an indicator, or the question about a fact."""
        mission = self._session.assessment
        if target.criterion:
            return target.criterion.texts[mission.language]
        if target.indicator:
            return target.indicator.title(mission.language)
        reference = references_by_name(mission.instance).get(target.code)
        return plain_text(mission.instance.node(reference).label) if reference else target.code

    def _target_lines(self, action: recommendation_plan.PlannedAction) -> str:
        """Return one line per target: how it stands, and what would show that it is met."""
        language, phrases = self._session.assessment.language, self._phrases
        lines = []
        for each in recommendation_plan.target_checks(self._session.assessment, action):
            line = self._title(each.target)
            if each.state is not None:
                line = f"{phrases(_STATE_WORDS[each.state])} {line}"
            elif each.asks is not None and each.to is not None:
                line += " · " + phrases(
                    "to reach stage {stage}: {asks}", stage=each.to, asks=each.asks[language]
                )
            if each.shown_by and (evidence := each.shown_by[language]):
                separator = " " if line.endswith((".", "。")) else ". "
                line += f"{separator}{phrases('To be checked by:')} {phrases.apart(evidence)}"
            lines.append(line)
        return "\n".join(lines)

    def _missing_money(self, action: recommendation_plan.PlannedAction) -> str:
        if not (action.amount and action.funded):
            return "–"
        missing = max(0.0, float(action.amount) - float(action.funded))
        return f"{format_number(missing, self._phrases.language)} {action.currency}".strip()

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
