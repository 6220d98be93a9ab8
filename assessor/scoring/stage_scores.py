"""Calculate scores from stages: asserted, evidenced, floor and ceiling.

docs/scoring.md gives the formulas and an example. The arithmetic follows XForms (IEEE doubles,
rounded half up), so that all programs print the same digits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from functools import cached_property

from assessor.scoring.criteria import reached_stages, read_states
from assessor.scoring.instrument import Instrument
from assessor.scoring.instrument_records import Dimension, Indicator

DECIMALS = 2
"""Decimals of a score, as in the XForm's round(…, 2)."""


@dataclass(frozen=True, slots=True)
class RatedAnswer:
    """An answer as scoring sees it.

    `value` is lexical; `evidence` and `missing` are codes of the instrument's scales. During a
    conflict, `others` are the heads that are not displayed; if they are absent, any stage is
    possible.
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
"""Returns the answer to a question by its name; a blank RatedAnswer if there is none."""


class RatingState(Enum):
    """Whether an indicator counts: rated, open, or left out as not applicable."""

    RATED = "rated"
    OPEN = "open"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class IndicatorScore:
    """Stages of one indicator; None while nothing counts."""

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
    released: bool = True
    """Whether the reader is told; otherwise there are no stages."""

    @property
    def capped(self) -> bool:
        """Whether the evidence supports less than the assertion."""
        return self.asserted != self.evidenced


@dataclass(frozen=True, slots=True)
class DimensionScore:
    """Scores of one section: weighted means of stages, None while nothing is rated.

    `lowest` is the lowest evidenced stage and `weakest` the indicators at it. `rated` of `of`
    indicators are rated. `need` is agreed with the counterpart; `priority` follows from it.
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

    @property
    def released(self) -> bool:
        """Whether the reader is told all its stages, and so its scores."""
        return all(each.released for each in self.indicators)


@dataclass(frozen=True)
class Scores:
    """All scores of one assessment, dimensions in sheet order."""

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
        """Indicator scores by indicator code."""
        return {
            each.code: each for section in self.dimensions.values() for each in section.indicators
        }


def calculate_scores(instrument: Instrument, answer: AnswerLookup) -> Scores:
    """Score one assessment. Pure and deterministic."""
    sections = {
        dimension.code: _dimension(instrument, dimension, answer)
        for dimension in instrument.dimensions
    }
    every = sections.values()
    rated, of = sum(each.rated for each in every), sum(each.of for each in every)
    return Scores(
        dimensions=sections,
        overall_asserted=weighted_mean((each.weight, each.asserted) for each in every),
        overall_evidenced=weighted_mean((each.weight, each.evidenced) for each in every),
        overall_floor=weighted_mean((each.weight, each.floor) for each in every),
        overall_ceiling=weighted_mean((each.weight, each.ceiling) for each in every),
        coverage=share_rated(rated, of),
        rated=rated,
        of=of,
    )


_DIGITS = 18


def share_rated(rated: int, of: int) -> int:
    """Return the coverage: how many of the indicators are rated, in per cent."""
    return int(round_half_up(rated * 100 / of, 0)) if of else 0


def support_priority(instrument: Instrument, need: int, evidenced: float) -> float:
    """Return how urgent support is: the need times the relative distance to the highest stage."""
    span = instrument.highest_stage - instrument.lowest_stage
    return round_half_up(need * (instrument.highest_stage - evidenced) / span)


