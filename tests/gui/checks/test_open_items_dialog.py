"""Open items in the window: counts, filters, and Enter to the question."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from assessor.assessment.entries.comments import add_comment
from assessor.assessment.entries.tasks import assign_tasks
from assessor.assessment.exchange.exchange_folder import receive_files
from assessor.gui.checks.open_items_dialog import OpenItemsDialog
from assessor.gui.team.team_dialog import TeamDialog
from assessor.gui.toolkit.text.search_folding import fold_text
from tests.support.assessment.laptops import laptop, small_form
from tests.support.assessment.meetings import CLUSTERED
from tests.support.windows.accessibility import check

REPORTS, STAGE = "/data/police/reports", "/data/police/stage"


@pytest.fixture
def window_at_work(window, tmp_path):
    ana = laptop(tmp_path, "Ana")
    ana.create(small_form(tmp_path, CLUSTERED)).close()
    window.open_mission(ana.mission)
    window.session.answer(REPORTS, {"value": "12", "evidence": "claimed"})
    return window


def listed(dialog):
    tree = dialog.tree
    rows = (tree.topLevelItem(at) for at in range(tree.topLevelItemCount()))
    return [(row.text(0), row.text(1)) for row in rows]


@pytest.mark.window
def test_chips_count_and_narrow(window_at_work):
    dialog = OpenItemsDialog(window_at_work, window_at_work.session, window_at_work.doors)
    assert dialog.heading.text() == "4 open items"
    assert listed(dialog)[0] == ("Reports received", "Only claimed")
    assert dialog.chips["unanswered"].text() == "Unanswered  3"
    assert not dialog.chips["conflict"].isEnabled()
    dialog.chips["claimed"].click()
    assert listed(dialog) == [("Reports received", "Only claimed")]
    dialog.chips[""].click()
    dialog.cluster_filter.setCurrentIndex(dialog.cluster_filter.findData("pro"))
    dialog.cluster_filter.activated.emit(dialog.cluster_filter.currentIndex())
    assert listed(dialog) == [("Reports received", "Only claimed")]


def opened(window):
    window.menu_actions["open_items"].trigger()
    return window.findChild(OpenItemsDialog)


@pytest.mark.window
def test_words_find_and_enter_goes(window_at_work, qtbot):
    dialog = opened(window_at_work)
    check(dialog)
    qtbot.keyClicks(dialog.search, "sta")
    assert listed(dialog) == [("Stage", "Unanswered")]
    qtbot.keyClick(dialog.search, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    assert window_at_work.place() == STAGE
    assert not dialog.isVisible()
    assert opened(window_at_work) is dialog, "as it was left"
    assert dialog.search.text() == "sta"


@pytest.mark.window
def test_it_follows_what_is_said_while_it_is_open(window_at_work, qtbot):
    dialog, session = opened(window_at_work), window_at_work.session
    dialog.stays.click()
    dialog.tree.setCurrentItem(dialog.tree.topLevelItem(1))
    here = listed(dialog)[1]
    dialog.go_to_current()
    assert dialog.isVisible(), "it stays beside the desk"
    session.answer(REPORTS, {"value": "12", "evidence": "documented"})
    session.do(lambda now: add_comment(now, REPORTS, "Ask for the register"))
    qtbot.waitUntil(lambda: dialog.chips["comment"].text() == "Open comments  1")
    assert listed(dialog)[0] == ("Reports received: Ask for the register", "Open comments")
    assert not dialog.chips["claimed"].isEnabled()
    current = dialog.tree.currentItem()
    assert (current.text(0), current.text(1)) == here, "the person is not moved"
    window_at_work.go_home()
    assert not dialog.isVisible()
    assert opened_again_is_another(window_at_work, dialog)


def opened_again_is_another(window, dialog):
    """A closed mission takes its list along, and with it what it said."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return not isValid(dialog)


@pytest.mark.window
def test_it_narrows_to_whoever_holds_the_questions(window_at_work):
    session = window_at_work.session
    dialog = OpenItemsDialog(window_at_work, session, window_at_work.doors)
    assert dialog.person_filter.isHidden(), "nothing was handed out"
    session.do(lambda now: assign_tasks(now, ["/data/police"], "Ben"))
    session.do(lambda now: assign_tasks(now, [STAGE], "Ana"))
    dialog.reload()
    offered = [dialog.person_filter.itemText(at) for at in range(dialog.person_filter.count())]
    assert offered == ["Anyone assigned", "Ana", "Ben", "Unassigned"]
    dialog.person_filter.setCurrentIndex(1)
    dialog.reload()
    assert [each[0] for each in listed(dialog)] == ["Stage"]


@pytest.mark.window
def test_where_nothing_fits_the_dialog_says_so(window_at_work):
    dialog = OpenItemsDialog(window_at_work, window_at_work.session, window_at_work.doors)
    dialog.search.setText("xyzzy")
    assert listed(dialog) == []
    assert dialog.none.isVisibleTo(dialog) and not dialog.all_done.isVisibleTo(dialog)
    assert not dialog.go_button.isEnabled()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Évaluation", "evaluation"),
        ("إجابة", "اجابه"),
        ("مُحَقِّق", "محقق"),
        ("ﻻ", "لا"),
        ("مصطفى", "مصطفي"),
        ("١٢", "12"),
        ("Łódź", "lodz"),
        ("Straße", "STRASSE"),
    ],
)
def test_what_people_write_for_each_other_is_the_same_to_a_search(one, other):
    assert fold_text(one) == fold_text(other)


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert fold_text(fold_text(text)) == fold_text(text)


@pytest.mark.window
def test_what_was_handed_to_several_people_is_decided_under_team(
    window, tmp_path, qtbot, when_asked
):
    ana, ben = laptop(tmp_path, "Ana"), laptop(tmp_path, "Ben")
    ana.create(small_form(tmp_path, CLUSTERED)).close()
    ben.copy_from(ana)
    with ben.open() as theirs:
        assign_tasks(theirs, ["/data/police"], "Ben")
    window.open_mission(ana.mission)
    session = window.session
    session.do(lambda now: assign_tasks(now, ["/data/police"], "Cleo"))
    receive_files(session.assessment, [ben.mission])
    session.reload()
    dialog = opened(window)
    dialog.chips["task"].click()
    assert listed(dialog) == [("Police: Ben, Cleo", "Handed to several")]
    met = []

    def leave(team):
        met.append(team.table.rowCount())
        team.reject()

    when_asked(leave, TeamDialog)
    dialog.go_to_current()
    assert met
