"""Scores from stages: asserted, evidenced, and the honest range between floor and ceiling.

The formulas, with an example, are in docs/scoring.md. Arithmetic is an XForm's: IEEE doubles,
rounded half up, so that field, headquarters and any ODK client print the same digits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from functools import cached_property

from assessor.scoring.instrument import Dimension, Indicator, Instrument

DECIMALS = 2
"""Decimals of a score: what the XForm's own round(…, 2) gives."""


@dataclass(frozen=True, slots=True)
class RatedAnswer:
    """An answer as scoring sees it.

    `value` is its lexical text, `evidence` and `missing` codes of the instrument's scales. While
    it is in conflict, `others` are the heads that are not shown; if they are not given, any stage
    is thought possible.
    """

    value: str = ""
    evidence: str = ""
    missing: str = ""
    in_conflict: bool = False
    others: tuple[RatedAnswer, ...] = ()

    @property
    def contested(self) -> bool:
        """Whether more than one answer stands."""
        return self.in_conflict or bool(self.others)


AnswerLookup = Callable[[str], RatedAnswer]
"""The answer to a question, by the question's name; a blank Rated where there is none."""


class RatingState(Enum):
    """Whether an indicator counts: rated, still open, or left out as not applicable."""

    RATED = "rated"
    OPEN = "open"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class IndicatorScore:
    """One indicator's stages. All are None while there is nothing to count."""

    code: str
    question: str
    dimension: str
    weight: float
    state: RatingState
    evidence: str
    contested: bool
    asserted: int | None
    evidenced: int | None
    floor: int | None
    ceiling: int | None

    @property
    def capped(self) -> bool:
        """Whether the evidence carries less than what is asserted."""
        return self.asserted != self.evidenced


@dataclass(frozen=True, slots=True)
class DimensionScore:
    """One section's scores, each a weighted mean of stages; None while nothing is rated.

    `lowest` is the lowest evidenced stage and `weakest` the indicators that stand at it; `rated`
    of `of` indicators are rated; `need` is what the counterpart agreed, `priority` what follows.
    """

    code: str
    weight: float
    asserted: float | None
    evidenced: float | None
    floor: float | None
    ceiling: float | None
    lowest: int | None
    weakest: tuple[str, ...]
    rated: int
    of: int
    left_out: int
    need: int | None
    priority: float | None
    indicators: tuple[IndicatorScore, ...]


@dataclass(frozen=True)
class Scores:
    """Every score of one assessment, dimensions in the sheet's order."""

    dimensions: Mapping[str, DimensionScore]
    overall_asserted: float | None
    overall_evidenced: float | None
    overall_floor: float | None
    overall_ceiling: float | None
    coverage: int
    rated: int
    of: int

    @cached_property
    def indicators(self) -> Mapping[str, IndicatorScore]:
        """Every indicator's score by the indicator's code."""
        return {
            each.code: each for section in self.dimensions.values() for each in section.indicators
        }


def calculate_scores(instrument: Instrument, answer: AnswerLookup) -> Scores:
    """Score one assessment; pure, and the same wherever it is computed."""
    sections = {
        dimension.code: _dimension(instrument, dimension, answer)
        for dimension in instrument.dimensions
    }
    every = sections.values()
    rated, of = sum(each.rated for each in every), sum(each.of for each in every)
    return Scores(
        dimensions=sections,
        overall_asserted=_overall(every, lambda each: each.asserted),
        overall_evidenced=_overall(every, lambda each: each.evidenced),
        overall_floor=_overall(every, lambda each: each.floor),
        overall_ceiling=_overall(every, lambda each: each.ceiling),
        coverage=int(round_half_up(rated * 100 / of, 0)) if of else 0,
        rated=rated,
        of=of,
    )


def support_priority(instrument: Instrument, need: int, evidenced: float) -> float:
    """How urgent support is: the need, scaled by how far the stage is from the highest."""
    span = instrument.highest_stage - instrument.lowest_stage
    return round_half_up(need * (instrument.highest_stage - evidenced) / span)


