"""Open points: on the desk, in the check and before the export, in a mission with over-claims."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from assessor.gui.checks.check_dialog import CheckDialog
from tests.screens.field.desk import open_desk
from tests.screens.stage import Scene, Stage
from tests.support.screens.desk.outline import face, rows

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


SCENES: dict[str, Scene] = {"points-desk": desk_with_points, "points-check": check_with_points}
