"""Propose assistance: which areas, why, how urgently, in which order, and how to check progress."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assessor.scoring.instrument import Instrument
from assessor.scoring.instrument_records import (
    OPERATORS,
    AssistanceArea,
    AssistanceRule,
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
    """Why an area is proposed: an answer that met a rule, and its urgency.

    `indicator` is blank for a rule about a plain fact, such as a treaty's status. `value` is what
    met the rule: an evidenced stage or the fact. `priority` is None until the section's need is
    agreed.
    """

    question: str
    indicator: str
    dimension: str
    value: str
    priority: float | None


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
    """Return the areas that the rules propose, most urgent first, prerequisites before dependents.

    A rule on an indicator reads its evidenced stage, so an unproven claim hides no need. A rule on
    another question reads the answer.
    """
    triggers: dict[str, dict[str, Trigger]] = {}
    for rule in instrument.rules:
        trigger = _trigger(instrument, scores, answer, rule)
        if trigger:
            triggers.setdefault(rule.area, {})[rule.question] = trigger
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

    `stage` is the evidenced stage, `to` a higher one, `asks` what that requires, in the form's
    languages; see higher_stage().
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
    """Return the indicators by which to check a recommendation.

    These are the codes in `moves`; without any, the indicators that trigger its assistance area,
    preferably those of its section.
    """
    codes = [code for code in moves if code in instrument.indicator]
    if not codes:
        called = [code for each in proposed if each.code == area for code in each.indicators]
        here = [code for code in called if instrument.indicator[code].dimension == section]
        codes = here or called
    return tuple(_check(instrument, scores, instrument.indicator[code]) for code in codes)


def _check(instrument: Instrument, scores: Scores, indicator: Indicator) -> IndicatorCheck:
    score = scores.indicators[indicator.code]
    to = higher_stage(instrument, indicator, score)
    asks = None if to is None else indicator.descriptors[to - instrument.lowest_stage]
    return IndicatorCheck(indicator, score.evidenced, to, asks)


def higher_stage(instrument: Instrument, indicator: Indicator, score: IndicatorScore) -> int | None:
    """Return the stage above the one reached, whose sentence says what to aim for.

    The second stage is passed over: its sentence tells what is still missing, which is no aim. None
    without a stage, at the highest, and where more was said than shown: then nothing more is asked
    than to show it.
    """
    if score.asserted is None or score.capped:
        return None
    to = max(score.asserted + 1, instrument.lowest_stage + 2)
    return to if to - instrument.lowest_stage < len(indicator.descriptors) else None
