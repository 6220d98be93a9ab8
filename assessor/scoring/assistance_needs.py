"""What assistance the answers call for: areas, why each, how urgent, and in which order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assessor.scoring.instrument import AssistanceArea, AssistanceRule, Instrument
from assessor.scoring.instrument_records import OPERATORS
from assessor.scoring.stage_scores import AnswerLookup, Scores, support_priority


@dataclass(frozen=True, slots=True)
class Trigger:
    """Why an area is proposed: an answer that met a rule, and the urgency that gives it.

    `indicator` is blank where the rule looks at a plain fact, such as a treaty's status; `value`
    is what met the rule: an evidenced stage, or the fact. `priority` is None until the need of the
    section has been agreed.
    """

    question: str
    indicator: str
    dimension: str
    value: str
    priority: float | None


@dataclass(frozen=True, slots=True)
class ProposedArea:
    """An assistance area the answers call for.

    `priority` is the greatest of its triggers'. `prerequisites` are the areas that should come
    before it and are proposed too; `assumed` those that it builds on and nothing called for.
    """

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
        """The codes of the indicators that called for it."""
        return tuple(each.indicator for each in self.triggers if each.indicator)


def propose_areas(
    instrument: Instrument, scores: Scores, answer: AnswerLookup
) -> tuple[ProposedArea, ...]:
    """The areas that the rules call for, the most urgent first, none before what it builds on.

    Rules on an indicator look at its evidenced stage, so that a claim nobody could show does not
    hide a need; rules on any other question look at the answer itself.
    """
    triggers: dict[str, dict[str, Trigger]] = {}
    for rule in instrument.rules:
        trigger = _met(instrument, scores, answer, rule)
        if trigger:
            triggers.setdefault(rule.area, {})[rule.question] = trigger
    proposed = {
        area.code: _proposed(area, tuple(triggers[area.code].values()), triggers)
        for area in instrument.areas
        if area.code in triggers
    }
    return tuple(proposed[code] for code in _order(proposed))


def _met(
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
    known = section.need is not None and stage is not None
    return Trigger(
        question=rule.question,
        indicator=indicator.code if indicator else "",
        dimension=rule.dimension,
        value=value,
        priority=support_priority(instrument, section.need or 0, stage or 0) if known else None,
    )


def _proposed(
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
    """By urgency, then change-model step, then the sheet; a prerequisite is as urgent as the most
    urgent area that builds on it.
    """
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
