"""Propose assistance: which areas and actions, why, how urgently and in which order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from assessor.scoring.criteria import CriterionState, first_unmet, read_states
from assessor.scoring.instrument import Instrument
from assessor.scoring.instrument_records import (
    OPERATORS,
    AssistanceArea,
    AssistanceRule,
    Criterion,
    Indicator,
)
from assessor.scoring.instrument_sheets import Wording
from assessor.scoring.stage_scores import AnswerLookup, Scores, support_priority


@dataclass(frozen=True, slots=True)
class Trigger:
    """Why an area is proposed: an answer that met a rule or criteria not met, and its urgency.

    `indicator` is blank for a rule about a plain fact, such as a treaty's status. `value` is what
    met the rule: an evidenced stage or the fact. `priority` is None until the section's need is
    agreed. `unmet` are the criteria of the next stage that the area would help to meet, `said`
    those up to it that nobody showed yet.
    """

    question: str
    indicator: str
    dimension: str
    value: str
    priority: float | None
    unmet: tuple[Criterion, ...] = ()
    said: tuple[Criterion, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One action that a proposed area consists of, for one owner, until the team takes it.

    `meets` are the codes of its targets: a criterion, or the indicators or facts of rules.
    """

    area: str
    dimension: str
    meets: tuple[str, ...]
    actions: Wording


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

    @property
    def suggestions(self) -> tuple[Suggestion, ...]:
        """The actions of its unmet criteria, and its own activity where a rule proposed it."""
        found = [
            Suggestion(self.code, why.dimension, (f"{why.indicator}.{each.code}",), each.actions)
            for why in self.triggers
            for each in why.unmet
        ]
        ruled = [why for why in self.triggers if not why.unmet]
        if ruled:
            meets = tuple(why.indicator or why.question for why in ruled)
            where = ruled[0].dimension
            found.append(Suggestion(self.code, where, meets, self.area.activities))
        return tuple(found)


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
    asked = [each for each in first_unmet(indicator.criteria, states) if each.area]
    unmet = [each for each in asked if states[each.code] is CriterionState.UNMET]
    for area in dict.fromkeys(each.area for each in unmet):
        said = tuple(
            each
            for each in indicator.criteria
            if states[each.code] is CriterionState.SAID
            and each.area == area
            and each.stage <= unmet[0].stage
        )
        helped = tuple(each for each in unmet if each.area == area)
        where = indicator.question, indicator.code, indicator.dimension
        yield area, Trigger(*where, str(stage), priority, helped, said)


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
