"""Cases of missions for tests."""

from __future__ import annotations

from dataclasses import replace

from assessor.registry.analysis.cases import Case
from assessor.scoring.instrument import Instrument
from assessor.scoring.instrument_sheets import Wording
from assessor.scoring.stage_scores import RatedAnswer, calculate_scores
from tests.support.scoring.version_1 import instrument

SECTION = "thr"


def reworded(language: str = "en") -> Instrument:
    """Return the instrument with a different descriptor of the first indicator."""
    first, *others = instrument().indicators
    lowest, *above = first.descriptors
    said = Wording({**lowest, language: "Something else."})
    return replace(instrument(), indicators=(replace(first, descriptors=(said, *above)), *others))


def case(country: str, stages: dict[str, str], by: Instrument | None = None, **facts) -> Case:
    """Return a mission with these stages of the indicators, all verified."""
    by = by or instrument()
    scores = calculate_scores(
        by, lambda name: RatedAnswer(stages[name], "verified") if name in stages else RatedAnswer()
    )
    defaults = {
        "assessment": facts.pop("assessment", country * 4),
        "country_name": facts.pop("name", country.title()),
        "region": "cam",
        "region_name": "Central America",
        "mission": "",
        "start": "2026-03-09",
    }
    return Case(country=country, instrument=by, scores=scores, **{**defaults, **facts})


def rated(stage: int, count: int = 9) -> dict[str, str]:
    """Return the first `count` indicators of the section at one stage."""
    every = instrument().indicators_in(SECTION)
    return {each.question: str(stage) for each in every[:count]}


def contested(of: Case, value: str = "2") -> Case:
    """Return the same mission with a competing answer on the first indicator."""
    first = of.instrument.indicators_in(SECTION)[0].question
    other = RatedAnswer(value, "verified")
    kept = {each.question: each for each in of.scores.indicators.values()}

    def answer(name: str) -> RatedAnswer:
        found = kept.get(name)
        if found is None or found.asserted is None:
            return RatedAnswer()
        others = (other,) if name == first else ()
        return RatedAnswer(str(found.asserted), "verified", others=others)

    return replace(of, scores=calculate_scores(of.instrument, answer))
