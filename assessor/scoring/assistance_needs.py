"""Propose assistance: which areas, why, how urgently, in which order, and how to check progress."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assessor.scoring.criteria import CriterionState, first_unmet, first_unshown, read_states
from assessor.scoring.instrument import Instrument
from assessor.scoring.instrument_records import (
    OPERATORS,
    AssistanceArea,
    AssistanceRule,
    Criterion,
    Indicator,
)
from assessor.scoring.instrument_sheets import Wording
from assessor.scoring.stage_scores import (
    AnswerLookup,
    IndicatorScore,
    Scores,
    support_priority,
)


@dataclass(frozen=True, slots=True)
class Trigger:
    """Why an area is proposed: an answer that met a rule or criteria not met, and its urgency.

    `indicator` is blank for a rule about a plain fact, such as a treaty's status. `value` is what
    met the rule: an evidenced stage or the fact. `priority` is None until the section's need is
    agreed. `unmet` are the criteria that the area would help to meet.
    """

    question: str
    indicator: str
    dimension: str
    value: str
    priority: float | None
    unmet: tuple[Criterion, ...] = ()


@dataclass(frozen=True, slots=True)
class ProposedArea:
    """A proposed assistance area. `priority` is the highest among its triggers. `prerequisites` are
    proposed areas that come first; `assumed` are areas it depends on that no rule proposed."""

    area: AssistanceArea
    triggers: tuple[Trigger, ...]
    priority: float | None
    prerequisites: tuple[str, ...]
    assumed: tuple[str, ...]

    @property
    def code(self) -> str:
        """The area's code."""
        return self.area.code

    @property
    def indicators(self) -> tuple[str, ...]:
        """Codes of the indicators that triggered it."""
        return tuple(each.indicator for each in self.triggers if each.indicator)


def propose_areas(
    instrument: Instrument, scores: Scores, answer: AnswerLookup
) -> tuple[ProposedArea, ...]:
    """Return the areas that rules and criteria propose, most urgent first, prerequisites before
    dependents.

    A rule on an indicator reads its evidenced stage, so an unproven claim hides no need. A rule on
    another question reads the answer. A criterion calls for its area if it is not met and the next
    stage asks it; what is not known calls for nothing.
    """
    triggers: dict[str, dict[str, Trigger]] = {}
    for rule in instrument.rules:
        trigger = _trigger(instrument, scores, answer, rule)
        if trigger:
            triggers.setdefault(rule.area, {})[rule.question] = trigger
    for indicator in instrument.indicators:
        for area_code, trigger in _unmet_triggers(instrument, scores, answer, indicator):
            triggers.setdefault(area_code, {})[indicator.question] = trigger
    proposed = {
        area.code: _proposed_area(area, tuple(triggers[area.code].values()), triggers)
        for area in instrument.areas
        if area.code in triggers
    }
    return tuple(proposed[code] for code in _order(proposed))


def _trigger(
    instrument: Instrument, scores: Scores, answer: AnswerLookup, rule: AssistanceRule
) -> Trigger | None:
    section = scores.dimensions[rule.dimension]
    indicator = instrument.indicator_of.get(rule.question)
    stage: float | None
    if indicator:
        stage = scores.indicators[indicator.code].evidenced
        value = "" if stage is None else str(stage)
    else:
        stage, value = section.evidenced, answer(rule.question).value
    if not value or not OPERATORS[rule.op](value, rule.value):
        return None
    rated = section.need is not None and stage is not None
    return Trigger(
        question=rule.question,
        indicator=indicator.code if indicator else "",
        dimension=rule.dimension,
        value=value,
        priority=support_priority(instrument, section.need or 0, stage or 0) if rated else None,
    )


def _unmet_triggers(
    instrument: Instrument, scores: Scores, answer: AnswerLookup, indicator: Indicator
) -> Iterator[tuple[str, Trigger]]:
    """Yield the areas that help to meet what the next stage of an indicator asks, and why."""
    stage = scores.indicators[indicator.code].evidenced
    need = scores.dimensions[indicator.dimension].need
    if stage is None:
        return
    priority = None if need is None else support_priority(instrument, need, stage)
    states = read_states(indicator.criteria, answer(indicator.question).value)
    unmet: dict[str, list[Criterion]] = {}
    for criterion in first_unmet(indicator.criteria, states):
        if criterion.area and states[criterion.code] is CriterionState.UNMET:
            unmet.setdefault(criterion.area, []).append(criterion)
    for area, criteria in unmet.items():
        where = indicator.question, indicator.code, indicator.dimension
        yield area, Trigger(*where, str(stage), priority, tuple(criteria))


