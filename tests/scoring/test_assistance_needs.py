"""Tests of proposed assistance areas, their order, and the indicators that check progress."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.scoring.assistance_needs import ProposedArea, propose_areas
from assessor.scoring.stage_scores import AnswerLookup, RatedAnswer, calculate_scores
from tests.support.scoring.samples import COUNTRIES
from tests.support.scoring.version_1 import answers, instrument


def propose(answer: AnswerLookup) -> tuple[ProposedArea, ...]:
    return propose_areas(instrument(), calculate_scores(instrument(), answer), answer)


def check(stages: dict[str, RatedAnswer], *areas: str) -> None:
    """Check that these answers propose these areas, in this order."""
    assert tuple(each.code for each in propose(lambda q: stages.get(q, RatedAnswer()))) == areas


def test_a_rule_proposes_its_area() -> None:
    check({})
    check({"thr_statistics_stage": RatedAnswer("2", "corroborated")}, "stats")
    check({"thr_statistics_stage": RatedAnswer("4", "documented")})
    check({"int_budapest": RatedAnswer("signed")}, "treaty")
    check({"int_budapest": RatedAnswer("party")})


def test_an_unproven_claim_hides_no_need() -> None:
    check({"thr_statistics_stage": RatedAnswer("4", "claimed")}, "stats")


def test_priority_is_need_times_distance_to_the_highest_stage() -> None:
    given_answers = {
        "thr_statistics_stage": RatedAnswer("2", "documented"),
        "thr_need": RatedAnswer("4"),
    }
    (area,) = propose(lambda q: given_answers.get(q, RatedAnswer()))
    assert area.priority == 4 * (5 - 2) / 4
    assert [(each.indicator, each.value, each.priority) for each in area.triggers] == [
        ("thr_statistics", "2", 3.0)
    ]
    assert area.indicators == ("thr_statistics",)


def test_priority_requires_an_agreed_need() -> None:
    (area,) = propose(lambda q: RatedAnswer("1") if q == "thr_statistics_stage" else RatedAnswer())
    assert area.priority is None


def test_prerequisites_come_before_dependents() -> None:
    stages = {
        "thr_reporting_stage": RatedAnswer("1"),
        "thr_statistics_stage": RatedAnswer("3", "documented"),
        "thr_need": RatedAnswer("4"),
    }
    check(stages, "stats", "report")
    found = {each.code: each for each in propose(lambda q: stages.get(q, RatedAnswer()))}
    assert found["report"].prerequisites == ("stats",)
    del stages["thr_statistics_stage"]
    (report,) = propose(lambda q: stages.get(q, RatedAnswer()))
    assert (report.prerequisites, report.assumed) == ((), ("stats",))


@pytest.mark.parametrize("iso3", COUNTRIES)
def test_samples_get_followable_advice(iso3: str) -> None:
    areas = propose(answers(iso3))
    assert len(areas) > 8
    assert_followable(areas)


@given(
    st.dictionaries(
        st.sampled_from([each.question for each in instrument().indicators]),
        st.builds(
            RatedAnswer, st.sampled_from("12345"), st.sampled_from(["claimed", "documented"])
        ),
    ),
    st.dictionaries(
        st.sampled_from([each.need_field for each in instrument().dimensions]),
        st.builds(RatedAnswer, st.sampled_from("01234")),
    ),
)
def test_all_advice_is_followable(
    stages: dict[str, RatedAnswer], needs: dict[str, RatedAnswer]
) -> None:
    answered = stages | needs
    assert_followable(propose(lambda q: answered.get(q, RatedAnswer())))


def assert_followable(areas: tuple[ProposedArea, ...]) -> None:
    """Check that areas are unique, follow their prerequisites and have triggers."""
    codes = [each.code for each in areas]
    assert len(set(codes)) == len(codes)
    for place, each in enumerate(areas):
        assert each.triggers
        assert set(each.prerequisites) <= set(codes[:place])
