"""What of the scores an audience is told: they are worked out once, and told or not released."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import replace

from assessor.scoring.stage_scores import (
    DimensionScore,
    IndicatorScore,
    RatingState,
    Scores,
    share_rated,
)


def release_scores(
    scores: Scores,
    withheld: Container[str],
    needs: Container[str],
    *,
    shown_only: bool = False,
) -> Scores:
    """Return the scores without the stages of the indicators `withheld` and what would tell them.

    A section with one of them has no score, for the others' stages would give it away; nor has the
    whole. What is rated is counted among those that are told, so that nobody learns whether another
    is. `needs` are the sections whose need is told. With `shown_only` what was said and not shown
    is not told: the asserted stage is the evidenced one, and there is no range.
    See docs/scoring.md.
    """
    sections = {
        code: _release_section(section, withheld, told_need=code in needs, shown_only=shown_only)
        for code, section in scores.dimensions.items()
    }
    if any(not section.released for section in sections.values()):
        return _without_overall(scores, sections)
    if shown_only:
        return replace(
            scores,
            dimensions=sections,
            overall_asserted=scores.overall_evidenced,
            overall_floor=None,
            overall_ceiling=None,
        )
    return replace(scores, dimensions=sections)


def _without_overall(scores: Scores, sections: Mapping[str, DimensionScore]) -> Scores:
    rated = sum(section.rated for section in sections.values())
    of = sum(section.of for section in sections.values())
    return replace(
        scores,
        dimensions=sections,
        rated=rated,
        of=of,
        coverage=share_rated(rated, of),
        overall_asserted=None,
        overall_evidenced=None,
        overall_floor=None,
        overall_ceiling=None,
    )


def _release_section(
    section: DimensionScore, withheld: Container[str], *, told_need: bool, shown_only: bool
) -> DimensionScore:
    indicators = tuple(
        _withhold(each) if each.code in withheld else each for each in section.indicators
    )
    if shown_only:
        indicators = tuple(
            replace(each, asserted=each.evidenced, floor=None, ceiling=None) for each in indicators
        )
        section = replace(section, asserted=section.evidenced, floor=None, ceiling=None)
    section = replace(section, indicators=indicators)
    if not told_need:
        section = replace(section, need=None, priority=None)
    if section.released:
        return section
    told = [each.state for each in indicators if each.released]
    return replace(
        section,
        rated=told.count(RatingState.RATED),
        of=len(told),
        left_out=told.count(RatingState.LEFT_OUT),
        asserted=None,
        evidenced=None,
        floor=None,
        ceiling=None,
        lowest=None,
        weakest=(),
        priority=None,
    )


def _withhold(indicator: IndicatorScore) -> IndicatorScore:
    return replace(
        indicator,
        released=False,
        state=RatingState.OPEN,
        evidence="",
        contested=False,
        asserted=None,
        evidenced=None,
        floor=None,
        ceiling=None,
    )
