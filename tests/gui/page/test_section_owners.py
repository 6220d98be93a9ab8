"""Owners of sections on the desk: shown, filtered, never in the way."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from assessor.assessment.entries.tasks import assign_tasks
from tests.support.assessment.laptops import laptop, small_form
from tests.support.assessment.team import FORM, LAB, PLACE, POLICE, REPORTS
from tests.support.screens.desk import outline

pytestmark = pytest.mark.window

RECS = "/data/recs"


@pytest.fixture
def desk(window, tmp_path):
    window.session.preferences.put("assessor", "Ana")
    ana = laptop(tmp_path, "Ana")
    ana.create(small_form(tmp_path, FORM)).close()
    window.open_mission(ana.mission)
    return window.show_screen("desk")


def give(desk, *given):
    for reference, person in given:
        desk.session.do(lambda now, r=reference, p=person: assign_tasks(now, [r], p))
    QApplication.processEvents()


def faces(desk):
    return {
        reference: outline.face(desk, reference).holder
        for reference in (PLACE, POLICE, RECS)
        if not outline.is_hidden(desk, reference)
    }


def test_no_owner_is_shown_without_tasks(desk, qtbot):
    assert set(faces(desk).values()) == {""}
    assert desk.outline.only_mine.isHidden()
    give(desk, (POLICE, "Ben Okafor"))
    qtbot.waitUntil(lambda: faces(desk)[POLICE] == "Ben Okafor")
    assert faces(desk) == {PLACE: "Unassigned", POLICE: "Ben Okafor", RECS: "Unassigned"}
    spoken = outline.spoken(desk, POLICE)
    assert spoken.endswith("Ben Okafor")
    assert not desk.outline.only_mine.isHidden() and not desk.outline.only_mine.isEnabled()
    desk.session.undo()
    qtbot.waitUntil(lambda: set(faces(desk).values()) == {""})


def test_a_section_may_have_several_owners(desk, qtbot):
    give(desk, (POLICE, "Ben"), (LAB, "Ana"))
    qtbot.waitUntil(lambda: faces(desk)[POLICE] == "Ben, Ana")
    give(desk, (POLICE, "ana"))
    qtbot.waitUntil(lambda: faces(desk)[POLICE] == "Yours")


def test_the_filter_ends_when_a_hidden_section_is_opened(desk, qtbot):
    give(desk, (POLICE, "Ana"), (RECS, "Ben"))
    qtbot.waitUntil(desk.outline.only_mine.isEnabled)
    desk.outline.only_mine.click()
    assert faces(desk) == {POLICE: "Yours"}
    assert desk.outline.total.text() == "0 of 3 answered"
    assert desk.page.section.reference == POLICE, "what is left out is not stayed at"
    desk.turn(1)
    assert desk.page.section.reference == POLICE
    desk.go_to(PLACE)
    assert desk.page.section.reference == PLACE
    assert len(faces(desk)) == 3 and not desk.outline.only_mine.isChecked()


def test_the_filter_stays_after_a_change_of_language(desk, qtbot):
    give(desk, (POLICE, "Ana"))
    qtbot.waitUntil(desk.outline.only_mine.isEnabled)
    desk.outline.only_mine.click()
    desk.session.speak("fr")
    assert desk.outline.only_mine.isChecked()
    assert list(faces(desk)) == [POLICE]
    desk.session.do(lambda now: assign_tasks(now, [POLICE], ""))
    qtbot.waitUntil(lambda: len(faces(desk)) == 3)
    assert desk.outline.only_mine.isHidden()


def test_the_next_unanswered_question_respects_the_filter(desk, qtbot):
    give(desk, (POLICE, "Ben"), (LAB, "Ana"))
    qtbot.waitUntil(desk.outline.only_mine.isEnabled)
    desk.outline.only_mine.click()
    desk.next_unanswered()
    assert desk.here() == f"{LAB}/tools"
    desk.session.answer(f"{LAB}/tools", {"value": "1"})
    desk.session.answer(f"{LAB}/staff", {"value": "1"})
    desk.next_unanswered()
    assert desk.here() == f"{LAB}/tools", "Ben's are not gone to"
    desk.outline.only_mine.click()
    desk.next_unanswered()
    assert desk.here() != f"{LAB}/tools"


def test_the_section_of_another_person_can_be_answered(desk, qtbot):
    give(desk, (POLICE, "Ben"))
    desk.go_to(REPORTS)
    assert desk.page.title.progress.plain == "0 of 3 answered · Held by Ben"
    edit = desk.page.questions[REPORTS].edit
    edit.setFocus()
    qtbot.keyClicks(edit, "12")
    desk.flush()
    assert desk.session.assessment.answer_at(REPORTS).value == "12"
    give(desk, (POLICE, "Ana"))
    assert desk.page.title.progress.plain == "1 of 3 answered · Yours"
