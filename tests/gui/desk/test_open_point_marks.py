"""Open points on the desk: a mark beside the question and in the outline of sections."""

import pytest

from assessor.assessment.review.open_points import explain_points, open_points
from assessor.gui.desk.desk_page import DeskPage
from tests.support.assessment.laptops import laptop
from tests.support.scoring.criteria_form import source
from tests.support.screens.desk.outline import face, rows, spoken
from tests.support.screens.page import wait_until

pytestmark = pytest.mark.window

COUNTED = "/data/cnt_criteria"
SAID = "police.said office.said table.said"


@pytest.fixture
def desk(window, tmp_path):
    ana = laptop(tmp_path, "Ana")
    ana.create(source()).close()
    window.open_mission(ana.mission)
    return window.findChild(DeskPage)


def mark(desk):
    return desk.page.questions[COUNTED].marks.accessibleName()


def test_an_over_claim_is_marked_until_it_is_shown(window, desk):
    [section] = rows(desk.outline)
    window.session.answer(COUNTED, {"value": SAID, "sources": ["s"]})
    wait_until(lambda: face(desk, section).points == 1)
    assert "Said, not shown" in mark(desk)
    assert "open points: 1" in spoken(desk, section)
    window.session.answer(COUNTED, {"value": SAID.replace("said", "shown")})
    wait_until(lambda: face(desk, section).points == 0)
    assert "Said, not shown" not in mark(desk)


def test_a_reason_takes_the_mark_away_and_undo_brings_it_back(window, desk):
    [section] = rows(desk.outline)
    window.session.answer(COUNTED, {"value": SAID})
    wait_until(lambda: face(desk, section).points == 1)
    window.session.do(lambda now: explain_points(now, open_points(now), "It burned."))
    wait_until(lambda: face(desk, section).points == 0)
    window.session.undo()
    wait_until(lambda: face(desk, section).points == 1)
