"""Tests of the mapping of answers to other instruments."""

from __future__ import annotations

from assessor.scoring.crosswalk_scores import Crosswalk, CrosswalkPart, build_crosswalks
from assessor.scoring.stage_scores import RatedAnswer, calculate_scores
from tests.support.scoring import samples
from tests.support.scoring.version_1 import instrument

LEGAL = {"law_access": ["BC:2", "UNCC:7"], "thr_statistics_stage": ["UNCC:55"]}


def crosswalks(stages: dict[str, RatedAnswer]) -> dict[str, Crosswalk]:
    scores = calculate_scores(instrument(), lambda question: stages.get(question, RatedAnswer()))
    return {each.code: each for each in build_crosswalks(instrument(), scores, LEGAL)}


def part(crosswalk: Crosswalk, number: str) -> CrosswalkPart:
    return next(each for each in crosswalk.parts if each.number == number)


def test_an_article_collects_what_bears_on_it_and_has_no_figure() -> None:
    """Version 1 does not say which answer decides an article; a citation is no answer."""
    stages = {
        "law_cia_stage": RatedAnswer("4", "claimed"),
        "law_liability_stage": RatedAnswer("3", "documented"),
    }
    found = crosswalks(stages)
    access = part(found["BC"], "2")
    assert (access.indicators, access.facts) == (("law_cia",), ("law_access",))
    assert part(found["BC"], "12").evidenced is None
    assert part(found["UNCC"], "55").facts == ()  # its question rates an indicator
    listed = {each.ref for crosswalk in found.values() for each in crosswalk.parts}
    assert {article.ref for article in instrument().legal_refs} <= listed


def test_treaties_whose_duties_are_known_are_no_crosswalk() -> None:
    scores = calculate_scores(samples.instrument(), samples.answers("XSV"))
    found = build_crosswalks(samples.instrument(), scores, LEGAL)
    assert [each.code for each in found if each.is_treaty] == ["ICCPR"]


def test_models_are_split_by_part_and_kept_apart_from_treaties() -> None:
    found = crosswalks({"pol_strategy_stage": RatedAnswer("3", "documented")})
    assert part(found["CMM"], "D1.1").indicators == ("pol_strategy",)
    assert part(found["CMM"], "D1.1").evidenced == 3.0
    assert "ENISA" not in found and found["NCAF"].parts[0].indicators
    assert set(part(found["GCI"], "technical").indicators) == {
        each.code for each in instrument().indicators_in("ppp")
    }


def test_every_indicator_is_listed_in_the_instruments_it_names() -> None:
    found = crosswalks({})
    for each in instrument().indicators:
        for article in instrument().articles(each.legal):
            home = found[article.instrument_code]
            assert each.code in part(home, article.article).indicators
