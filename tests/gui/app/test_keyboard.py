"""Where the keyboard is: it goes everywhere, is lost nowhere, and arrows point where one reads."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton

from assessor.assessment.entries.meetings import start_meeting
from assessor.assessment.mission.form_files import form_source
from tests.support.gui.by_keyboard import KeyboardMission
from tests.support.gui.desks import named
from tests.support.gui.hands import ALT, SHIFT, Hands
from tests.support.screens.desk.questions import repeat_of

pytestmark = pytest.mark.window

CODE = "/data/mission/mission_code"
THR = "/data/sec_thr"
OFFERS = "/data/sec_cap/ta_offers"
RECS = "/data/closing/recs"


@pytest.fixture
def hands(window, tmp_path):
    """Hands at a mission on the shipped form, wide enough for the inspector."""
    window.resize(1400, 900)
    window.session.create(tmp_path / "a.mission", form_source("cybercrime_needs"))
    window.activateWindow()
    return Hands(window, "en")


@pytest.fixture
def desk(hands):
    return hands.window.show_screen("desk")


def test_the_keys_of_the_desk_work_wherever_the_keyboard_is(hands, desk):
    home = named(hands.window, QToolButton, "Back to the first screen")
    home.setFocus()
    hands.press(Qt.Key.Key_F6)
    assert desk.outline.isAncestorOf(hands.at)
    home.setFocus()
    hands.press(Qt.Key.Key_Down, ALT)
    assert desk.page.section.reference == THR
    assert desk.page.isAncestorOf(hands.at)


def test_f6_reaches_the_inspector_of_a_question_nobody_proves(hands, desk):
    desk.go_to(CODE)
    QApplication.processEvents()
    hands.press(Qt.Key.Key_F6)
    assert desk.inspector.isAncestorOf(hands.at)
    hands.press(Qt.Key.Key_F6, SHIFT)
    assert desk.page.questions[CODE].has_keyboard()


def test_a_meeting_that_ends_leaves_the_keyboard_on_the_page(hands, desk):
    def start(now):
        start_meeting(now, institution="Police", cluster="pol", consent=True)
        return {}

    hands.window.session.do(start)
    desk.go_to(THR)
    named(desk.page, QPushButton, "Next section").setFocus()
    KeyboardMission(hands.window, "en").take_leave()
    QApplication.processEvents()
    assert desk.page.isAncestorOf(hands.at)


def test_a_new_line_begins_at_its_first_question_and_leaves_the_keyboard_in_the_table(hands, desk):
    desk.go_to(RECS)
    repeat = repeat_of(desk, RECS)
    repeat.plus.setFocus()
    hands.press(Qt.Key.Key_Space)
    assert desk.page.questions[f"{repeat.opened}/rec_text"].has_keyboard()
    hands.choose("Close", back=True)
    assert repeat.opened == ""
    assert hands.at is repeat.table
    hands.press(Qt.Key.Key_Return)
    assert repeat.opened
    hands.tab_until(lambda heard: heard.many_lines)
    assert desk.page.questions[f"{repeat.opened}/rec_text"].has_keyboard()


def test_tab_goes_from_the_table_through_the_open_line_to_what_comes_after(hands, desk):
    desk.go_to(OFFERS)
    repeat = repeat_of(desk, OFFERS)
    repeat.plus.setFocus()
    hands.press(Qt.Key.Key_Space)
    line = next(
        each for key, each in desk.page.questions.items() if key.startswith(repeat.opened)
    ).parentWidget()
    hands.press(Qt.Key.Key_Right)
    hands.press(Qt.Key.Key_Space)
    hands.tab_until(lambda heard: heard.role == QAccessible.Role.EditableText)
    assert line.isAncestorOf(hands.at)
    while line.isAncestorOf(hands.at):
        hands.tab()
    after = hands.at
    assert desk.page.isAncestorOf(after)
    assert not repeat.isAncestorOf(after)
    hands.tab(back=True)
    while line.isAncestorOf(hands.at):
        hands.tab(back=True)
    assert hands.at is repeat.table


def test_a_page_that_begins_with_a_table_of_lines_is_entered_there(hands, desk):
    desk.go_to("/data/sec_cap")
    desk.page.take_focus()
    hands.press(Qt.Key.Key_Down, ALT)
    assert desk.page.section.reference == "/data/closing"
    assert hands.at is repeat_of(desk, RECS).plus
