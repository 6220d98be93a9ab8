"""Undo in a field takes back what is being typed; when nothing is, what was said last."""

import pytest
from PySide6.QtCore import Qt

from assessor.assessment.entries.comments import add_comment
from assessor.gui.desk.desk_page import DeskPage
from tests.support.assessment.laptops import laptop, small_form

pytestmark = pytest.mark.window

REPORTS, FINDING = "/data/police/reports", "/data/police/finding"
RECS = "/data/recs"
CTRL = Qt.KeyboardModifier.ControlModifier


def test_undo_in_a_field_is_the_missions_until_something_is_typed(window, qtbot, tmp_path):
    ana = laptop(tmp_path, "Ana")
    ana.create(small_form(tmp_path)).close()
    window.open_mission(ana.mission)
    window.activateWindow()
    session = window.session
    session.answer(REPORTS, {"value": "12"})
    desk = window.findChild(DeskPage)
    desk.go_to(FINDING)
    edit = desk.page.questions[FINDING].edit
    edit.setFocus()
    qtbot.keyClick(edit, Qt.Key.Key_Z, CTRL)
    assert session.assessment.answer_at(REPORTS).value == ""
    qtbot.keyClick(edit, Qt.Key.Key_Y, CTRL)
    assert session.assessment.answer_at(REPORTS).value == "12"
    qtbot.keyClicks(edit, "typed")
    qtbot.keyClick(edit, Qt.Key.Key_Z, CTRL)
    assert desk.page.questions[FINDING].text() == ""
    assert session.assessment.answer_at(REPORTS).value == "12"


def test_undo_from_the_menu_takes_back_what_is_typed_and_not_what_was_said_before(
    window, qtbot, tmp_path
):
    ana = laptop(tmp_path, "Ana")
    ana.create(small_form(tmp_path)).close()
    window.open_mission(ana.mission)
    window.activateWindow()
    session = window.session
    session.answer(REPORTS, {"value": "12"})
    desk = window.findChild(DeskPage)
    desk.go_to(FINDING)
    edit = desk.page.questions[FINDING].edit
    edit.setFocus()
    qtbot.keyClicks(edit, "typed")
    window.menu_actions["undo"].trigger()
    assert session.assessment.answer_at(FINDING).value == ""
    assert desk.page.questions[FINDING].text() == ""
    assert session.assessment.answer_at(REPORTS).value == "12"
    window.menu_actions["redo"].trigger()
    assert session.assessment.answer_at(FINDING).value == "typed"


def test_undo_and_redo_lead_to_where_it_was_done_so_that_nothing_changes_out_of_sight(
    window, tmp_path
):
    ana = laptop(tmp_path, "Ana")
    ana.create(small_form(tmp_path)).close()
    window.open_mission(ana.mission)
    window.activateWindow()
    session, desk, do = window.session, window.findChild(DeskPage), window.menu_actions
    session.answer(REPORTS, {"value": "12"})
    session.do(lambda now: now.add_repeat(RECS))
    added = session.assessment.node(RECS).children[-1].reference
    desk.go_to(FINDING)
    for name, place in (("undo", RECS), ("undo", REPORTS), ("redo", REPORTS), ("redo", added)):
        do[name].trigger()
        assert place.startswith(desk.page.section.reference), name
        assert desk.here() == place or place.startswith(RECS), name
    desk.go_to(FINDING)
    session.do(lambda now: add_comment(now, REPORTS, "Per year?"))
    do["undo"].trigger()
    assert desk.here() == REPORTS


def test_undo_and_redo_say_what_they_would_take(window, qtbot, tmp_path):
    ana = laptop(tmp_path, "Ana")
    ana.create(small_form(tmp_path)).close()
    window.open_mission(ana.mission)
    session, actions = window.session, window.menu_actions
    asked = session.assessment.node(REPORTS).label
    assert (actions["undo"].toolTip(), actions["redo"].toolTip()) == ("Undo", "Redo")
    session.answer(REPORTS, {"value": "12"})
    assert actions["undo"].toolTip() == f"Undo: answer to {asked}"
    session.undo()
    assert (actions["undo"].toolTip(), actions["redo"].toolTip()) == (
        "Undo",
        f"Redo: answer to {asked}",
    )
    session.do(lambda now: add_comment(now, REPORTS, "Ask again"))
    assert actions["undo"].toolTip() == f"Undo: {asked}"
    desk = window.findChild(DeskPage)
    desk.go_to(FINDING)
    edit = desk.page.questions[FINDING].edit
    edit.setFocus()
    qtbot.keyClicks(edit, "typed")
    assert actions["undo"].toolTip() == "Undo: what is being typed"
    session.speak("fr")
    assert actions["redo"].toolTip() == "Rétablir"