def round_half_up(number: float, places: int = DECIMALS) -> float:
    """Round a double half up by its exact value, as the XForm's round() does."""
    return float(Decimal(number).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def parse_whole_number(text: str) -> int | None:
    """Parse a lexical whole number; None for any other text, and for more than 18 digits, which
    nothing here counts and no column holds."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else None


def _dimension(
    instrument: Instrument, dimension: Dimension, answer: AnswerLookup
) -> DimensionScore:
    scores = tuple(
        _indicator(instrument, indicator, answer(indicator.question))
        for indicator in instrument.indicators_in(dimension.code)
    )
    rated = [each for each in scores if each.state is RatingState.RATED]
    evidenced = weighted_mean((each.weight, each.evidenced) for each in scores)
    lowest = min((each.evidenced for each in rated if each.evidenced is not None), default=None)
    need = parse_whole_number(answer(dimension.need_field).value)
    return DimensionScore(
        code=dimension.code,
        weight=dimension.weight,
        asserted=weighted_mean((each.weight, each.asserted) for each in scores),
        evidenced=evidenced,
        floor=weighted_mean((each.weight, each.floor) for each in scores),
        ceiling=weighted_mean((each.weight, each.ceiling) for each in scores),
        lowest=lowest,
        weakest=tuple(each.code for each in rated if each.evidenced == lowest),
        rated=len(rated),
        of=len(scores),
        left_out=sum(each.state is RatingState.LEFT_OUT for each in scores),
        need=need,
        priority=None
        if need is None or evidenced is None
        else support_priority(instrument, need, evidenced),
        indicators=scores,
    )


def _indicator(instrument: Instrument, indicator: Indicator, answer: RatedAnswer) -> IndicatorScore:
    rating = _rate(instrument, indicator, answer)
    state = _state(instrument, answer, rating)
    floor, ceiling = _range(instrument, indicator, answer)
    counted = state is not RatingState.LEFT_OUT or answer.contested
    return IndicatorScore(
        code=indicator.code,
        question=indicator.question,
        dimension=indicator.dimension,
        weight=indicator.weight,
        state=state,
        evidence=answer.evidence,
        contested=answer.contested,
        asserted=rating.asserted,
        evidenced=rating.evidenced,
        floor=floor if counted else None,
        ceiling=ceiling if counted else None,
    )


@dataclass(frozen=True, slots=True)
class _Rating:
    """The stages of one answer alone; the first three are None while it has no stage."""

    asserted: int | None
    evidenced: int | None
    proven: int | None
    possible: int


def _rate(instrument: Instrument, indicator: Indicator, answer: RatedAnswer) -> _Rating:
    """Rate an answer by its criteria, or by its stage and level of evidence."""
    if indicator.criteria:
        reached = reached_stages(indicator.criteria, read_states(indicator.criteria, answer.value))
        if reached.asserted is None:
            return _Rating(None, None, None, instrument.highest_stage)
        return _Rating(reached.asserted, reached.evidenced, reached.evidenced, reached.ceiling)
    stage = parse_whole_number(answer.value)
    if stage is None or not instrument.lowest_stage <= stage <= instrument.highest_stage:
        return _Rating(None, None, None, instrument.highest_stage)
    level = instrument.evidence.get(answer.evidence)
    supports, proves = (level.supports, level.proves) if level else (0, 0)
    lowest = instrument.lowest_stage
    return _Rating(stage, max(lowest, min(stage, supports)), max(lowest, min(stage, proves)), stage)


def _state(instrument: Instrument, answer: RatedAnswer, rating: _Rating) -> RatingState:
    if rating.asserted is not None:
        return RatingState.RATED
    for reason in instrument.missing_reasons:
        matches = answer.missing == reason.code or (reason.value and answer.value == reason.value)
        if matches and reason.left_out:
            return RatingState.LEFT_OUT
    return RatingState.OPEN


def _range(instrument: Instrument, indicator: Indicator, answer: RatedAnswer) -> tuple[int, int]:
    """Return the lowest and highest possible stage of one indicator.

    Floor: only what is proven counts; in a conflict, the lowest answer. Ceiling: all claims hold
    and what isn't known is met; in a conflict, the highest answer.
    """
    heads: Sequence[RatedAnswer] = (answer, *answer.others)
    ratings = [_rate(instrument, indicator, head) for head in heads]
    least = [each.proven or instrument.lowest_stage for each in ratings]
    most = [each.possible for each in ratings]
    if answer.in_conflict and not answer.others:
        least.append(instrument.lowest_stage)
        most.append(instrument.highest_stage)
    return min(least), max(most)


def weighted_mean(pairs: Iterable[tuple[float, float | None]]) -> float | None:
    """Return the rounded weighted mean of the known numbers, or None."""
    total = weights = 0.0
    for weight, number in pairs:
        if number is not None:
            total += weight * number
            weights += weight
    return round_half_up(total / weights) if weights else None
