"""Undo in a field takes back what is being typed; when nothing is, what was said last."""

import pytest
from PySide6.QtCore import Qt

from assessor.gui.desk import Desk
from tests.assessment.laptops import laptop, small_form

pytestmark = pytest.mark.window

REPORTS, FINDING = "/data/police/reports", "/data/police/finding"
CTRL = Qt.KeyboardModifier.ControlModifier


def test_undo_in_a_field_is_the_missions_until_something_is_typed(window, qtbot, tmp_path):
    ana = laptop(tmp_path, "Ana")
    ana.create(small_form(tmp_path)).close()
    window.open_mission(ana.mission)
    window.activateWindow()
    session = window.session
    session.answer(REPORTS, {"value": "12"})
    desk = window.findChild(Desk)
    desk.go_to(FINDING)
    edit = desk.page.questions[FINDING].edit
    edit.setFocus()
    qtbot.keyClick(edit, Qt.Key.Key_Z, CTRL)
    assert session.assessment.shown(REPORTS).value == ""
    qtbot.keyClick(edit, Qt.Key.Key_Y, CTRL)
    assert session.assessment.shown(REPORTS).value == "12"
    qtbot.keyClicks(edit, "typed")
    qtbot.keyClick(edit, Qt.Key.Key_Z, CTRL)
    assert desk.page.questions[FINDING].text() == ""
    assert session.assessment.shown(REPORTS).value == "12"


def test_undo_from_the_menu_takes_back_what_is_typed_and_not_what_was_said_before(
    window, qtbot, tmp_path
):
    ana = laptop(tmp_path, "Ana")
    ana.create(small_form(tmp_path)).close()
    window.open_mission(ana.mission)
    window.activateWindow()
    session = window.session
    session.answer(REPORTS, {"value": "12"})
    desk = window.findChild(Desk)
    desk.go_to(FINDING)
    edit = desk.page.questions[FINDING].edit
    edit.setFocus()
    qtbot.keyClicks(edit, "typed")
    window.menu_actions["undo"].trigger()
    assert session.assessment.shown(FINDING).value == ""
    assert desk.page.questions[FINDING].text() == ""
    assert session.assessment.shown(REPORTS).value == "12"
    window.menu_actions["redo"].trigger()
    assert session.assessment.shown(FINDING).value == "typed"
