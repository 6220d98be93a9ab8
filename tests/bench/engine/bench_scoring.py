"""Scoring one mission, held against looking up and adding the same answers by hand."""

from __future__ import annotations

from assessor.scoring.assistance_needs import propose_areas
from assessor.scoring.stage_scores import calculate_scores
from tests.bench import Row, median_seconds
from tests.support.scoring.samples import answers, instrument


def run() -> list[Row]:
    """Score the instrument's 51 indicators, and propose assistance from them."""
    found, answer = instrument(), answers("XSV")
    scores = calculate_scores(found, answer)

    def by_hand() -> float:
        rated = [(each.weight, answer(each.question).value) for each in found.indicators]
        return sum(weight * int(value) for weight, value in rated)

    floor = median_seconds(by_hand, times=50)
    scoring = median_seconds(lambda: calculate_scores(found, answer), times=50)
    advising = median_seconds(lambda: propose_areas(found, scores, answer), times=50)
    return [
        Row("score 51 indicators", scoring, floor=floor, at_most=0.005),
        Row("propose assistance from 159 rules", advising, floor=floor, at_most=0.005),
    ]
