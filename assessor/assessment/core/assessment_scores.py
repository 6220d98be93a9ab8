"""Scores of an assessment, also as plain values for printing and for other programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from assessor.assessment.base.references import references_by_name
from assessor.assessment.core.answer import answer_of
from assessor.form.live.instance import Instance
from assessor.scoring import stage_scores
from assessor.scoring.instrument import Instrument
from assessor.scoring.released_scores import release_scores
from assessor.store.model.entry import Entry, displayed_head, in_conflict, precedence

Heads = Mapping[tuple[str, str], tuple[Entry, ...]]


def scores_of(instrument: Instrument, instance: Instance, heads: Heads) -> stage_scores.Scores:
    """Calculate the scores; all answers of a conflict count towards the range.

    Where an answer is withheld in this file, its section has no score: that of the rest would be
    another than the mission's.
    """
    scores = stage_scores.calculate_scores(instrument, rated_in(instance, heads))
    references = references_by_name(instance)

    def is_here(question: str) -> bool:
        tips = heads.get(("answer", references.get(question, "")), ())
        return not tips or not displayed_head(tips).withheld

    withheld = {each.code for each in instrument.indicators if not is_here(each.question)}
    if not withheld:
        return scores
    needs = {each.code for each in instrument.dimensions if is_here(each.need_field)}
    return release_scores(scores, withheld, needs)


def rated_in(instance: Instance, heads: Heads) -> stage_scores.AnswerLookup:
    """Return a function that gives the rated answer to a question by its name."""
    references = references_by_name(instance)

    def answer(name: str) -> stage_scores.RatedAnswer:
        reference = references.get(name)
        tips = heads.get(("answer", reference), ()) if reference is not None else ()
        if not tips or reference is None or not instance.node(reference).relevant:
            return stage_scores.RatedAnswer()
        answers = [answer_of(tip) for tip in sorted(tips, key=precedence, reverse=True)]
        first, *others = (
            stage_scores.RatedAnswer(each.value, each.evidence, each.missing) for each in answers
        )
        return replace(first, others=tuple(others)) if in_conflict(tips) else first

    return answer


def score_facts(scores: stage_scores.Scores) -> dict[str, Any]:
    """Return every score as plain values."""
    return {
        "overall_asserted": scores.overall_asserted,
        "overall_evidenced": scores.overall_evidenced,
        "overall_floor": scores.overall_floor,
        "overall_ceiling": scores.overall_ceiling,
        "coverage": scores.coverage,
        "dimensions": {
            code: {
                "weight": part.weight,
                "asserted": part.asserted,
                "evidenced": part.evidenced,
                "floor": part.floor,
                "ceiling": part.ceiling,
                "lowest": part.lowest,
                "weakest": list(part.weakest),
                "rated": part.rated,
                "of": part.of,
                "need": part.need,
                "priority": part.priority,
                "indicators": {each.code: _indicator_facts(each) for each in part.indicators},
            }
            for code, part in scores.dimensions.items()
        },
    }


def _indicator_facts(indicator: stage_scores.IndicatorScore) -> dict[str, Any]:
    names = (
        "question", "weight", "state", "asserted", "evidenced", "floor", "ceiling", "evidence",
        "contested",
    )  # fmt: skip
    return {name: getattr(indicator, name) for name in names} | {"state": indicator.state.value}
