"""Open points: on the desk, in the check and before the export, in a mission with over-claims."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from assessor.assessment.entries.meetings import settle_finding
from assessor.assessment.report.release_decisions import decide_release, stage_decisions
from assessor.assessment.review.open_points import explain_points, open_points
from assessor.gui.checks.check_dialog import CheckDialog
from tests.screens.field.desk import open_desk
from tests.screens.stage import Scene, Stage
from tests.support.screens.desk.outline import face, rows
from tests.support.screens.mission.gate import GateScreen, ReleaseScreen

_REASON = "The register burned; the ministry sends a copy in May."
_UNIT = "/data/sec_inv/inv_unit_criteria"


def desk_with_points(stage: Stage) -> QWidget:
    """A criteria card that says at once what is said and what is shown."""
    desk = open_desk(stage, _UNIT, country="XSH")
    stage.wait(lambda: any(face(desk, key).points for key in rows(desk.outline)))
    return stage.window


def check_with_points(stage: Stage) -> QWidget:
    desk_with_points(stage)
    shown = CheckDialog(stage.window, stage.window.session, stage.window.doors)
    stage.wait(lambda: not stage.window.session.busy)
    return shown


def gate(stage: Stage) -> QWidget:
    """The page before the export, with some reasons."""
    desk_with_points(stage)
    session = stage.window.session
    text = "السجل محترق؛ تُرسل الوزارة نسخة في مايو." if session.language == "ar" else _REASON
    session.do(lambda now: explain_points(now, open_points(now)[:2], text))
    page = GateScreen(stage.window)
    page.points.go_to(2)
    return page.dialog


def release(stage: Stage) -> QWidget:
    """Which stages are told."""
    desk_with_points(stage)
    session = stage.window.session
    session.do(lambda now: decide_release(now, stage_decisions(now)[1:2], "internal", _REASON))
    page = ReleaseScreen(stage.window)
    page.stages.go_to(1)
    return page.dialog


def nothing_open(stage: Stage) -> QWidget:
    """The page before the export of a mission without open points."""
    desk_with_points(stage)
    session = stage.window.session
    for point in open_points(session.assessment):
        value = session.assessment.answer_at(point.subject).value
        if point.kind == "disagreement":
            session.do(partial(settle_finding, reference=point.subject, value=value))
        else:
            mended = {"value": ""} if point.kind == "overclaim" else {"evidence": "documented"}
            session.answer(point.subject, mended)
    return GateScreen(stage.window).dialog


SCENES: dict[str, Scene] = {
    "points-desk": desk_with_points,
    "points-check": check_with_points,
    "points-gate": gate,
    "points-gate-none": nothing_open,
    "points-release": release,
}
