"""The plan: proposals beside recommendations, which are sorted and edited in place."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from assessor.assessment.base.references import references_by_name
from assessor.assessment.entries.recommendation_plan import (
    PlannedAction,
    accept_suggestion,
    is_planned,
    move_action,
    plan_of,
    proposed_areas,
)
from assessor.errors import AssessorError
from assessor.form.labels.styled_text import plain_text
from assessor.gui.plan.previous_recommendations import PreviousRecommendations
from assessor.gui.plan.recommendation_form import PlanForm, partners
from assessor.gui.state.session import Session
from assessor.gui.state.session_dialog import SessionDialog
from assessor.gui.toolkit.style import basic_widgets as ui
from assessor.gui.toolkit.style.theme import set_role
from assessor.gui.toolkit.widgets.rank_list import RankList
from assessor.scoring.assistance_needs import ProposedArea, Suggestion
from assessor.words import format_number, join_list, say


class PlanDialog(SessionDialog):
    """Proposals on one side, the ordered plan and the chosen recommendation on the other."""

    topic = "plan"

    def __init__(self, parent: QWidget, session: Session) -> None:
        super().__init__(parent, session)
        self._locked = bool(session.assessment.mission.read_only)
        self.resize(1180, 760)
        lead = (
            "Take over what criteria that are not met call for, then say who does it, when and in "
            "which order. "
            "Nothing proposed enters the report's recommendations by itself."
        )
        down = self.head(self._phrases("Plan"), self._phrases(lead))
        across = ui.columns(None, (self._proposals(), 2), (self._recommended(), 3), gap=24)
        self._trouble = ui.label(self, "danger", wrap=True)
        self._trouble.hide()
        closes = ui.button(self, self.reject, self._phrases("Close"), role="primary")
        ui.fill(down, (across, 1), self._trouble, ui.closing(self, closes))
        self._fill()

    # proposals

    def _proposals(self) -> QVBoxLayout:
        side = ui.rows(
            None, ui.label(self, "heading", text=self._phrases("Suggested, not yet decided"))
        )
        column_widget = QWidget(self)
        set_role(column_widget, "ground")
        self._cards = ui.rows(column_widget, margins=(0, 0, 8, 0))
        side.addWidget(ui.scrolled(self, column_widget), 1)
        return side

    def _card(self, area: ProposedArea, plan: tuple[PlannedAction, ...]) -> QWidget:
        title = area.area.title(self._session.assessment.language)
        card = ui.frame(self, "card")
        column = ui.rows(card, gap=4, margins=(14, 12, 14, 12))
        column.addWidget(ui.label(card, "label", text=title, wrap=True))
        column.addWidget(ui.label(card, "secondary", text=self._reasons(area), wrap=True))
        line = partners(self._session, self._phrases, area.code)
        column.addWidget(ui.label(card, "secondary", text=line, wrap=True))
        planned_areas = {each.area for each in plan}
        missing = [each for each in area.prerequisites if each not in planned_areas]
        if missing:
            text = self._phrases("Builds on: {areas}", areas=self._titles(missing))
            column.addWidget(ui.label(card, "secondary", text=text, wrap=True))
        for suggestion in area.suggestions:
            ui.fill(column, *self._suggested(card, title, suggestion, plan))
        return card

    def _suggested(
        self, card: QWidget, title: str, suggestion: Suggestion, plan: tuple[PlannedAction, ...]
    ) -> tuple[QWidget, QLayout]:
        """Return an action with the button that takes it into the plan."""
        text = suggestion.actions[self._session.assessment.language]
        planned = is_planned(plan, suggestion)
        take_button = ui.button(
            card,
            lambda: self._accept(suggestion),
            self._phrases("In the plan") if planned else self._phrases("Add to the plan"),
            role="slim",
            icon="check" if planned else "plus",
        )
        take_button.setAccessibleName(f"{take_button.text()}: {title} – {text}")
        take_button.setEnabled(not planned and not self._locked)
        if planned:
            take_button.setToolTip(self._phrases("The plan has a recommendation for it."))
        take_button.setAutoDefault(False)
        return ui.label(card, "body", text=text, wrap=True), ui.columns(None, take_button, 1)

    def _reasons(self, area: ProposedArea) -> str:
        """Return the reasons for a proposal and its priority, the most urgent first."""
        mission = self._session.assessment
        instrument, language = mission.instrument, mission.language
        scores = mission.scores()
        assert instrument is not None
        parts = []
        for why in area.triggers[:3]:
            indicator = instrument.indicator.get(why.indicator)
            name = indicator.title(language) if indicator else why.question
            need = scores.dimensions[why.dimension].need if scores else None
            if why.unmet:
                unmet = " ".join(each.texts[language] for each in why.unmet)
                name = f"{name} – {self._phrases('Not met:')} {unmet}"
            if indicator and why.priority is not None:
                parts.append(
                    self._phrases(
                        "{name}: stage {stage}, need {need}, so priority {priority}",
                        name=name, stage=why.value, need=need or 0,
                        priority=format_number(why.priority, self._session.language, 1),
                    )
                )  # fmt: skip
            else:
                parts.append(name if indicator else self._fact(why.question, why.value))
        return "\n".join(parts)

    def _fact(self, question: str, value: str) -> str:
        """Return a fact that calls for an area, with the labels of question and choice."""
        instance = self._session.assessment.instance
        node = instance.node(references_by_name(instance)[question])
        answer = next(
            (plain_text(each.label) for each in node.choices if each.value == value), value
        )
        return f"{plain_text(node.label)} {self._phrases.apart(answer)}"

    def _titles(self, codes: list[str]) -> str:
        instrument, language = (
            self._session.assessment.instrument,
            self._session.assessment.language,
        )
        assert instrument is not None
        return join_list((instrument.area[code].title(language) for code in codes), language)

    # recommendations

    def _recommended(self) -> QVBoxLayout:
        side = ui.rows(None, ui.label(self, "heading", text=self._phrases("Recommended, in order")))
        column_widget = QWidget(self)
        set_role(column_widget, "ground")
        column = ui.rows(column_widget, margins=(0, 0, 8, 0))
        self._empty = ui.label(column_widget, "secondary", wrap=True)
        self._empty.setText(
            self._phrases("Nothing is recommended yet. Take over a proposal from the other side.")
        )
        self.list = RankList(self._order_changed, lambda: None, column_widget)
        self.list.setAccessibleName(self._phrases("Recommended, in order"))
        self.list.setEnabled(not self._locked)
        self.list.currentRowChanged.connect(self._choose)
        self.form = PlanForm(column_widget, self._session, self._phrases, self._apply)
        self.previous_recommendations = PreviousRecommendations(
            column_widget, self._session, self._phrases, self._apply
        )
        ui.fill(column, self._empty, self.list, self.form, self.previous_recommendations, 1)
        side.addWidget(ui.scrolled(self, column_widget), 1)
        return side

    def _fill(self) -> None:
        mission = self._session.assessment
        plan = plan_of(mission)
        ui.emptied(self._cards)
        for area in proposed_areas(mission):
            self._cards.addWidget(self._card(area, plan))
        self._cards.addStretch(1)
        lines = [(each.id, " ".join(each.text.split()) or "–") for each in plan]
        self.list.show_order(lines, [each.id for each in plan])
        self.list.setVisible(bool(plan))
        self._empty.setVisible(not plan)
        if plan and self.list.currentRow() < 0:
            self.list.setCurrentRow(0)
        self._choose(self.list.currentRow())

    def _choose(self, row: int) -> None:
        plan = plan_of(self._session.assessment)
        action: PlannedAction | None = plan[row] if 0 <= row < len(plan) else None
        self.form.show_action(action, editable=not self._locked)

    def _order_changed(self, ids: list[str]) -> None:
        plan = plan_of(self._session.assessment)
        order = [each.id for each in plan]
        moved = next((key for key in ids if _moved(key, order, ids)), "")
        if moved:
            action, place = plan[order.index(moved)], ids.index(moved)
            self._apply(lambda: self._session.do(lambda now: move_action(now, action, place)))

    def _accept(self, suggestion: Suggestion) -> None:
        self._apply(lambda: self._session.do(lambda now: accept_suggestion(now, suggestion)))
        self.list.setCurrentRow(self.list.count() - 1)

    def _apply(self, deed: Callable[[], object]) -> None:
        self._trouble.hide()
        try:
            deed()
        except AssessorError as error:
            self._trouble.setText(say(error, self._session.language))
            self._trouble.show()
        self._fill()

    def reject(self) -> None:
        """Save typed text, then close."""
        self.form.flush()
        super().reject()


def _moved(key: str, old_order: list[str], new_order: list[str]) -> bool:
    """Return whether moving this entry alone changes one order into the other."""
    others = [each for each in old_order if each != key]
    return old_order != new_order and others == [each for each in new_order if each != key]