def _proposed_area(
    area: AssistanceArea, triggers: tuple[Trigger, ...], called: Iterable[str]
) -> ProposedArea:
    called = set(called)
    urgencies = [each.priority for each in triggers if each.priority is not None]
    return ProposedArea(
        area=area,
        triggers=tuple(sorted(triggers, key=lambda each: -(each.priority or 0))),
        priority=max(urgencies, default=None),
        prerequisites=tuple(code for code in area.depends_on if code in called),
        assumed=tuple(code for code in area.depends_on if code not in called),
    )


def _order(proposed: Mapping[str, ProposedArea]) -> list[str]:
    """Sort by urgency, change-model step and sheet order. A prerequisite is as urgent as the most
    urgent area that depends on it."""
    sheet = list(proposed)
    urgent = sorted(
        sheet,
        key=lambda code: (
            -(proposed[code].priority or 0),
            proposed[code].area.change_step,
            sheet.index(code),
        ),
    )
    ordered: dict[str, None] = {}

    def place(code: str, above: frozenset[str]) -> None:
        for before in proposed[code].prerequisites:
            if before not in ordered and before not in above:
                place(before, above | {code})
        ordered.setdefault(code)

    for code in urgent:
        place(code, frozenset())
    return list(ordered)


@dataclass(frozen=True, slots=True)
class IndicatorCheck:
    """An indicator that a recommendation should move.

    `stage` is the evidenced stage, `to` a higher one, `asks` what that requires and `shown_by` what
    shows it, in the form's languages; see _higher_stage().
    """

    indicator: Indicator
    stage: int | None
    to: int | None
    asks: Wording | None
    shown_by: Wording


def find_checks(
    instrument: Instrument,
    scores: Scores,
    answer: AnswerLookup,
    proposed: Sequence[ProposedArea],
    *,
    moves: Sequence[str] = (),
    area: str = "",
    section: str = "",
) -> tuple[IndicatorCheck, ...]:
    """Return the indicators by which to check a recommendation.

    These are the codes in `moves`; without any, the indicators that trigger its assistance area,
    preferably those of its section.
    """
    codes = [code for code in moves if code in instrument.indicator]
    if not codes:
        called = [code for each in proposed if each.code == area for code in each.indicators]
        here = [code for code in called if instrument.indicator[code].dimension == section]
        codes = here or called
    return tuple(
        find_check(instrument, scores, answer, instrument.indicator[code]) for code in codes
    )


def find_check(
    instrument: Instrument, scores: Scores, answer: AnswerLookup, indicator: Indicator
) -> IndicatorCheck:
    """Return what an indicator asks next and what would show it."""
    score = scores.indicators[indicator.code]
    if indicator.criteria:
        return _check_criteria(score, indicator, answer(indicator.question).value)
    to = _higher_stage(instrument, indicator, score)
    asks = None if to is None else indicator.descriptors[to - instrument.lowest_stage]
    return IndicatorCheck(indicator, score.evidenced, to, asks, indicator.evidence_expected)


def _check_criteria(score: IndicatorScore, indicator: Indicator, value: str) -> IndicatorCheck:
    """Return the first criteria not met, else those said and not shown, and what shows them.

    Nothing is asked if the stage is told and the criteria are not.
    """
    states = read_states(indicator.criteria, value)
    if score.evidenced is not None and not any(each.value for each in states.values()):
        return IndicatorCheck(indicator, score.evidenced, None, None, Wording({}))
    asked = first_unmet(indicator.criteria, states)
    to_show = asked if score.asserted is None or not score.capped else ()
    to_show = to_show or first_unshown(indicator.criteria, states)
    return IndicatorCheck(
        indicator,
        score.evidenced,
        asked[0].stage if asked else None,
        Wording.joined([each.texts for each in asked]) if asked else None,
        Wording.joined([each.shown_by for each in to_show], "; "),
    )


def _higher_stage(
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
