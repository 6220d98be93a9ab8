"""What changed since the previous mission, as far as one audience may know both.

Two projections for the same audience are compared criterion by criterion. A criterion is compared
if its sentence is the same and its state is known in both; what was said is told apart from what
was shown, so that knowledge is not taken for progress.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from assessor.assessment.assessment import Assessment
from assessor.assessment.core import derive
from assessor.assessment.entries.previous_answers import previous_mission
from assessor.assessment.entries.recommendation_plan import action_outcomes
from assessor.report.projection import question_names
from assessor.report.projection.follow_up import (
    FollowUp,
    IndicatorChange,
    Movement,
    RecommendationOutcome,
)
from assessor.report.projection.projection import INTERNAL, PUBLIC, IndicatorLine, Projection
from assessor.scoring.criteria import CriterionLine, CriterionState

_MOVEMENTS: Mapping[tuple[CriterionState | None, CriterionState | None], Movement] = {
    (CriterionState.UNMET, CriterionState.SHOWN): Movement.GAINED,
    (CriterionState.UNMET, CriterionState.SAID): Movement.GAINED_BY_WORD,
    (CriterionState.SAID, CriterionState.SHOWN): Movement.CONFIRMED,
    (CriterionState.SHOWN, CriterionState.SAID): Movement.NOT_SHOWN_AGAIN,
    (CriterionState.SHOWN, CriterionState.UNMET): Movement.LOST,
    (CriterionState.SAID, CriterionState.UNMET): Movement.NOT_CONFIRMED,
}

_COMPARABLE = (CriterionState.SHOWN, CriterionState.SAID, CriterionState.UNMET)


def follow_up_of(
    assessment: Assessment, now: Projection, project: Callable[[Assessment], Projection]
) -> FollowUp | None:
    """Return what changed since the previous mission; None if none is stored here.

    `project` makes the projection of a mission for the audience and language of `now`.
    """
    with previous_mission(assessment.mission) as (mission, assessments):
        if not assessments:
            return None
        before = project(Assessment.of(mission, assessments[0], assessment.identity))
    return compare_projections(now, before, action_outcomes(assessment))


def compare_projections(
    now: Projection, before: Projection, outcomes: Mapping[str, tuple[str, str]]
) -> FollowUp:
    """Return what changed between two projections for the same audience.

    `outcomes` are (status, note) of earlier recommendations by the id of their instance. The public
    is not told what is not met, so it is told no changes of criteria either.
    """
    then = {line.code: line for section in before.sections for line in section.indicators}
    changes: list[IndicatorChange] = []
    apart: list[str] = []
    for section in now.sections if now.profile != PUBLIC else ():
        for line in section.indicators:
            change = _compare(section.title, line, then.get(line.code))
            if change.compared:
                changes.append(change)
            else:
                apart.append(line.title)
    return FollowUp(
        before.cover.days,
        before.facts.form_version,
        tuple(changes),
        tuple(apart),
        tuple(_outcomes(before, outcomes, team=now.profile == INTERNAL)),
    )


def criterion_movement(then: CriterionState | None, now: CriterionState | None) -> Movement | None:
    """Return how a criterion moved; None if it is not known or does not arise in one of both."""
    if then not in _COMPARABLE or now not in _COMPARABLE:
        return None
    return _MOVEMENTS.get((then, now), Movement.UNCHANGED)


def _compare(section: str, now: IndicatorLine, before: IndicatorLine | None) -> IndicatorChange:
    then = {each.code: each for each in before.criteria} if before is not None else {}
    pairs = [
        (old.state, each, movement)
        for each in now.criteria
        if (old := then.get(each.code)) is not None
        and old.text == each.text
        and (movement := criterion_movement(old.state, each.state)) is not None
    ]
    whole = before is not None and len(pairs) == len(now.criteria) == len(before.criteria)
    stages = (before.evidenced, now.evidenced) if whole and before is not None else (None, None)
    return IndicatorChange(
        section,
        now.title,
        len(pairs),
        max(len(now.criteria), len(then)),
        sum(state is CriterionState.SHOWN for state, _, _ in pairs),
        sum(each.state is CriterionState.SHOWN for _, each, _ in pairs),
        *(stages if None not in stages else (None, None)),
        _by_movement((each, movement) for _, each, movement in pairs),
    )


def _by_movement(
    moved: Iterable[tuple[CriterionLine, Movement]],
) -> dict[Movement, tuple[str, ...]]:
    found: dict[Movement, tuple[str, ...]] = {}
    for each, movement in moved:
        if movement is not Movement.UNCHANGED:
            found[movement] = (*found.get(movement, ()), each.text)
    return found


def _outcomes(
    before: Projection, outcomes: Mapping[str, tuple[str, str]], *, team: bool
) -> Iterator[RecommendationOutcome]:
    for row in before.recommendations.rows if before.recommendations else ():
        for answer in row:
            if answer.name == question_names.REC_TEXT and answer.reported:
                key = derive.id_of(answer.reference.rpartition("/")[0])
                status, note = outcomes.get(key, ("", ""))
                told = answer.text if answer.visibility.readable else ""
                yield RecommendationOutcome(told, status if told else "", note if team else "")
