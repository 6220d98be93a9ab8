"""The plan: what the rules propose beside what is recommended, put in order and edited in place."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from assessor.assessment.base.references import references_by_name
from assessor.assessment.entries.recommendation_plan import (
    PlannedAction,
    accept_area,
    move_action,
    plan_of,
    proposed_areas,
)
from assessor.errors import AssessorError
from assessor.form.labels.styled_text import plain_text
from assessor.gui.plan.previous_recommendations import PreviousRecommendations
from assessor.gui.plan.recommendation_form import PlanForm, partners
from assessor.gui.state.session import Session
from assessor.gui.toolkit.dialogs.dialog import Dialog
from assessor.gui.toolkit.style.basic_widgets import (
    button,
    closing,
    columns,
    emptied,
    frame,
    label,
    rows,
    scrolled,
)
from assessor.gui.toolkit.style.theme import set_role
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.gui.toolkit.widgets.rank_list import RankList
from assessor.scoring.assistance_needs import ProposedArea
from assessor.words import format_number, join_list, say


class PlanDialog(Dialog):
    """Proposals on one side; on the other the plan in its order and the recommendation chosen."""

    topic = "plan"

    def __init__(self, parent: QWidget, session: Session) -> None:
        super().__init__(parent)
        self._session = session
        self._phrases = Phrases(session.language)
        self._locked = bool(session.assessment.mission.read_only)
        self.resize(1180, 760)
        lead = (
            "Take over what the stages call for, then say who does it, when and in which order. "
            "Nothing proposed enters the report's recommendations by itself."
        )
        down = self.head(self._phrases("Plan"), self._phrases(lead))
        across = columns(None, gap=24)
        down.addLayout(across, 1)
        across.addLayout(self._proposals(), 2)
        across.addLayout(self._recommended(), 3)
        self._trouble = label(self, "danger", wrap=True)
        self._trouble.hide()
        down.addWidget(self._trouble)
        closes = button(self, self.reject, role="primary")
        closes.setText(self._phrases("Close"))
        down.addLayout(closing(self, closes))
        self._fill()

    # what the rules propose

    def _proposals(self) -> QVBoxLayout:
        side = rows(None, gap=8)
        side.addWidget(label(self, "heading", text=self._phrases("Called for by the stages")))
        inside = QWidget(self)
        set_role(inside, "ground")
        self._cards = rows(inside, gap=8, margins=(0, 0, 8, 0))
        side.addWidget(scrolled(self, inside), 1)
        return side

    def _card(self, area: ProposedArea, taken: set[str]) -> QWidget:
        language = self._session.assessment.language
        title = area.area.title(language)
        card = frame(self, "card")
        column = rows(card, gap=4, margins=(14, 12, 14, 12))
        column.addWidget(label(card, "label", text=title, wrap=True))
        column.addWidget(label(card, "secondary", text=self._why(area), wrap=True))
        line = partners(self._session, self._phrases, area.code)
        column.addWidget(label(card, "secondary", text=line, wrap=True))
        before = [each for each in area.prerequisites if each not in taken]
        if before:
            names = self._titles(before)
            text = self._phrases("Builds on: {areas}", areas=names)
            column.addWidget(label(card, "secondary", text=text, wrap=True))
        inside = area.code in taken
        take = button(
            card, lambda: self._accept(area), role="slim", icon="check" if inside else "plus"
        )
        take.setText(
            self._phrases("In the plan") if inside else self._phrases("Take into the plan")
        )
        take.setAccessibleName(f"{take.text()}: {title}")
        take.setEnabled(not inside and not self._locked)
        if inside:
            take.setToolTip(self._phrases("The plan has a recommendation for this area."))
        take.setAutoDefault(False)
        below = columns(None)
        below.addWidget(take)
        below.addStretch(1)
        column.addLayout(below)
        return card

    def _why(self, area: ProposedArea) -> str:
        """Why it is called for and how the priority comes about, the most urgent reason first."""
        mission = self._session.assessment
        instrument, language = mission.instrument, mission.language
        scores = mission.scores()
        assert instrument is not None
        parts = []
        for why in area.triggers[:3]:
            known = instrument.indicator.get(why.indicator)
            name = known.title(language) if known else why.question
            need = scores.dimensions[why.dimension].need if scores else None
            if known and why.priority is not None:
                parts.append(
                    self._phrases(
                        "{name}: stage {stage}, need {need}, so priority {priority}",
                        name=name, stage=why.value, need=need or 0,
                        priority=format_number(why.priority, self._session.language, 1),
                    )
                )  # fmt: skip
            else:
                parts.append(name if known else self._fact(why.question, why.value))
        return "\n".join(parts)

    def _fact(self, question: str, value: str) -> str:
        """A plain fact that calls for an area, in the words of its question and choice."""
        instance = self._session.assessment.instance
        node = instance.node(references_by_name(instance)[question])
        said = next((plain_text(each.label) for each in node.choices if each.value == value), value)
        return f"{plain_text(node.label)} {self._phrases.apart(said)}"

    def _titles(self, codes: list[str]) -> str:
        instrument, language = (
            self._session.assessment.instrument,
            self._session.assessment.language,
        )
        assert instrument is not None
        return join_list((instrument.area[code].title(language) for code in codes), language)

    # what is recommended

    def _recommended(self) -> QVBoxLayout:
        side = rows(None, gap=8)
        side.addWidget(label(self, "heading", text=self._phrases("Recommended, in order")))
        inside = QWidget(self)
        set_role(inside, "ground")
        column = rows(inside, gap=8, margins=(0, 0, 8, 0))
        self._empty = label(inside, "secondary", wrap=True)
        self._empty.setText(
            self._phrases("Nothing is recommended yet. Take over a proposal from the other side.")
        )
        column.addWidget(self._empty)
        self.list = RankList(self._ordered, lambda: None, inside)
        self.list.setAccessibleName(self._phrases("Recommended, in order"))
        self.list.setEnabled(not self._locked)
        self.list.currentRowChanged.connect(self._choose)
        column.addWidget(self.list)
        self.form = PlanForm(inside, self._session, self._phrases, self._do)
        column.addWidget(self.form)
        self.before = PreviousRecommendations(inside, self._session, self._phrases, self._do)
        column.addWidget(self.before)
        column.addStretch(1)
        side.addWidget(scrolled(self, inside), 1)
        return side

    def _fill(self) -> None:
        mission = self._session.assessment
        plan = plan_of(mission)
        emptied(self._cards)
        taken = {each.area for each in plan}
        for area in proposed_areas(mission):
            self._cards.addWidget(self._card(area, taken))
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
        shown: PlannedAction | None = plan[row] if 0 <= row < len(plan) else None
        self.form.show_action(shown, editable=not self._locked)

    def _ordered(self, ids: list[str]) -> None:
        """The one a person moved goes where it stands now."""
        plan = plan_of(self._session.assessment)
        held = [each.id for each in plan]
        moved = next((key for key in ids if _moved(key, held, ids)), "")
        if moved:
            action, place = plan[held.index(moved)], ids.index(moved)
            self._do(lambda: self._session.do(lambda now: move_action(now, action, place)))

    def _accept(self, area: ProposedArea) -> None:
        self._do(lambda: self._session.do(lambda now: accept_area(now, area)))
        self.list.setCurrentRow(self.list.count() - 1)

    def _do(self, deed: Callable[[], object]) -> None:
        """Say something, then show what stands; what the disk refuses is told."""
        self._trouble.hide()
        try:
            deed()
        except AssessorError as error:
            self._trouble.setText(say(error, self._session.language))
            self._trouble.show()
        self._fill()

    def reject(self) -> None:
        """Keep what is typed, then close."""
        self.form.flush()
        super().reject()


def _moved(key: str, before: list[str], after: list[str]) -> bool:
    """Whether one order comes from the other by moving this one alone."""
    rest = [each for each in before if each != key]
    return before != after and rest == [each for each in after if each != key]
