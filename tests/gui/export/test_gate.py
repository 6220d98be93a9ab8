"""The page before the export: every open point, a reason for each, draft or final."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from assessor.assessment.entries.sources import add_source
from assessor.assessment.review.open_points import open_points
from assessor.gui.export.export_dialog import ExportDialog
from assessor.gui.export.gate_dialog import GateDialog
from assessor.gui.export.release_dialog import ReleaseDialog
from assessor.gui.team.meetings_dialog import MeetingsDialog
from assessor.gui.toolkit.dialogs.message_dialog import MessageDialog
from tests.support.assessment.laptops import laptop
from tests.support.scoring.criteria_form import source
from tests.support.screens.mission.export import ExportScreen
from tests.support.screens.mission.gate import (
    DECIDE,
    DRAFT,
    FINAL,
    KEEP,
    READERS,
    REASON,
    WHY,
    GateScreen,
    ReleaseScreen,
)
from tests.support.windows.accessibility import check

pytestmark = pytest.mark.window

COUNTED, ASKED = "/data/cnt_criteria", "/data/aid_criteria"
BURNED = "The register burned."


@pytest.fixture
def at_work(window, tmp_path):
    """The window with a mission of two over-claims and a source whose attribution is open."""
    ana = laptop(tmp_path, "Ana")
    with ana.create(source()) as mission:
        mission.answer(COUNTED, "police.said office.said table.said")
        mission.answer(ASKED, "contact.said days.said")
        add_source(mission, kind="meeting", institution="Police")
    window.open_mission(ana.mission)
    return window


@pytest.fixture
def gate(at_work, qtbot):
    page = GateScreen(at_work)
    qtbot.addWidget(page.dialog)
    return page


def test_every_point_stands_there_and_final_waits(gate):
    check(gate.dialog)
    assert gate.shows("3 open points")
    assert gate.points.column("Question or source") == [
        "Crime is counted",
        "Requests are answered",
        "Police",
    ]
    assert "Said, not shown" in gate.points.cell(0, "What is open")
    assert gate.can_press(DRAFT) and not gate.can_press(FINAL)
    assert "first" in gate.button(FINAL).toolTip()


def test_by_keys_alone_each_point_gets_a_reason_and_the_report_is_final(gate, at_work):
    for reason in (BURNED, "A copy comes in May.", "Asked by letter."):
        gate.explain(reason)
    assert gate.points.column("Reason") == [BURNED, "A copy comes in May.", "Asked by letter."]
    assert not gate.dialog.result() and gate.is_visible, "Enter writes no report"
    gate.press(FINAL)
    assert gate.dialog.result() and gate.dialog.final
    assert all(each.reason for each in open_points(at_work.session.assessment))


def test_one_reason_holds_for_all_the_chosen_points(gate):
    gate.points.view.selectAll()
    gate.fill(REASON, BURNED)
    gate.press(KEEP)
    assert gate.points.column("Reason") == [BURNED] * 3


def test_a_reason_is_taken_back_by_undo_and_nothing_else_is(gate, at_work):
    gate.dialog.reject()
    at_work.session.answer(COUNTED, {"value": "police.said office.said table.said court.no"})
    page = GateScreen(at_work)
    assert not page.can_press("Undo"), "the answer is undone where it is seen"
    page.explain(BURNED)
    assert page.can_press("Undo")
    QTest.keyClick(page.points.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.points.column("Reason") == ["–"] * 3
    assert not page.can_press("Undo")


def test_reasons_typed_before_are_offered(gate):
    gate.explain(BURNED)
    completer = gate.field(REASON).completer()
    completer.setCompletionPrefix("burned")
    assert completer.currentCompletion() == BURNED


def test_enter_on_a_point_leads_to_its_question(gate, at_work):
    gate.points.go_to(1)
    gate.points.key(Qt.Key.Key_Return)
    assert not gate.is_visible and gate.dialog.left
    assert not gate.dialog.result()
    assert at_work.place() == ASKED


def test_enter_on_a_source_leads_to_it_and_comes_back(gate, when_asked):
    gate.points.go_to(2)
    met = when_asked(lambda dialog: dialog.reject(), MeetingsDialog)
    gate.points.key(Qt.Key.Key_Return)
    assert met[0].list.currentItem().text().startswith("Police")
    assert gate.is_visible


def test_without_open_points_the_report_can_be_final_at_once(window, tmp_path, qtbot):
    ana = laptop(tmp_path, "Ana")
    ana.create(source()).close()
    window.open_mission(ana.mission)
    page = GateScreen(window)
    qtbot.addWidget(page.dialog)
    check(page.dialog)
    assert page.shows("No open points") and page.can_press(FINAL)


def test_export_asks_first_and_says_which_report_it_is(at_work, when_asked):
    met = []

    def look(dialog):
        page = ExportScreen(at_work, dialog)
        met.append(page.text)
        page.wait_until_idle(60)
        dialog.reject()

    def go_on(dialog):
        when_asked(look, ExportDialog)
        GateScreen(at_work, dialog).press(DRAFT)

    when_asked(go_on, GateDialog)
    at_work.menu_actions["export"].trigger()
    assert "This is a draft." in met[0]


def test_the_way_back_leads_to_the_open_points(at_work, when_asked):
    def go(dialog):
        GateScreen(at_work, dialog).press("Go there")

    when_asked(go, GateDialog)
    at_work.menu_actions["export"].trigger()
    assert at_work.place() == COUNTED
    met = when_asked(lambda dialog: dialog.reject(), GateDialog)
    from tests.support.screens.page import Page

    Page(at_work).press("Back to the open points")
    assert met


def test_stages_are_told_or_not_with_a_reason(at_work, qtbot, when_asked):
    page = ReleaseScreen(at_work)
    qtbot.addWidget(page.dialog)
    check(page.dialog)
    told = ["Counting", "3 said, 1 shown", "0", "3 said, 1 shown", "1 shown", ""]
    assert page.stages.row(0) == told
    page.choose(READERS, "internal")
    met = when_asked(lambda dialog: dialog.reject(), MessageDialog)
    page.press(DECIDE)
    assert "Say why" in met[0].accessibleName()
    page.fill(WHY, BURNED)
    page.press(DECIDE)
    assert page.stages.row(0)[3:] == ["Not told", "Not told", BURNED]
    at_work.session.undo()
    page.choose(READERS, "")
    assert ReleaseScreen(at_work).stages.row(0) == told


def test_the_page_of_stages_is_reached_from_the_gate_and_the_menu(gate, at_work, when_asked):
    met = when_asked(lambda dialog: dialog.reject(), ReleaseDialog)
    gate.press("Which stages are told…")
    gate.dialog.reject()
    again = when_asked(lambda dialog: dialog.reject(), ReleaseDialog)
    at_work.menu_actions["release"].trigger()
    assert met and again
