"""Meetings: the dialog, and the desk during one."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QWidget

from assessor.assessment.entries.meetings import start_meeting
from assessor.gui.export.print_dialog import PrintDialog
from assessor.gui.team.meetings_dialog import MeetingsDialog
from tests.screens.field.desk import open_desk
from tests.screens.stage import Scene, Stage

_INV = "/data/sec_inv"


def _begin(stage: Stage, **facts: str) -> None:
    def act(now: object) -> dict[str, frozenset[str]]:
        start_meeting(now, cluster="pol", **facts)  # type: ignore[attr-defined]
        return {}

    stage.window.session.do(act)
    stage.settle()


def _whom(stage: Stage) -> str:
    return "وحدة الجرائم السيبرانية" if stage.window.session.language == "ar" else "Cyber unit"


def running(stage: Stage) -> QWidget:
    desk = open_desk(stage, f"{_INV}/inv_unit_women")
    _begin(stage, institution=_whom(stage))
    stage.window.session.answer(f"{_INV}/inv_unit_staff", {"value": "31"})
    desk.go_to(f"{_INV}/inv_unit_staff")
    return stage.window


def statement(stage: Stage) -> QWidget:
    """The inspector's cards, with that of the current meeting marked."""
    running(stage)
    desk = stage.window.show_screen("desk")
    desk.go_to(f"{_INV}/inv_unit_staff")
    stage.settle()
    found = [each for each in desk.inspector.findChildren(QFrame) if each.isVisible()]
    cards = [each for each in found if each.property("role") == "statement"]
    desk.inspector.ensureWidgetVisible(cards[-1])
    return stage.window


def new(stage: Stage) -> QWidget:
    open_desk(stage, f"{_INV}/inv_unit_women")
    return MeetingsDialog(stage.window, stage.window.session)


def listed(stage: Stage) -> QWidget:
    open_desk(stage, f"{_INV}/inv_unit_women")
    _begin(stage, institution=_whom(stage), people="4", attribution="cluster")
    return MeetingsDialog(stage.window, stage.window.session)


def printing(stage: Stage) -> QWidget:
    open_desk(stage, f"{_INV}/inv_unit_women")
    return PrintDialog(stage.window, stage.window.session, "pro")


SCENES: dict[str, Scene] = {
    "meeting-running": running,
    "meeting-statement": statement,
    "meeting-new": new,
    "meeting-listed": listed,
    "printing": printing,
}
