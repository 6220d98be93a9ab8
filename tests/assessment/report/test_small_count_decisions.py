"""Counts of people below five are told outside the team only where the team releases them."""

from __future__ import annotations

import pytest

from assessor.assessment.report.release_decisions import count_decisions, decide_release
from assessor.assessment.report.report_projection import projection_of
from tests.support.assessment.laptops import laptop, written

STAFF, WOMEN, CASES, TIPS = (f"/data/unit/{name}" for name in ("staff", "women", "cases", "tips"))
FORM = """
| survey | | | | | | |
| | type | name | label | constraint | bind::asr:sensitivity | bind::asr:counts |
| | begin_group | unit | The unit | | | |
| | integer | staff | Investigators | | public | people |
| | integer | women | Of these, women | . <= ${staff} | public | people |
| | integer | cases | Cases opened | | public | |
| | integer | tips | Officers who left | | gov | people |
| | end_group | | | | | |
| settings | |
| | namespaces |
| | asr="urn:assessor:bind:1" |
"""


@pytest.fixture
def mission(tmp_path):
    with laptop(tmp_path, "Ana").create(written(FORM)) as made:
        for reference, value in ((STAFF, "14"), (WOMEN, "3"), (CASES, "2"), (TIPS, "1")):
            made.answer(reference, value)
        yield made


def told(mission, profile):
    """Return the texts of what a reader is told, by the name of the question."""
    projection = projection_of(mission, profile, None)
    every = (each for part in projection.closing for each in part.items)
    readable = (each for each in every if each.visibility.readable)
    return {each.reference.rpartition("/")[2]: each.text for each in readable}


def released(mission, name, to):
    chosen = [each for each in count_decisions(mission) if each.code == name]
    decide_release(mission, chosen, to, "The ministry prints it.")


def test_people_are_hidden_and_cases_are_not(mission):
    assert told(mission, "internal")["women"] == "3"
    few = "fewer than 5"
    assert told(mission, "government") == {"staff": "14", "women": few, "cases": "2", "tips": few}
    assert told(mission, "public") == {"staff": "14", "women": few, "cases": few}


def test_what_is_hidden_is_offered_with_whom_it_is_usually_told(mission):
    found = {each.code: (each.count, each.usual) for each in count_decisions(mission)}
    assert found == {"women": (3, "internal"), "cases": (2, "gov"), "tips": (1, "internal")}


def test_one_is_released_to_some_readers_and_no_other_is(mission):
    released(mission, "women", "gov")
    assert told(mission, "government")["women"] == "3"
    assert told(mission, "public")["women"] == "fewer than 5"
    released(mission, "women", "public")
    assert told(mission, "public")["women"] == "3"
    assert told(mission, "public")["cases"] == told(mission, "government")["tips"] == "fewer than 5"


def test_a_release_opens_no_answer_that_is_not_for_these_readers(mission):
    released(mission, "tips", "public")
    assert "tips" not in told(mission, "public")
    [found] = [each for each in count_decisions(mission) if each.code == "tips"]
    assert found.readers == "gov"


def test_a_part_that_gives_a_small_rest_away_is_hidden_until_it_is_released(mission):
    mission.answer(WOMEN, "12")  # two men are left
    assert "women" not in told(mission, "government")