def round_half_up(number: float, places: int = DECIMALS) -> float:
    """A double rounded half up by its exact value, as an XForm's round() is."""
    return float(Decimal(number).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def parse_whole_number(text: str) -> int | None:
    """A lexical whole number, or None for anything else."""
    return int(text) if text.isascii() and text.isdigit() else None


def _dimension(
    instrument: Instrument, dimension: Dimension, answer: AnswerLookup
) -> DimensionScore:
    scored = tuple(
        _indicator(instrument, indicator, answer(indicator.question))
        for indicator in instrument.indicators_in(dimension.code)
    )
    rated = [each for each in scored if each.state is RatingState.RATED]
    evidenced = _mean((each.weight, each.evidenced) for each in scored)
    lowest = min((each.evidenced for each in rated if each.evidenced is not None), default=None)
    need = parse_whole_number(answer(dimension.need_field).value)
    return DimensionScore(
        code=dimension.code,
        weight=dimension.weight,
        asserted=_mean((each.weight, each.asserted) for each in scored),
        evidenced=evidenced,
        floor=_mean((each.weight, each.floor) for each in scored),
        ceiling=_mean((each.weight, each.ceiling) for each in scored),
        lowest=lowest,
        weakest=tuple(each.code for each in rated if each.evidenced == lowest),
        rated=len(rated),
        of=len(scored),
        left_out=sum(each.state is RatingState.LEFT_OUT for each in scored),
        need=need,
        priority=None
        if need is None or evidenced is None
        else support_priority(instrument, need, evidenced),
        indicators=scored,
    )


def _indicator(instrument: Instrument, indicator: Indicator, answer: RatedAnswer) -> IndicatorScore:
    state = _state(instrument, answer)
    asserted = parse_whole_number(answer.value) if state is RatingState.RATED else None
    floor, ceiling = _range(instrument, answer)
    counted = state is not RatingState.LEFT_OUT or answer.contested
    return IndicatorScore(
        code=indicator.code,
        question=indicator.question,
        dimension=indicator.dimension,
        weight=indicator.weight,
        state=state,
        evidence=answer.evidence,
        contested=answer.contested,
        asserted=asserted,
        evidenced=None if asserted is None else _capped(instrument, answer, asserted),
        floor=floor if counted else None,
        ceiling=ceiling if counted else None,
    )


def _state(instrument: Instrument, answer: RatedAnswer) -> RatingState:
    stage = parse_whole_number(answer.value)
    if stage is not None and instrument.lowest_stage <= stage <= instrument.highest_stage:
        return RatingState.RATED
    for reason in instrument.missing_reasons:
        said = answer.missing == reason.code or (reason.value and answer.value == reason.value)
        if said and reason.left_out:
            return RatingState.LEFT_OUT
    return RatingState.OPEN


def _capped(
    instrument: Instrument, answer: RatedAnswer, stage: int, *, proven: bool = False
) -> int:
    """The stage its evidence supports, or only what it proves; never below the lowest."""
    level = instrument.evidence.get(answer.evidence)
    carries = 0 if level is None else level.proves if proven else level.supports
    return max(instrument.lowest_stage, min(stage, carries))


def _range(instrument: Instrument, answer: RatedAnswer) -> tuple[int, int]:
    """The least and the most one indicator could turn out to be.

    Least: only what evidence proves counts, and of a conflict the lowest. Most: every claim holds,
    of a conflict the highest is right, and what is open turns out to be at the highest stage.
    """
    heads: Sequence[RatedAnswer] = (answer, *answer.others)
    open_too = answer.in_conflict and not answer.others
    least, most = [], []
    for head in heads:
        stage = (
            parse_whole_number(head.value)
            if _state(instrument, head) is RatingState.RATED
            else None
        )
        open_too = open_too or stage is None
        if stage is not None:
            least.append(_capped(instrument, head, stage, proven=True))
            most.append(stage)
    if open_too:
        least.append(instrument.lowest_stage)
        most.append(instrument.highest_stage)
    return min(least), max(most)


def _mean(pairs: Iterable[tuple[float, float | None]]) -> float | None:
    """The weighted mean of what there is, rounded; None if there is nothing."""
    total = weights = 0.0
    for weight, number in pairs:
        if number is not None:
            total += weight * number
            weights += weight
    return round_half_up(total / weights) if weights else None


def _overall(
    sections: Iterable[DimensionScore], of: Callable[[DimensionScore], float | None]
) -> float | None:
    return _mean((each.weight, of(each)) for each in sections)
