"""An indicator by criteria: its stages across, and below them what is shown, said or not met."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from assessor.form.authoring.criteria_sheet import STATE_WORDS
from assessor.form.live.node import Node
from assessor.gui.questions.base.question import Question
from assessor.gui.questions.choice.criteria_table import CriteriaTable, CriterionText, StageTexts
from assessor.gui.toolkit.buttons.choice_button import Options
from assessor.gui.toolkit.controls.stage_card import CardAppearance, CardRow, StageCard
from assessor.gui.toolkit.style.basic_widgets import fill
from assessor.gui.toolkit.style.theme import STAGE_INK, STAGES
from assessor.gui.toolkit.widgets.label_text import FormLabel
from assessor.scoring import criteria as rules
from assessor.scoring.criteria import CriterionState
from assessor.scoring.instrument_records import Criterion
from assessor.scoring.instrument_sheets import FALLBACK_LANGUAGE, Wording

_STATES = tuple(state for state in CriterionState if state is not CriterionState.UNKNOWN)


def _criteria_in_choices(node: Node) -> tuple[Criterion, ...]:
    """Return the criteria of a form that came without its sheets: all ask for one stage."""
    values, nothing = {choice.value for choice in node.choices}, Wording({})
    return tuple(
        Criterion(
            code=(code := choice.value.removesuffix(".shown")),
            stage=2,
            texts=Wording({FALLBACK_LANGUAGE: choice.label.rpartition(" – ")[2]}),
            shown_by=nothing,
            actions=nothing,
            kind="",
            legal=(),
            fact="",
            area="",
            sensitivity="",
            may_not_arise=f"{code}.na" in values,
        )
        for choice in node.choices
        if choice.value.endswith(".shown")
    )


class CriteriaQuestion(Question):
    """A figure key says that all criteria up to a stage are met; the same key again shows them.

    Below the stages each criterion has its own state. All of it is one answer.
    """

    clearable = True

    def build(self) -> None:
        self._criteria: tuple[Criterion, ...] = ()
        self._states: dict[str, CriterionState] = {}
        self._stages = Options(self._pick, self)
        self._row = CardRow(self, narrowest=104)
        self._reached = FormLabel("heading", self)
        self._summary = FormLabel("secondary", self)
        language = self.context.language
        self._state_words: dict[CriterionState, str] = {
            state: STATE_WORDS[state.value].get(language, STATE_WORDS[state.value]["en"])
            for state in _STATES
        }
        self._table = CriteriaTable(self._mark, self._focus_stages, self._state_words, self)
        fill(self.editor, self._row, 8, self._reached, self._summary, 8, self._table)

    def editors(self) -> list[QWidget]:
        return [*self._stages.in_order(), *self._table.buttons()]

    def show_value(self, node: Node) -> None:
        criteria = self.context.scale.criteria_of(node) or _criteria_in_choices(node)
        if criteria != self._criteria:
            self._criteria = criteria
            self._lay_out()
        self._states = rules.read_states(criteria, node.value)
        self._table.show_states(self._states, enabled=not self.locked)
        self._table.show_previous(self._previous_words(node))
        reached = rules.reached_stages(criteria, self._states)
        self._show_stages(reached)
        self._tell_reached(self._stages_in_words(reached))
        self._summary.say(self._summarise(reached))

    def _tell_reached(self, text: str) -> None:
        """Show the stage that was said and the one that was shown; a screen reader says them when
        a key changes them."""
        self.setAccessibleDescription(". ".join(filter(None, (self.hint.plain, text))))
        if text == self._reached.plain:
            return
        self._reached.say(text)
        if self.has_keyboard():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def _stages_in_words(self, reached: rules.ReachedStages) -> str:
        words = self.context.words
        if reached.asserted is None or reached.evidenced is None:
            return words("Too little is known for a stage.")
        text = words("Stage {said} said, {shown} shown")
        return text.format(said=reached.asserted, shown=reached.evidenced)

    def _previous_words(self, node: Node) -> dict[str, str]:
        """Return what the previous mission knew of each criterion, in words, by code."""
        answer = self.context.previous(node.reference)
        states = rules.read_states(self._criteria, answer.value if answer is not None else "")
        lead = self.context.words("Previous mission: {state}")
        return {
            code: lead.format(state=self._state_words[state])
            for code, state in states.items()
            if state is not CriterionState.UNKNOWN
        }

    def _lay_out(self) -> None:
        scale = self.context.scale
        by_stage = rules.group_by_stage(self._criteria)
        numbers = [min(by_stage) - 1, *by_stage]
        cards: dict[str, QAbstractButton] = {}
        for at, number in enumerate(numbers):
            colour = min(at, len(STAGES) - 1)
            title = scale.stage_titles.get(number, "")
            face = CardAppearance(str(number), title, "", STAGES[colour], STAGE_INK[colour])
            cards[str(number)] = StageCard(face, self._row)
        self._stages.put(cards)
        self._stages.keys = {value: value for value in cards if len(value) == 1}
        self._row.put([card for card in cards.values() if isinstance(card, StageCard)])
        self._table.put(
            [
                StageTexts(self._heading(stage), tuple(self._text(each) for each in asked))
                for stage, asked in by_stage.items()
            ]
        )

    def _heading(self, stage: int) -> str:
        words, title = self.context.words, self.context.scale.stage_titles.get(stage, "")
        text = words("Stage {number}, {title}") if title else words("Stage {number}")
        return text.format(number=stage, title=title)

    def _text(self, criterion: Criterion) -> CriterionText:
        translate, words = self.context.scale.translate, self.context.words
        states = [
            state
            for state in _STATES
            if criterion.may_not_arise or state is not CriterionState.NOT_ARISING
        ]
        proof = words("What shows it: {proof}").format(proof=translate(criterion.shown_by))
        return CriterionText(criterion.code, translate(criterion.texts), proof, tuple(states))

    def _show_stages(self, reached: rules.ReachedStages) -> None:
        asserted = "" if reached.asserted is None else str(reached.asserted)
        self._stages.check(asserted, enabled=not self.locked)
        by_stage = rules.group_by_stage(self._criteria)
        for card in self._row.cards:
            asked = by_stage.get(int(card.appearance.number), [])
            counts = self._counts([self._states[each.code] for each in asked])
            card.say(counts)
            heard = (part for part in (self.accessibleName(), counts) if part)
            card.setAccessibleDescription(". ".join(heard))
        shown = [
            at
            for at, card in enumerate(self._row.cards)
            if reached.evidenced is not None and int(card.appearance.number) <= reached.evidenced
        ]
        self._row.mark_passed(len(shown))
        self._row.updateGeometry()

    def _counts(self, states: list[CriterionState]) -> str:
        """Return how many of a stage's criteria are met, blank for a stage without criteria."""
        if not states:
            return ""
        met = sum(state.met for state in states)
        arising = sum(state is not CriterionState.NOT_ARISING for state in states)
        return self.context.words("{met} of {count} met").format(met=met, count=arising)

    def _summarise(self, reached: rules.ReachedStages) -> str:
        words, count = self.context.words, Counter(self._states.values())
        text = words("Criteria: {said} said, {shown} shown, {unmet} not met, {unknown} not known.")
        found = text.format(
            said=count[CriterionState.SAID],
            shown=count[CriterionState.SHOWN],
            unmet=count[CriterionState.UNMET],
            unknown=count[CriterionState.UNKNOWN],
        )
        if reached.evidenced == reached.asserted:
            return found
        counted = words("It counts as stage {shown} until more is shown.")
        return f"{found} {counted.format(shown=reached.evidenced)}"

    def _pick(self, stage: str) -> None:
        """Say that a stage is reached, or show it if that was said already; blank clears."""
        if not stage:
            self.submit_value("")
            return
        reached = rules.reached_stages(self._criteria, self._states)
        said = reached.asserted == int(stage)
        state = CriterionState.SHOWN if said else CriterionState.SAID
        if any(card.hasFocus() for card in self._row.cards):
            self._stages.buttons[stage].setFocus(Qt.FocusReason.TabFocusReason)
        self._submit(rules.mark_stage(self._criteria, self._states, int(stage), state))

    def _mark(self, code: str, state: CriterionState) -> None:
        self._submit(self._states | {code: state})

    def _submit(self, states: rules.States) -> None:
        self.submit_value(rules.write_states(states))

    def _focus_stages(self) -> None:
        for card in self._stages.in_order()[:1]:
            card.setFocus(Qt.FocusReason.TabFocusReason)
