"""Tests of what a recommendation is to move where stages are described: the next, in its words."""

from __future__ import annotations

import pytest

from assessor.scoring.recommendation_targets import check_target, find_target
from assessor.scoring.stage_scores import RatedAnswer, calculate_scores
from tests.support.scoring.version_1 import instrument

STAGES = {"thr_statistics": "2", "thr_reporting": "5", "pol_strategy": "1"}


def check(code, stages=STAGES, evidence="verified"):
    known = instrument()
    rated = {
        known.indicator[each].question: RatedAnswer(at, evidence) for each, at in stages.items()
    }

    def answer(question):
        return rated.get(question, RatedAnswer())

    target = find_target(known, code)
    assert target
    return check_target(known, calculate_scores(known, answer), answer, target)


def test_an_indicator_is_checked_by_its_next_stage():
    found = check("thr_statistics")
    row = instrument().indicator["thr_statistics"]
    assert (found.target.indicator, found.stage, found.to) == (row, 2, 3)
    assert found.asks["en"] == row.descriptors[2]["en"]
    assert found.asks["fr"].startswith("Une liste d'infractions commune")
    assert found.shown_by["en"] == "Last two annual tables with their counting rules"


def test_the_second_stage_is_no_aim_for_it_tells_what_is_missing():
    found = check("pol_strategy")
    assert (found.stage, found.to) == (1, 3)
    assert found.asks == instrument().indicator["pol_strategy"].descriptors[2]


def test_what_was_said_and_not_shown_is_asked_to_be_shown_first():
    found = check("inv_unit", {"inv_unit": "4"}, "claimed")
    assert (found.stage, found.to, found.asks) == (2, None, None)
    assert found.shown_by["en"]


@pytest.mark.parametrize(("code", "stage"), [("thr_reporting", 5), ("thr_hidden", None)])
def test_there_is_no_next_stage_at_the_top_or_without_a_rating(code, stage):
    found = check(code)
    assert (found.stage, found.to, found.asks) == (stage, None, None)


def test_a_fact_stands_as_it_was_answered():
    known = instrument()
    found = check_target(
        known,
        calculate_scores(known, lambda _: RatedAnswer()),
        lambda _: RatedAnswer("signed"),
        find_target(known, "int_budapest"),
    )
    assert (found.value, found.asks, found.shown_by) == ("signed", None, None)
