"""The mission before stands beside this one; still true is said anew, today."""

from __future__ import annotations

import pytest

from assessor.assessment.entries.meetings import start_meeting
from assessor.assessment.report.report_export import export_report
from assessor.assessment.review.previous_mission import follow, since, still_true
from assessor.errors import Refused
from tests.support.assessment.laptops import laptop, small_form

POLICE = "/data/police"
REPORTS, CASES, STAGE = f"{POLICE}/reports", f"{POLICE}/cases", f"{POLICE}/stage"


@pytest.fixture
def before(tmp_path):
    """The report of the mission before."""
    with laptop(tmp_path, "Old", 8).create(small_form(tmp_path)) as then:
        then.answer(REPORTS, "120", evidence="verified", note="Register")
        then.answer(CASES, "30")
        then.answer(STAGE, "2")
        export_report(then, tmp_path / "then.assessor")
    return tmp_path / "then.assessor"


@pytest.fixture
def mission(tmp_path):
    with laptop(tmp_path, "Elena").create(small_form(tmp_path)) as made:
        yield made


def test_what_changed_since_is_listed(mission, before):
    assert since(mission) == ()
    assert follow(mission, before) == 3
    mission.answer(CASES, "31")
    still_true(mission, STAGE)
    assert [(one.reference, one.state) for one in since(mission)] == [
        (REPORTS, "open"),
        (CASES, "changed"),
        (STAGE, "same"),
    ]


def test_still_true_is_a_new_answer_of_today_that_cites_the_meeting(mission, before):
    follow(mission, before)
    meeting = start_meeting(mission, institution="Police")
    still_true(mission, REPORTS)
    said = mission.shown(REPORTS)
    assert (said.value, said.evidence, said.note, said.sources) == ("120", "", "", (meeting,))
    assert said.entry.author == "Elena"
    mission.undo()
    assert mission.shown(REPORTS).value == ""


def test_what_cannot_be_is_refused(mission, before, tmp_path):
    with pytest.raises(Refused, match="no answer"):
        still_true(mission, REPORTS)
    with pytest.raises(Refused, match="itself"):
        follow(mission, mission.path)
    follow(mission, before)
    with pytest.raises(Refused, match="no answer"):
        still_true(mission, f"{POLICE}/finding")
