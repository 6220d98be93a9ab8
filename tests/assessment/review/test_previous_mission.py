"""Comparison with the previous mission; an answer that is still true is given again today."""

from __future__ import annotations

import pytest

from assessor.assessment.entries.meetings import start_meeting
from assessor.assessment.report.report_export import export_report
from assessor.assessment.review.previous_mission import (
    compare_with_previous,
    follow_mission,
    repeat_previous_answer,
)
from assessor.errors import Refused
from tests.support.assessment.laptops import instrument, laptop, small_form

pytestmark = pytest.mark.slow

POLICE = "/data/police"
REPORTS, CASES, STAGE = f"{POLICE}/reports", f"{POLICE}/cases", f"{POLICE}/stage"


@pytest.fixture
def before(tmp_path):
    """The report of the previous mission."""
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
    assert compare_with_previous(mission) == ()
    assert follow_mission(mission, before) == 3
    mission.answer(CASES, "31")
    repeat_previous_answer(mission, STAGE)
    assert [(one.reference, one.state) for one in compare_with_previous(mission)] == [
        (REPORTS, "open"),
        (CASES, "changed"),
        (STAGE, "same"),
    ]


def test_still_true_is_a_new_answer_of_today_that_cites_the_meeting(mission, before):
    follow_mission(mission, before)
    meeting = start_meeting(mission, institution="Police")
    repeat_previous_answer(mission, REPORTS)
    said = mission.answer_at(REPORTS)
    assert (said.value, said.evidence, said.note, said.sources) == ("120", "", "", (meeting,))
    assert said.entry.author == "Elena"
    mission.undo()
    assert mission.answer_at(REPORTS).value == ""


def test_what_cannot_be_is_refused(mission, before, tmp_path):
    with pytest.raises(Refused, match="no answer"):
        repeat_previous_answer(mission, REPORTS)
    with pytest.raises(Refused, match="itself"):
        follow_mission(mission, mission.path)
    follow_mission(mission, before)
    with pytest.raises(Refused, match="no answer"):
        repeat_previous_answer(mission, f"{POLICE}/finding")


def test_a_mission_about_another_country_comes_before_none(tmp_path):
    source = instrument()
    with laptop(tmp_path, "Old", 8).create(source, country="XTL") as then:
        then.seal()
        before = then.path
    with laptop(tmp_path, "Elena").create(source, country="XNY") as now:
        with pytest.raises(Refused, match=r"about another country, Taluvea.*mission of Nyasera"):
            follow_mission(now, before)
        assert compare_with_previous(now) == ()
