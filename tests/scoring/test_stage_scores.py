"""Tests of scores against the golden table, and of the score range."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.scoring.instrument_records import Indicator
from assessor.scoring.stage_scores import (
    RatedAnswer,
    RatingState,
    calculate_scores,
    round_half_up,
)
from tests.support.scoring.samples import COUNTRIES
from tests.support.scoring.score_rows import score_row
from tests.support.scoring.version_1 import answers, instrument, rows


@pytest.mark.parametrize(
    "row", rows("samples/expected"), ids=lambda r: " ".join(list(r.values())[:2])
)
def test_samples_match_the_scores_of_two_other_programs(row: dict[str, str]) -> None:
    scores = calculate_scores(instrument(), answers(row["iso3"]))
    expected = {key: float(value) for key, value in row.items() if key not in {"iso3", "dimension"}}
    assert score_row(scores, row["dimension"]) == expected


def check(
    stage: RatedAnswer,
    asserted: int | None,
    evidenced: int | None,
    floor_stage: int | None,
    ceiling_stage: int | None,
) -> None:
    """Check the score of one indicator in an otherwise empty assessment."""
    question = instrument().indicators[0].question
    scores = calculate_scores(
        instrument(), lambda asked: stage if asked == question else RatedAnswer()
    )
    indicator_score = scores.indicators[instrument().indicators[0].code]
    assert (
        indicator_score.asserted,
        indicator_score.evidenced,
        indicator_score.floor,
        indicator_score.ceiling,
    ) == (
        asserted,
        evidenced,
        floor_stage,
        ceiling_stage,
    )


def test_a_stage_is_capped_by_its_evidence() -> None:
    check(RatedAnswer("4", "verified"), 4, 4, 4, 4)
    check(RatedAnswer("5", "documented"), 5, 4, 4, 5)
    check(RatedAnswer("4", "corroborated"), 4, 2, 2, 4)
    check(RatedAnswer("4", "claimed"), 4, 2, 1, 4)
    check(RatedAnswer("4", "none"), 4, 1, 1, 4)
    check(RatedAnswer("4", ""), 4, 1, 1, 4)
    check(RatedAnswer("4", "a code from elsewhere"), 4, 1, 1, 4)


def test_open_indicators_range_over_all_stages_and_inapplicable_ones_over_none() -> None:
    check(RatedAnswer(), None, None, 1, 5)
    check(RatedAnswer("ni"), None, None, 1, 5)
    check(RatedAnswer("9"), None, None, 1, 5)
    check(RatedAnswer(missing="refused"), None, None, 1, 5)
    check(RatedAnswer("na"), None, None, None, None)
    check(RatedAnswer(missing="not_applicable"), None, None, None, None)


def test_a_conflict_widens_the_range_to_its_heads() -> None:
    check(RatedAnswer("3", "documented", others=(RatedAnswer("4", "claimed"),)), 3, 3, 1, 4)
    check(RatedAnswer("3", "documented", others=(RatedAnswer("4", "documented"),)), 3, 3, 3, 4)
    check(RatedAnswer("3", "documented", in_conflict=True), 3, 3, 1, 5)
    check(RatedAnswer("3", "documented", others=(RatedAnswer("na"),)), 3, 3, 1, 5)


def test_inapplicable_indicators_lower_coverage_but_not_the_score() -> None:
    scores = calculate_scores(instrument(), answers("XTL"))
    assert scores.indicators["inv_darknet"].state is RatingState.LEFT_OUT
    assert (scores.rated, scores.of, scores.coverage) == (49, 51, 96)
    assert scores.dimensions["inv"].left_out == 1


def test_an_empty_assessment_has_no_score_and_the_full_range() -> None:
    scores = calculate_scores(instrument(), lambda question: RatedAnswer())
    assert scores.overall_asserted is scores.overall_evidenced is None
    assert (scores.overall_floor, scores.overall_ceiling, scores.coverage) == (1.0, 5.0, 0)
    assert all(
        section.lowest is None and section.weakest == () for section in scores.dimensions.values()
    )


def test_the_weakest_indicators_are_listed() -> None:
    section = calculate_scores(instrument(), answers("XSH")).dimensions["prc"]
    assert section.lowest == 1
    assert section.weakest == tuple(each.code for each in section.indicators if each.evidenced == 1)


@pytest.mark.parametrize(
    ("number", "places", "expected"),
    [(1.625, 2, 1.63), (1.225, 2, 1.23), (0.7949999999999999, 2, 0.79), (96.5, 0, 97.0)],
)
def test_rounding_is_half_up_by_exact_value(number: float, places: int, expected: float) -> None:
    assert round_half_up(number, places) == expected


heads = st.builds(
    RatedAnswer,
    value=st.sampled_from(["", "1", "2", "3", "4", "5", "ni", "na", "9", "x"]),
    evidence=st.sampled_from(["", *instrument().evidence]),
    missing=st.sampled_from(["", "", *instrument().missing_reason]),
)
contested = st.builds(
    lambda head, others, more: RatedAnswer(
        head.value, head.evidence, head.missing, more, tuple(others)
    ),
    heads,
    st.lists(heads, max_size=2),
    st.booleans(),
)
assessments = st.dictionaries(
    st.sampled_from([each.question for each in instrument().indicators]), heads | contested
)


@given(assessments)
def test_the_range_contains_the_score(given_answers: dict[str, RatedAnswer]) -> None:
    scores = calculate_scores(
        instrument(), lambda question: given_answers.get(question, RatedAnswer())
    )
    overall = (
        scores.overall_floor,
        scores.overall_evidenced,
        scores.overall_asserted,
        scores.overall_ceiling,
    )
    for low, evidenced, asserted, high in [
        overall,
        *((s.floor, s.evidenced, s.asserted, s.ceiling) for s in scores.dimensions.values()),
        *((i.floor, i.evidenced, i.asserted, i.ceiling) for i in scores.indicators.values()),
    ]:
        known = [number for number in (low, evidenced, asserted, high) if number is not None]
        assert known == sorted(known)
        if evidenced is not None:
            assert low is not None
            assert high is not None


@given(st.sampled_from(COUNTRIES), st.sampled_from(instrument().indicators), heads)
def test_better_evidence_never_lowers_a_score(
    iso3: str, indicator: Indicator, head: RatedAnswer
) -> None:
    question = indicator.question
    ladder = [
        calculate_scores(
            instrument(), answers(iso3, **{question: RatedAnswer(head.value, level.code)})
        )
        for level in instrument().evidence_scale
    ]
    for worse, better in pairwise(ladder):
        assert (worse.overall_evidenced or 0) <= (better.overall_evidenced or 0)
        assert (worse.overall_floor or 0) <= (better.overall_floor or 0)
        assert worse.overall_asserted == better.overall_asserted
