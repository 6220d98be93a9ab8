"""What criteria call for: assistance, and what a recommendation has to move."""

from __future__ import annotations

import pytest

from assessor.scoring.assistance_needs import find_check, propose_areas
from assessor.scoring.stage_scores import RatedAnswer, calculate_scores
from tests.support.scoring.criteria_form import instrument


def rated(counting: str = "", requests: str = ""):
    said = {"cnt_criteria": RatedAnswer(counting), "aid_criteria": RatedAnswer(requests)}
    return lambda name: said.get(name, RatedAnswer())


def proposed(counting: str = "", requests: str = ""):
    answer = rated(counting, requests)
    areas = propose_areas(instrument(), calculate_scores(instrument(), answer), answer)
    return {
        each.code: [criterion.code for why in each.triggers for criterion in why.unmet]
        for each in areas
    }


def check(counting: str):
    answer = rated(counting)
    scores = calculate_scores(instrument(), answer)
    return find_check(instrument(), scores, answer, instrument().indicator["cnt"])


@pytest.mark.parametrize(
    ("counting", "expected"),
    [
        ("", {}),
        ("police.no", {"stats": ["police"]}),
        ("police.no office.no", {"stats": ["police", "office"]}),
        ("police.shown office.said table.no", {"stats": ["table"]}),
        ("police.shown office.said", {}),  # nothing is known of the next stage
        ("police.shown office.shown table.shown court.said public.shown check.shown", {}),
    ],
)
def test_a_criterion_that_is_not_met_calls_for_its_area(counting, expected):
    assert proposed(counting) == expected


def test_nothing_above_the_next_stage_calls_for_help():
    assert proposed("police.shown office.no table.no court.no") == {"stats": ["office"]}


def test_what_others_build_on_comes_first():
    assert list(proposed("police.no", "contact.no")) == ["stats", "days"]


def test_what_does_not_arise_calls_for_nothing():
    assert proposed(requests="contact.shown days.na urgent.no help.na") == {"days": ["urgent"]}


def test_the_next_stage_is_its_criteria_that_are_not_met():
    found = check("police.shown office.no")
    assert (found.stage, found.to) == (1, 2)
    assert (found.asks["en"], found.asks["fr"]) == ("An office compiles.", "Un office compile.")
    assert found.shown_by["en"] == "Its mandate"


def test_what_was_only_said_is_to_be_shown_first():
    found = check("police.said office.said table.no")
    assert (found.stage, found.to, found.asks["en"]) == (1, 3, "A table combines all.")
    assert found.shown_by["en"] == "Police table; Its mandate"


def test_nothing_is_asked_above_the_highest_stage():
    found = check("police.shown office.shown table.shown court.shown public.shown check.shown")
    assert (found.stage, found.to, found.asks, found.shown_by["en"]) == (5, None, None, "")
