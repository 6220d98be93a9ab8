"""The results of the answers: scores and plan."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from assessor.assessment.entries.recommendation_plan import (
    accept_suggestion,
    annotate_action,
    plan_of,
    proposed_areas,
)
from assessor.gui.checks.results_dialog import ResultsDialog
from assessor.gui.checks.treaties_dialog import TreatiesDialog
from assessor.gui.feedback.return_bar import add_return_bar
from assessor.gui.plan.plan_dialog import PlanDialog
from assessor.gui.toolkit.text.phrases import Phrases
from tests.screens.field.desk import open_desk
from tests.screens.stage import Stage


def results(stage: Stage) -> QWidget:
    open_desk(stage, "/data/sec_inv/inv_unit_women")
    dialog = ResultsDialog(stage.window, stage.window.session, stage.window.doors)
    dialog.tree.expandItem(dialog.tree.topLevelItem(0))
    return dialog


def plan_dialog(stage: Stage) -> QWidget:
    open_desk(stage, "/data/sec_inv/inv_unit_women")
    session = stage.window.session
    now = session.assessment
    for area in proposed_areas(now)[:3]:
        accept_suggestion(now, area.suggestions[0])
    if plan := plan_of(now):
        annotate_action(now, plan[0].id, owner="Ministerio de Seguridad", cost="medium")
        annotate_action(now, plan[0].id, after=plan[1].id)
    dialog = PlanDialog(stage.window, session)
    dialog.resize(1180, 1240)
    dialog.show()
    return dialog


def way_back(stage: Stage) -> QWidget:
    open_desk(stage, "/data/sec_inv/inv_unit_women")
    window = stage.window
    text = Phrases(window.session.language)("Back to the results")
    add_return_bar(window, window.session, text, lambda: None)
    return window


def treaties(stage: Stage) -> QWidget:
    open_desk(stage, "/data/sec_prc/prc_table/prc_realtime")
    dialog = TreatiesDialog(stage.window, stage.window.session, stage.window.doors)
    dialog.tree.expandItem(dialog.tree.topLevelItem(0))
    return dialog


SCENES = {
    "treaties": treaties,
    "results": results,
    "results-way-back": way_back,
    "plan": plan_dialog,
}
