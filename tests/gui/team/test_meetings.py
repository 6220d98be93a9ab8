"""Meetings in the window: begun by keyboard, the page narrowed, everything said cites it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QPushButton

from assessor.assessment.core.statements import running_meeting, statements_of
from assessor.assessment.entries.meetings import disagreements_of, start_meeting
from assessor.gui.team.meetings_dialog import MeetingsDialog
from tests.support.assessment.laptops import laptop, small_form
from tests.support.assessment.meetings import CLUSTERED
from tests.support.screens.page import Page
from tests.support.windows.mission_screens import value_in

pytestmark = pytest.mark.window

REPORTS, STAGE, NOTE = "/data/police/reports", "/data/police/stage", "/data/police/note"


@pytest.fixture
def mission(window, tmp_path):
    ana = laptop(tmp_path, "Ana")
    ana.create(small_form(tmp_path, CLUSTERED)).close()
    window.open_mission(ana.mission)
    return ana.mission


@pytest.fixture
def desk(window, mission):
    return window.show_screen("desk")


def begin(window, **facts):
    def act(now):
        start_meeting(now, **facts)
        return {}

    window.session.do(act)


def shown(desk):
    return [key for key, each in desk.page.questions.items() if not each.isHidden()]


def test_a_meeting_is_begun_from_the_keyboard(window, desk, qtbot, when_asked):
    def fill(dialog):
        assert isinstance(dialog, MeetingsDialog)
        qtbot.keyClicks(dialog.form.lines["institution"], "Police")
        dialog.form.cluster.setCurrentIndex(dialog.form.cluster.findData("pol"))
        dialog.form.consent.click()
        qtbot.keyClick(dialog.form.lines["institution"], Qt.Key.Key_Return)

    when_asked(fill)
    window.menu_actions["meetings"].trigger()
    now = running_meeting(window.session.assessment)
    assert (now.institution, now.cluster, bool(now.consent)) == ("Police", "pol", True)
    assert desk.bar.isVisible()
    assert "Police" in Page(desk.bar).text
    assert not Page(desk.bar).shows("Consent not read out yet")


def test_only_the_groups_questions_show(window, desk):
    begin(window, institution="Prosecutors", cluster="pro")
    assert shown(desk) == [REPORTS]
    assert [s.reference for s in desk.outline.sections if desk.outline.is_open(s)] == [
        "/data/police"
    ]
    assert desk.outline.total.text() == "0 of 1 answered"
    desk.bar.all.click()
    assert shown(desk) == [REPORTS, STAGE, NOTE]
    desk.bar.all.click()
    desk.go_to(STAGE)  # asked of others only: all are shown again
    assert STAGE in shown(desk)
    Page(desk.bar).press("End the meeting")
    assert desk.bar.isHidden()
    assert running_meeting(window.session.assessment) is None
    assert desk.outline.total.text() == "0 of 4 answered"


def test_a_group_the_form_does_not_know_narrows_nothing(window, desk):
    begin(window, institution="Somebody", cluster="moon")
    assert shown(desk) == [REPORTS, STAGE, NOTE]
    assert desk.bar.all.isHidden()


def test_what_is_typed_cites_the_meeting_in_the_file(window, desk, qtbot, mission):
    begin(window, institution="Police", cluster="pol")
    edit = desk.page.questions[REPORTS].edit
    qtbot.keyClicks(edit, "12")
    desk.flush()
    now = window.session.assessment
    assert value_in(mission, REPORTS) == "12"
    assert now.answer_at(REPORTS).sources == (running_meeting(now).id,)
    window.session.undo()
    assert statements_of(now) == {}


def test_the_next_meeting_confirms_by_one_key(window, desk):
    assert not desk.actions_by_name["confirm"].isEnabled()
    begin(window, institution="Police", cluster="pol")
    window.session.answer(REPORTS, {"value": "12"})
    begin(window, institution="Courts", cluster="pol")
    desk.go_to(REPORTS)
    desk.actions_by_name["confirm"].trigger()
    now = window.session.assessment
    assert len(now.answer_at(REPORTS).sources) == len(statements_of(now, REPORTS)) == 2


def test_a_disagreement_is_settled_beside_the_question(window, desk, qtbot):
    begin(window, institution="Police", cluster="pol")
    window.session.answer(REPORTS, {"value": "12"})
    begin(window, institution="Courts", cluster="pol")
    window.session.answer(REPORTS, {"value": "20"})
    desk.go_to(REPORTS)

    def takes():
        found = desk.inspector.findChildren(QPushButton)
        return [each for each in found if each.accessibleDescription() == "12"]

    qtbot.waitUntil(lambda: bool(takes()))
    takes()[0].click()
    now = window.session.assessment
    assert now.answer_at(REPORTS).value == "12"
    assert [each.settled for each in disagreements_of(now)] == [True]


def test_the_card_of_the_running_meetings_statement_says_so(window, desk, qtbot):
    begin(window, institution="Police", cluster="pol")
    window.session.answer(REPORTS, {"value": "12"})
    begin(window, institution="Courts", cluster="pol")
    window.session.answer(REPORTS, {"value": "20"})
    desk.go_to(REPORTS)

    def marked():
        cards = [each for each in desk.inspector.findChildren(QFrame) if each.isVisible()]
        names = (each.accessibleName() for each in cards if each.property("role") == "statement")
        return [name.startswith("In this meeting") for name in names if name]

    qtbot.waitUntil(lambda: sorted(marked()) == [False, True])
    Page(desk.bar).press("End the meeting")
    qtbot.waitUntil(lambda: marked() == [False, False])


def test_the_list_mends_and_resumes(window, desk, qtbot):
    begin(window, institution="Police", cluster="pol")
    begin(window, institution="Courts", cluster="pro")
    dialog = MeetingsDialog(window, window.session)
    assert [dialog.list.item(at).text().split("\n")[0] for at in range(3)] == [
        "New meeting",
        "Courts",
        "Police",
    ]
    assert dialog.list.currentRow() == 1
    dialog.form.lines["place"].setText("Capital")
    dialog.save_button.click()
    assert running_meeting(window.session.assessment).place == "Capital"
    dialog.list.setCurrentRow(2)
    dialog.begin.click()
    assert running_meeting(window.session.assessment).institution == "Police"


def test_without_a_name_nothing_begins_and_the_dialog_says_why(window, desk):
    dialog = MeetingsDialog(window, window.session)
    dialog.show()
    dialog.begin.click()
    assert "whom you meet" in Page(dialog).text
    assert running_meeting(window.session.assessment) is None


def test_a_running_meeting_is_there_when_the_file_is_opened_again(window, desk, mission):
    begin(window, institution="Prosecutors", cluster="pro")
    window.go_home()
    window.open_mission(mission)
    again = window.show_screen("desk")
    assert again.bar.isVisible()
    assert shown(again) == [REPORTS]
    window.session.speak("ar")
    assert again.bar.isVisible()
    assert again.bar.layoutDirection() == Qt.LayoutDirection.RightToLeft
    assert shown(again) == [REPORTS]
