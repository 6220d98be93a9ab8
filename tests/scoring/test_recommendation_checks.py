"""Tests of the indicators that check a recommendation: their next stage in the form's words."""

from __future__ import annotations

import pytest

from assessor.scoring.assistance_needs import find_checks, propose_areas
from assessor.scoring.stage_scores import RatedAnswer, calculate_scores
from tests.support.scoring.version_1 import instrument

STAGES = {"thr_statistics": "2", "thr_reporting": "5", "pol_strategy": "1"}


def checks(stages=STAGES, **options):
    known = instrument()
    rated = {
        known.indicator[code].question: RatedAnswer(at, "verified") for code, at in stages.items()
    }

    def answer(question):
        return rated.get(question, RatedAnswer())

    scores = calculate_scores(known, answer)
    return find_checks(known, scores, answer, propose_areas(known, scores, answer), **options)


def test_a_moved_indicator_is_checked_by_its_next_stage():
    [check] = checks(moves=("thr_statistics",))
    row = instrument().indicator["thr_statistics"]
    assert (check.indicator.code, check.stage, check.to) == ("thr_statistics", 2, 3)
    assert check.asks["en"] == row.descriptors[2]["en"]
    assert check.asks["fr"].startswith("Une liste d'infractions commune")
    assert (
        check.indicator.evidence_expected["en"]
        == "Last two annual tables with their counting rules"
    )


def test_the_second_stage_is_no_aim_for_it_tells_what_is_missing():
    [check] = checks(moves=("pol_strategy",))
    assert (check.stage, check.to) == (1, 3)
    assert check.asks == instrument().indicator["pol_strategy"].descriptors[2]


def test_what_was_said_and_not_shown_is_asked_to_be_shown_first():
    known = instrument()
    question = known.indicator["inv_unit"].question

    def answer(name):
        return RatedAnswer("4", "claimed") if name == question else RatedAnswer()

    scores = calculate_scores(known, answer)
    [check] = find_checks(known, scores, answer, (), moves=("inv_unit",))
    assert (check.stage, check.to, check.asks) == (2, None, None)
    assert check.indicator.evidence_expected["en"]


@pytest.mark.parametrize(("code", "stage"), [("thr_reporting", 5), ("thr_hidden", None)])
def test_there_is_no_next_stage_at_the_top_or_without_a_rating(code, stage):
    [check] = checks(moves=(code,))
    assert (check.stage, check.to, check.asks) == (stage, None, None)


def test_without_named_indicators_those_of_the_area_are_checked():
    assert [each.indicator.code for each in checks(area="stats")] == ["thr_statistics"]
    assert [each.indicator.code for each in checks(area="stats", section="pol")] == [
        "thr_statistics"
    ]
    assert checks(area="none of these") == checks() == checks(moves=("no such",)) == ()


def test_of_an_area_proposed_by_several_sections_only_its_own_indicators_are_checked():
    low = dict.fromkeys(instrument().indicator, "1")
    areas = [each.code for each in instrument().areas]
    shared_areas = [
        (area, sections)
        for area in areas
        if len(sections := {each.indicator.dimension for each in checks(low, area=area)}) > 1
    ]
    assert shared_areas
    for area, sections in shared_areas:
        for section in sections:
            section_checks = checks(low, area=area, section=section)
            assert section_checks and {each.indicator.dimension for each in section_checks} == {
                section
            }
