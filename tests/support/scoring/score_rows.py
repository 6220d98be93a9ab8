"""A mission's scores as the rows of expected.csv."""

from __future__ import annotations

from assessor.scoring.stage_scores import Scores


def score_row(scores: Scores, dimension: str) -> dict[str, float | None]:
    """Return one row of expected.csv as computed here."""
    if dimension == "overall":
        return {
            "asserted_score": scores.overall_asserted,
            "evidenced_score": scores.overall_evidenced,
            "priority_or_coverage": scores.coverage,
        }
    section = scores.dimensions[dimension]
    return {
        "asserted_score": section.asserted,
        "evidenced_score": section.evidenced,
        "lowest_indicator": section.lowest,
        "need": section.need,
        "priority_or_coverage": section.priority,
    }
