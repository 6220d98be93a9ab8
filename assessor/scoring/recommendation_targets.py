"""What a recommendation is to meet, how it stands now, and what shows that it is met."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assessor.scoring.criteria import CriterionState, read_states
from assessor.scoring.instrument import Instrument
from assessor.scoring.instrument_records import Criterion, Indicator
from assessor.scoring.instrument_sheets import Wording
from assessor.scoring.stage_scores import AnswerLookup, IndicatorScore, Scores


@dataclass(frozen=True, slots=True)
class Target:
    """A criterion, an indicator whose stages are described, or a fact that calls for assistance.

    `code` is INDICATOR.CRITERION, the indicator's code or the name of the fact's question.
    """

    code: str
    indicator: Indicator | None = None
    criterion: Criterion | None = None


def find_target(instrument: Instrument, code: str) -> Target | None:
    """Return the target with a code; None if the instrument does not have it."""
    if any(rule.question == code for rule in instrument.rules):
        return Target(code, instrument.indicator_of.get(code))
    of, _, wanted = code.partition(".")
    indicator = instrument.indicator.get(of)
    if indicator is None or not wanted:
        return Target(code, indicator) if indicator else None
    found = (each for each in indicator.criteria if each.code == wanted)
    criterion = next(found, None)
    return Target(code, indicator, criterion) if criterion else None


def possible_targets(instrument: Instrument) -> Iterator[Target]:
    """Yield every target of an instrument: criteria, described indicators, then facts."""
    for indicator in instrument.indicators:
        for criterion in indicator.criteria:
            yield Target(f"{indicator.code}.{criterion.code}", indicator, criterion)
        if not indicator.criteria:
            yield Target(indicator.code, indicator)
    for question in dict.fromkeys(rule.question for rule in instrument.rules):
        if question not in instrument.indicator_of:
            yield Target(question)


@dataclass(frozen=True, slots=True)
class TargetCheck:
    """A target as it stands: the `state` of a criterion, the evidenced `stage` of an indicator or
    the `value` of a fact. `asks` is what is to be met, of stage `to`; `shown_by` what shows it."""

    target: Target
    state: CriterionState | None = None
    stage: int | None = None
    value: str = ""
    to: int | None = None
    asks: Wording | None = None
    shown_by: Wording | None = None


def check_target(
    instrument: Instrument, scores: Scores, answer: AnswerLookup, target: Target
) -> TargetCheck:
    """Return how a target stands, and what would show that it is met."""
    indicator, criterion = target.indicator, target.criterion
    if indicator is None:
        return TargetCheck(target, value=answer(target.code).value)
    score = scores.indicators[indicator.code]
    if criterion is None:
        to = None if indicator.criteria else next_described_stage(instrument, indicator, score)
        asks = None if to is None else indicator.descriptors[to - instrument.lowest_stage]
        expected = indicator.evidence_expected
        return TargetCheck(target, None, score.evidenced, "", to, asks, expected)
    state = read_states(indicator.criteria, answer(indicator.question).value)[criterion.code]
    return TargetCheck(
        target, state, None, "", criterion.stage, criterion.texts, criterion.shown_by
    )


def next_described_stage(
    instrument: Instrument, indicator: Indicator, score: IndicatorScore
) -> int | None:
    """Return the stage above the one reached, whose sentence says what to aim for.

    The second stage is passed over: its sentence tells what is still missing, which is no aim. None
    without a stage, at the highest, and where more was said than shown: then nothing more is asked
    than to show it.
    """
    if score.asserted is None or score.capped:
        return None
    to = max(score.asserted + 1, instrument.lowest_stage + 2)
    return to if to - instrument.lowest_stage < len(indicator.descriptors) else None
