"""Tests of the mapping of answers to other instruments."""

from __future__ import annotations

from assessor.scoring.crosswalk_scores import Crosswalk, CrosswalkPart, build_crosswalks
from assessor.scoring.stage_scores import RatedAnswer, calculate_scores
from tests.support.scoring.version_1 import instrument

LEGAL = {"law_access": ["BC:2", "UNCC:7"], "thr_statistics_stage": ["UNCC:55"]}


def crosswalks(stages: dict[str, RatedAnswer]) -> dict[str, Crosswalk]:
    scores = calculate_scores(instrument(), lambda question: stages.get(question, RatedAnswer()))
    return {each.code: each for each in build_crosswalks(instrument(), scores, LEGAL)}


def part(crosswalk: Crosswalk, number: str) -> CrosswalkPart:
    return next(each for each in crosswalk.parts if each.number == number)


def test_an_article_collects_its_indicators_and_facts() -> None:
    stages = {
        "law_cia_stage": RatedAnswer("4", "claimed"),
        "law_liability_stage": RatedAnswer("3", "documented"),
    }
    found = crosswalks(stages)
    access = part(found["BC"], "2")
    assert (access.indicators, access.facts) == (("law_cia",), ("law_access",))
    assert (access.evidenced, access.lowest, access.rated) == (
        2.0,
        2,
        1,
    )  # a claim supports stage 2
    liability = part(found["BC"], "12")
    assert liability.evidenced == 3.0
    assert part(found["UNCC"], "55").facts == ()  # its question rates an indicator


def test_uncovered_articles_are_listed_and_marked_for_legal_check() -> None:
    found = crosswalks({})
    assert "57" in {each.number for each in found["UNCC"].uncovered}
    assert found["UNCC"].to_check
    assert all(each.evidenced is None for each in found["UNCC"].parts)
    listed = {each.ref for crosswalk in found.values() for each in crosswalk.parts}
    assert {article.ref for article in instrument().legal_refs} <= listed


def test_models_are_split_by_part_and_kept_apart_from_treaties() -> None:
    found = crosswalks({"pol_strategy_stage": RatedAnswer("3", "documented")})
    assert part(found["CMM"], "D1.1").indicators == ("pol_strategy",)
    assert part(found["CMM"], "D1.1").evidenced == 3.0
    assert "ENISA" not in found and found["NCAF"].parts[0].indicators
    assert set(part(found["GCI"], "technical").indicators) == {
        each.code for each in instrument().indicators_in("ppp")
    }
    assert not found["CMM"].to_check


def test_every_indicator_is_listed_in_the_instruments_it_names() -> None:
    found = crosswalks({})
    for each in instrument().indicators:
        for article in instrument().articles(each.legal):
            home = found[article.instrument_code]
            assert each.code in part(home, article.article).indicators
