"""Open points in the window: each stands in Check and among the open items, and leads there."""

import pytest
from PySide6.QtCore import Qt

from assessor.assessment.entries.sources import add_source
from assessor.assessment.review.open_points import explain_points, open_points
from assessor.gui.checks.check_dialog import CheckDialog
from assessor.gui.checks.open_items_dialog import OpenItemsDialog
from assessor.gui.team.meetings_dialog import MeetingsDialog
from tests.support.assessment.laptops import laptop
from tests.support.scoring.criteria_form import source
from tests.support.screens.page import Page

pytestmark = pytest.mark.window

COUNTED = "/data/cnt_criteria"


@pytest.fixture
def at_work(window, tmp_path):
    """The window with a mission that has an over-claim and a source whose attribution is open."""
    ana = laptop(tmp_path, "Ana")
    with ana.create(source()) as mission:
        mission.answer(COUNTED, "police.said office.said table.said")
        add_source(mission, kind="meeting", institution="Police")
    window.open_mission(ana.mission)
    return window


@pytest.fixture
def check(at_work, qtbot):
    dialog = CheckDialog(at_work, at_work.session, at_work.doors)
    qtbot.addWidget(dialog)
    dialog.show()
    page = Page(dialog)
    page.wait_until_idle()
    return page


def groups(page):
    """Return the lines of each group of the check, by its title."""
    table = page.table("What was found")
    model = table.view.model()
    found = {}
    for at in range(len(table)):
        group = table.index(at)
        rows = range(model.rowCount(group))
        found[str(group.data())] = [str(model.index(row, 0, group).data()) for row in rows]
    return found


def test_the_check_lists_them_by_kind(check):
    assert check.shows("2 items need attention")
    assert groups(check)["Said, not shown"] == [
        "Crime is counted\nSaid to reach stage 3; what was shown reaches stage 1."
    ]
    assert groups(check)["Attribution not agreed"][0].startswith("Police\n")


def test_the_check_says_the_reason_and_counts_it_no_more(at_work, qtbot):
    now = at_work.session.assessment
    at_work.session.do(lambda _: explain_points(now, open_points(now)[:1], "It burned."))
    dialog = CheckDialog(at_work, at_work.session, at_work.doors)
    qtbot.addWidget(dialog)
    dialog.show()
    page = Page(dialog)
    page.wait_until_idle()
    assert page.shows("1 item needs attention")
    assert groups(page)["Said, not shown"][0].endswith("\nReason: It burned.")


def test_a_line_of_the_check_leads_to_its_source(check, when_asked):
    table = check.table("What was found")
    model = table.view.model()
    titles = list(groups(check))
    group = table.index(titles.index("Attribution not agreed"))
    table.view.setCurrentIndex(model.index(0, 0, group))
    met = when_asked(lambda dialog: dialog.reject(), MeetingsDialog)
    table.key(Qt.Key.Key_Return)
    assert met[0].list.currentItem().text().startswith("Police")


def test_open_items_hold_them_and_lead_there(at_work, qtbot, when_asked):
    dialog = OpenItemsDialog(at_work, at_work.session, at_work.doors)
    qtbot.addWidget(dialog)
    dialog.show()
    table = Page(dialog).table("What waits")
    assert table.row(0)[:2] == ["Crime is counted", "Said, not shown"]
    at = table.column(1).index("Attribution not agreed")
    assert table.cell(at) == "Police"
    table.go_to(0)
    table.key(Qt.Key.Key_Return)
    assert at_work.place() == COUNTED
    met = when_asked(lambda dialog: dialog.reject(), MeetingsDialog)
    dialog.show()
    table.go_to(at)
    table.key(Qt.Key.Key_Return)
    assert met[0].list.currentItem().text().startswith("Police")


def test_an_explained_point_does_not_wait(at_work):
    session = at_work.session
    session.do(lambda now: explain_points(now, open_points(now), "It burned."))
    dialog = OpenItemsDialog(at_work, session, at_work.doors)
    dialog.show()
    assert set(Page(dialog).table("What waits").column(1)) == {"Unanswered"}
