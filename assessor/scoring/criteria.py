"""Stages by criteria: what a team saw or heard of each criterion, and the stage that follows.

An answer is one select_multiple value: the codes of criteria, each with its state
(`police_count.shown yearly_table.said table_published.no`); a criterion that is not named is not
known. So any ODK tool can ask and calculate it. docs/scoring.md gives the rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from assessor.scoring.instrument_records import Criterion


class CriterionState(Enum):
    """What is known of a criterion; the value is what follows its code in an answer."""

    SHOWN = "shown"
    """A document or demonstration was seen."""
    SAID = "said"
    """Somebody said that it is met; nobody showed it."""
    UNMET = "no"
    NOT_ARISING = "na"
    """There was no case in which it could show, such as no request from abroad."""
    UNKNOWN = ""

    @property
    def met(self) -> bool:
        """Whether the criterion is met, by what was seen or said."""
        return self in (CriterionState.SHOWN, CriterionState.SAID)


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """A criterion of a stage in a reader's words; no state if the reader is not told it."""

    stage: int
    text: str
    state: CriterionState | None
    code: str = ""
    shown_by: str = ""


_STRENGTH = {state: at for at, state in enumerate(CriterionState)}

States = Mapping[str, CriterionState]
"""The state of each criterion of an indicator, by its code."""


def read_states(criteria: Sequence[Criterion], value: str) -> dict[str, CriterionState]:
    """Read the value of an answer; words of no criterion are passed over.

    If a criterion is given two states, the weaker counts: not met, then said, then shown.
    """
    states = dict.fromkeys((each.code for each in criteria), CriterionState.UNKNOWN)
    for word in value.split():
        code, _, suffix = word.rpartition(".")
        state = _BY_SUFFIX.get(suffix)
        if code in states and state is not None:
            known = states[code]
            weaker = known is CriterionState.UNKNOWN or _STRENGTH[state] > _STRENGTH[known]
            states[code] = state if weaker else known
    return states


_BY_SUFFIX = {state.value: state for state in CriterionState if state.value}


def write_states(states: States) -> str:
    """Write an answer's value; the inverse of read_states()."""
    return " ".join(
        f"{code}.{state.value}"
        for code, state in states.items()
        if state is not CriterionState.UNKNOWN
    )


@dataclass(frozen=True, slots=True)
class ReachedStages:
    """The stages of one indicator that follow from the states of its criteria.

    `asserted` and `evidenced` are None while it isn't known whether the first criteria are met;
    `ceiling` is the stage if everything that isn't known is met.
    """

    asserted: int | None
    evidenced: int | None
    ceiling: int


def reached_stages(criteria: Sequence[Criterion], states: States) -> ReachedStages:
    """Return the stages that criteria with these states reach.

    A stage is reached if all its criteria and all below are met; one that doesn't arise is passed
    over, but a stage needs one that is met. The lowest stage has no criteria: it is asserted where
    a criterion of the next is not met.
    """
    by_stage = group_by_stage(criteria)
    lowest = min(by_stage) - 1
    said = _highest(by_stage, lowest, lambda code: states[code].met, states)
    shown = _highest(by_stage, lowest, lambda code: states[code] is CriterionState.SHOWN, states)
    possible = _highest(
        by_stage,
        lowest,
        lambda code: states[code].met or states[code] is CriterionState.UNKNOWN,
        states,
    )
    known = said > lowest or possible == lowest
    return ReachedStages(said if known else None, shown if known else None, possible)


def group_by_stage(criteria: Iterable[Criterion]) -> dict[int, list[Criterion]]:
    """Return criteria by stage, the lowest first."""
    stages: dict[int, list[Criterion]] = {}
    for each in sorted(criteria, key=lambda each: each.stage):
        stages.setdefault(each.stage, []).append(each)
    return stages


def _highest(
    by_stage: Mapping[int, Sequence[Criterion]],
    lowest: int,
    holds: Callable[[str], bool],
    states: States,
) -> int:
    reached = lowest
    for stage, asked in by_stage.items():
        arising = [
            each.code for each in asked if states[each.code] is not CriterionState.NOT_ARISING
        ]
        if not arising or not all(map(holds, arising)):
            break
        reached = stage
    return reached


def first_unmet(criteria: Sequence[Criterion], states: States) -> tuple[Criterion, ...]:
    """Return what the next stage asks and nobody said or showed: its criteria in sheet order."""
    return _first_open(criteria, states, (CriterionState.SHOWN, CriterionState.SAID))


def first_unshown(criteria: Sequence[Criterion], states: States) -> tuple[Criterion, ...]:
    """Return what would have to be shown next: those not shown of the first stage not shown."""
    return _first_open(criteria, states, (CriterionState.SHOWN,))


def _first_open(
    criteria: Sequence[Criterion], states: States, settled: Sequence[CriterionState]
) -> tuple[Criterion, ...]:
    """Return the criteria that arise and are not settled, of the first stage that has any."""
    done = (*settled, CriterionState.NOT_ARISING)
    stages = group_by_stage(criteria).values()
    left = ([each for each in asked if states[each.code] not in done] for asked in stages)
    return tuple(next(filter(None, left), ()))


def mark_stage(
    criteria: Sequence[Criterion], states: States, stage: int, state: CriterionState
) -> dict[str, CriterionState]:
    """Return the states after somebody picks a stage: its criteria and all below are met.

    They get `state` (said or shown), but what is shown or doesn't arise stays so. Criteria above
    that were met are not known any more, or the stage would be higher. At the lowest stage the
    criteria of the next are not met.
    """
    marked = dict(states)
    lowest = min(each.stage for each in criteria) - 1
    for each in criteria:
        known = states[each.code]
        if each.stage <= stage:
            keeps = known in (CriterionState.SHOWN, CriterionState.NOT_ARISING)
            marked[each.code] = known if keeps else state
        elif stage == lowest and each.stage == lowest + 1:
            marked[each.code] = CriterionState.UNMET
        elif known.met:
            marked[each.code] = CriterionState.UNKNOWN
    return marked
