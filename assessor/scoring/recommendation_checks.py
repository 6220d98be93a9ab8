"""How to check that a recommendation did what it should: which indicator moves, and to where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assessor.scoring.assistance_needs import ProposedArea
from assessor.scoring.instrument import Instrument
from assessor.scoring.instrument_records import Indicator
from assessor.scoring.stage_scores import Scores
from assessor.scoring.wording import Wording


@dataclass(frozen=True, slots=True)
class IndicatorCheck:
    """An indicator that a recommendation should move.

    `stage` is the one its evidence carries today, None where none is known; `to` is the next one,
    None also at the highest; `asks` is what that one asks, in the languages of the form.
    """

    indicator: Indicator
    stage: int | None
    to: int | None
    asks: Wording | None


def find_checks(
    instrument: Instrument,
    scores: Scores,
    proposed: Sequence[ProposedArea],
    *,
    moves: Sequence[str] = (),
    area: str = "",
    section: str = "",
) -> tuple[IndicatorCheck, ...]:
    """What to look at for a recommendation.

    Those indicators that somebody said it should move (`moves`, their codes); where nobody did,
    those that call for its assistance area by the form's own rules, of its section if any are.
    """
    codes = [code for code in moves if code in instrument.indicator]
    if not codes:
        called = [code for each in proposed if each.code == area for code in each.indicators]
        here = [code for code in called if instrument.indicator[code].dimension == section]
        codes = here or called
    return tuple(_check(instrument, scores, instrument.indicator[code]) for code in codes)


def _check(instrument: Instrument, scores: Scores, indicator: Indicator) -> IndicatorCheck:
    stage = scores.indicators[indicator.code].evidenced
    at = None if stage is None else stage - instrument.lowest_stage + 1
    if stage is None or at is None or at >= len(indicator.descriptors):
        return IndicatorCheck(indicator, stage, None, None)
    return IndicatorCheck(indicator, stage, stage + 1, indicator.descriptors[at])
