"""Resolve many conflicts by one rule, with a preview."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QRadioButton, QWidget

from assessor.assessment.base.progress import no_count
from assessor.assessment.headquarters.resolution_rules import (
    ANSWERED,
    EVIDENCE,
    RULE_REASONS,
    SAME,
    RuleResult,
    resolve_by_rule,
)
from assessor.form.labels.styled_text import plain_text
from assessor.gui.feedback.busy_dialog import run_busy
from assessor.gui.registry.registry_session import RegistrySession
from assessor.gui.state.session import Session, aside
from assessor.gui.state.session_dialog import SessionDialog
from assessor.gui.toolkit.style.basic_widgets import button, closing, fill, label
from assessor.gui.toolkit.system.background_task import ReportProgress
from assessor.gui.toolkit.widgets.table_view import Cell, fill_table, table_widget
from assessor.store.model.entry import Conflict
from assessor.store.write.mission import Mission

_RULES = (
    (ANSWERED, "An answer, where the others left it blank"),
    (EVIDENCE, "The answer with the better evidence"),
    (SAME, "The same answer given twice: the better supported words"),
)
_HEADS = ("Question", "Mission", "Taken", "Said by")


class RulesDialog(SessionDialog):
    """Choose a rule, preview it, apply it; `settled` counts the decisions."""

    topic = "decide"

    def __init__(
        self,
        parent: QWidget,
        session: Session,
        office: RegistrySession,
        conflicts: Sequence[Conflict],
    ) -> None:
        super().__init__(parent, session)
        self.settled = 0
        self._office, self._conflicts = office, tuple(conflicts)
        phrases = self._phrases
        self.resize(820, 560)
        lead = phrases(
            "Nothing is decided before you settle it. By a rule, a blank never wins over an "
            "answer, nor less evidence over more. Each decision keeps the rule as its reason."
        )
        column = self.head(phrases("Settle by a rule"), lead, gap=8)
        self.rules: dict[str, QRadioButton] = {}
        for rule, text in _RULES:
            radio = self.rules[rule] = QRadioButton(phrases(text), self)
            radio.clicked.connect(lambda _checked=False, rule=rule: self._look(rule))
            column.addWidget(radio)
        self._told = label(self, "label", wrap=True)
        self._table = table_widget(self, 0, len(_HEADS))
        self._table.setAccessibleName(phrases("What the rule would take"))
        self._table.setHorizontalHeaderLabels([phrases(head) for head in _HEADS])
        closes = button(self, self.reject, phrases("Cancel"))
        self.goes = button(self, self._settle, role="primary", icon="check")
        fill(column, self._told, (self._table, 1), closing(self, closes, self.goes))
        self.rules[ANSWERED].setChecked(True)
        self._look(ANSWERED)

    def _rule(self) -> str:
        return next(rule for rule, radio in self.rules.items() if radio.isChecked())

    def _run(self, rule: str, *, preview: bool) -> tuple[RuleResult, ...]:
        """Preview a rule (can be cancelled) or apply it; return the results, () if cancelled."""
        identity, conflicts = self._session.identity(), self._conflicts
        note, language = self._phrases.reasons((RULE_REASONS[rule],)), self._session.language

        def task(mission: Mission, report_progress: ReportProgress) -> tuple[RuleResult, ...]:
            progress = partial(report_progress, "") if preview else no_count
            return resolve_by_rule(
                mission, identity, rule, conflicts, note=note, language=language, preview=preview,
                progress=progress,
            )  # fmt: skip

        title, access = "Looking at the disputed questions", self._office.mission.access
        return run_busy(self, self._session, title, aside(access, task)) or ()

    def _look(self, rule: str) -> None:
        rulings = self._run(rule, preview=True)
        phrases = self._phrases
        count = len(rulings)
        self._told.setText(
            phrases(
                "{count} of {all} questions would be settled; the others wait for you.",
                count=count,
                all=len(self._conflicts),
            )
        )
        lines: list[Sequence[Cell | str | int]] = [
            (
                plain_text(ruling.question),
                ruling.mission,
                self._office.said(ruling.conflict, ruling.taken) or ruling.value,
                ruling.taken.author,
            )
            for ruling in rulings
        ]
        fill_table(self._table, lines)
        self.goes.setText(phrases("Settle these ({count})", count=count))
        self.goes.setEnabled(bool(count))
        self.goes.setToolTip("" if count else phrases("This rule settles none of them."))

    def _settle(self) -> None:
        self.settled = len(self._run(self._rule(), preview=False))
        self.accept()
