"""How a recommendation is checked: the next stage of what it should move, in the form's words."""

from __future__ import annotations

import pytest

from assessor.scoring.assistance_needs import propose_areas
from assessor.scoring.recommendation_checks import find_checks
from assessor.scoring.stage_scores import RatedAnswer, calculate_scores
from tests.support.report.samples import instrument

STAGES = {"thr_statistics": "2", "thr_reporting": "5", "pol_strategy": "1"}


def found(stages=STAGES, **wanted):
    known = instrument()
    said = {
        known.indicator[code].question: RatedAnswer(at, "verified") for code, at in stages.items()
    }

    def answer(question):
        return said.get(question, RatedAnswer())

    scores = calculate_scores(known, answer)
    return find_checks(known, scores, propose_areas(known, scores, answer), **wanted)


def test_what_it_should_move_is_checked_by_the_words_of_its_next_stage():
    [one] = found(moves=("thr_statistics",))
    row = instrument().indicator["thr_statistics"]
    assert (one.indicator.code, one.stage, one.to) == ("thr_statistics", 2, 3)
    assert one.asks["en"] == row.descriptors[2]["en"]
    assert one.asks["fr"].startswith("Une liste d'infractions commune")
    assert (
        one.indicator.evidence_expected["en"] == "Last two annual tables with their counting rules"
    )


@pytest.mark.parametrize(("code", "stage"), [("thr_reporting", 5), ("thr_hidden", None)])
def test_at_the_highest_stage_and_where_nothing_is_rated_no_next_one_is_made_up(code, stage):
    [one] = found(moves=(code,))
    assert (one.stage, one.to, one.asks) == (stage, None, None)


def test_where_nobody_named_an_indicator_it_is_what_calls_for_the_area():
    assert [each.indicator.code for each in found(area="stats")] == ["thr_statistics"]
    assert [each.indicator.code for each in found(area="stats", section="pol")] == [
        "thr_statistics"
    ]
    assert found(area="none of these") == found() == found(moves=("no such",)) == ()


def test_of_an_area_called_for_by_several_sections_those_of_its_own_are_meant():
    low = dict.fromkeys(instrument().indicator, "1")
    areas = [each.code for each in instrument().areas]
    several = [
        (area, sections)
        for area in areas
        if len(sections := {each.indicator.dimension for each in found(low, area=area)}) > 1
    ]
    assert several
    for area, sections in several:
        for section in sections:
            own = found(low, area=area, section=section)
            assert own and {each.indicator.dimension for each in own} == {section}
