"""The plan: recommendations accepted from proposals, edited, ordered and followed up.

A recommendation is an instance of the form's repeat for them (questions of the kind
`recommendation`), so any ODK client reads it; the order is that of the instances. Parts without a
question in the form (what it is to meet, owner, time, money, predecessors, status) are in one entry
of kind `recommendation`, keyed by the instance's id.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from assessor.assessment.assessment import Assessment
from assessor.assessment.base.references import choice_label
from assessor.assessment.core import derive
from assessor.assessment.core.answer import Answer
from assessor.assessment.core.assessment_scores import rated_in
from assessor.assessment.core.mission_start import new_id
from assessor.assessment.core.undo_steps import Move
from assessor.assessment.entries.previous_answers import previous_answers
from assessor.assessment.entries.repeat_instances import move_repeat
from assessor.errors import Refused
from assessor.form.live.changes import Changes
from assessor.form.live.instance import Instance
from assessor.form.live.node import Node
from assessor.report.projection import question_names
from assessor.report.projection.plan.plan_builder import target_codes
from assessor.scoring.assistance_needs import ProposedArea, Suggestion, propose_areas
from assessor.scoring.recommendation_targets import TargetCheck, check_target, find_target

KIND = "recommendation"

COSTS = ("low", "medium", "high")
"""Bands of cost, by the programme's own thresholds."""

STATUSES = ("open", "under way", "done", "dropped")
"""Status of a recommendation of the previous mission."""

PLAN_PARTS = (
    "meets", "owner", "partner", "start", "end", "cost", "amount", "currency", "funded", "after",
    "baseline", "aim", "check",
)  # fmt: skip
"""Parts without a question in the form: `meets` are codes of targets, `after` are ids, `amount` and
`funded` money in `currency`, `cost` a band where no amount is known."""

EXTRA_PARTS = (*PLAN_PARTS, "moves", "status", "note")
"""These, the indicators of missions before `meets`, and what became of a recommendation."""

IN_FORM = {  # parts that the form asks, by the names of its questions
    "text": question_names.REC_TEXT,
    "section": question_names.REC_SECTION,
    "area": question_names.REC_AREA,
    "horizon": question_names.REC_HORIZON,
    "priority": question_names.REC_PRIORITY,
}


@dataclass(frozen=True, slots=True)
class PlannedAction:
    """A recommendation of the plan; every part is lexical text, blank if not set."""

    id: str
    reference: str
    text: str = ""
    section: str = ""
    area: str = ""
    horizon: str = ""
    priority: str = ""
    meets: tuple[str, ...] = ()
    owner: str = ""
    partner: str = ""
    start: str = ""
    end: str = ""
    cost: str = ""
    amount: str = ""
    currency: str = ""
    funded: str = ""
    after: tuple[str, ...] = ()
    baseline: str = ""
    aim: str = ""
    check: str = ""

    @property
    def says(self) -> bool:
        """Whether any part of it is set."""
        return any((self.text, self.section, self.area, self.horizon, self.priority, self.owner))


@dataclass(frozen=True, slots=True)
class PreviousAction:
    """A recommendation of the previous mission, and its status."""

    id: str
    text: str
    status: str = ""
    note: str = ""


_Action = TypeVar("_Action", PlannedAction, PreviousAction)


def plan_of(assessment: Assessment) -> tuple[PlannedAction, ...]:
    """Return the recommendations in order; an empty instance is none."""
    return tuple(action for row in _rows(assessment) if (action := _action(assessment, row)).says)


def _rows(assessment: Assessment) -> Sequence[Node]:
    repeat = _repeat(assessment.instance)
    return assessment.instance.node(repeat).children if repeat else ()


def move_action(assessment: Assessment, action: PlannedAction, to: int) -> Changes:
    """Move a recommendation to place `to` of the plan, 0 the first; beyond an end is the end."""
    plan = plan_of(assessment)
    target = plan[max(0, min(to, len(plan) - 1))].reference
    rows = [row.reference for row in _rows(assessment)]
    return move_repeat(assessment, action.reference, rows.index(target))


def _action(assessment: Assessment, row: Node) -> PlannedAction:
    values = {node.name: node.value for node in row.children}
    extra = _extra_parts(assessment, derive.id_of(row.reference))
    return PlannedAction(
        id=derive.id_of(row.reference),
        reference=row.reference,
        **{part: values.get(name, "") for part, name in IN_FORM.items()},
        **{part: extra.get(part, "") for part in PLAN_PARTS if part not in ("meets", "after")},
        meets=tuple(target_codes(extra)),
        after=tuple(extra.get("after", "").split()),
    )


def _extra_parts(assessment: Assessment, key: str) -> dict[str, str]:
    return {part: str(value) for part, value in (assessment.body(KIND, key) or {}).items()}


def find_action(assessment: Assessment, name: str) -> PlannedAction:
    """Return the recommendation with an id, its beginning, or a number in the plan. Raises
    Refused for none or several."""
    found = _named(plan_of(assessment), name)
    if found is None:
        raise Refused("The plan has no recommendation {name}.", name=name)
    return found


def find_previous_action(assessment: Assessment, name: str) -> PreviousAction:
    """Return a recommendation of the previous mission in the same way. Raises Refused."""
    found = _named(previous_actions(assessment), name)
    if found is None:
        raise Refused("The mission before has no recommendation {name}.", name=name)
    return found


def _named(actions: Sequence[_Action], name: str) -> _Action | None:
    """Return the one with an id, a number from 1, or the beginning of an id that no other has."""
    numbered = {str(number): each for number, each in enumerate(actions, 1)}
    exact = {each.id: each for each in actions}.get(name) or numbered.get(name)
    begun = [each for each in actions if name and each.id.startswith(name)]
    return exact or (begun[0] if len(begun) == 1 else None)


def proposed_areas(assessment: Assessment) -> tuple[ProposedArea, ...]:
    """Return the areas that the rules call for, most urgent first, each with its reasons."""
    scores = assessment.scores()
    if assessment.instrument is None or scores is None:
        return ()
    answer = rated_in(assessment.instance, assessment.heads_by_subject)
    return propose_areas(assessment.instrument, scores, answer)


def target_checks(assessment: Assessment, action: PlannedAction) -> tuple[TargetCheck, ...]:
    """Return how what a recommendation is to meet stands, and what would show that it is met."""
    instrument, scores = assessment.instrument, assessment.scores()
    if instrument is None or scores is None:
        return ()
    answer = rated_in(assessment.instance, assessment.heads_by_subject)
    targets = (find_target(instrument, code) for code in action.meets)
    return tuple(check_target(instrument, scores, answer, each) for each in targets if each)


def is_planned(plan: Iterable[PlannedAction], suggestion: Suggestion) -> bool:
    """Return whether the plan has a recommendation for all that a suggestion is to meet."""
    return set(suggestion.meets) <= {code for action in plan for code in action.meets}


def accept_suggestion(assessment: Assessment, suggestion: Suggestion) -> Changes:
    """Add a suggested action to the plan as one step.

    Its text and its owner are those of the action in the language of the questions. Raises Refused
    for a form without a repeat for recommendations.
    """
    repeat = _repeat(assessment.instance)
    if not repeat:
        raise Refused("This form has no place for recommendations.")
    key = new_id()
    instance = f"{repeat}[{key}]"
    owner, text = _split_owner(suggestion.actions[assessment.instance.language])
    values = {"text": text, "section": suggestion.dimension, "area": suggestion.area}
    answers = {
        f"{instance}/{IN_FORM[part]}": value
        for part, value in values.items()
        if f"{repeat}/{IN_FORM[part]}" in assessment.instance.form.binds
    }
    beside = {"meets": " ".join(suggestion.meets)} | ({"owner": owner} if owner else {})
    moves = [Move("repeat", instance, None, {"added": assessment.next_place(repeat)})]
    moves += [Move("answer", k, None, Answer(value=v).body()) for k, v in answers.items()]
    moves.append(Move(KIND, key, None, beside))

    def live() -> Changes:
        changes = assessment.instance.add_repeat(repeat, key)
        return changes | assessment.instance.set_stored(answers)

    return assessment.perform(moves, text, live)


def _split_owner(action: str) -> tuple[str, str]:
    """Split "Police: add …" into who does it and what; the first is blank without one."""
    owner, colon, text = action.partition(":")
    if not colon or not text.strip() or "." in owner or ";" in owner:
        return "", action
    text = text.strip()
    return owner.strip(), text[:1].upper() + text[1:]


def payers_of_area(assessment: Assessment, area: str) -> tuple[str, ...]:
    """Return who pays for an area now or soon, by the form's repeat of offers, each once."""
    found: dict[str, None] = {}
    for node in assessment.instance.questions():
        if node.name != question_names.OFFER_AREA or node.value != area:
            continue
        row = assessment.node(node.reference.rpartition("/")[0])
        siblings = {each.name: each for each in row.children}
        status = siblings.get(question_names.OFFER_STATUS)
        payer = siblings.get(question_names.OFFER_PAYER)
        if payer is not None and status is not None and status.value in question_names.OFFER_LIVE:
            found[choice_label(payer, payer.value)] = None
    return tuple(found)


def annotate_action(assessment: Assessment, key: str, **parts: str) -> Changes:
    """Set parts without a question (EXTRA_PARTS); a blank removes one. Raises Refused."""
    for part, value in parts.items():
        if value or part not in EXTRA_PARTS:
            _check_part(part, value)
    before: dict[str, Any] = _extra_parts(assessment, key)
    after = {part: value for part, value in {**before, **parts}.items() if value}
    if "meets" in parts:
        after.pop("moves", None)  # what earlier missions had in its place
    if after == before:
        return Changes()
    if after.get("start", "") > after.get("end", "9999"):
        raise Refused(
            "The end, {end}, is before the start, {start}.",
            end=after["end"],
            start=after["start"],
        )
    return assessment.add([Move(KIND, key, before or None, after)], parts.get("owner", ""))


def action_outcomes(assessment: Assessment) -> dict[str, tuple[str, str]]:
    """Return (status, note) of recommendations of previous missions by their ids."""
    extra = {key: _extra_parts(assessment, key) for key in assessment.present(KIND)}
    return {
        key: (parts["status"], parts.get("note", ""))
        for key, parts in extra.items()
        if parts.get("status")
    }


def _check_part(part: str, value: str) -> None:
    """Raise Refused for a part or a value that there is not."""
    allowed = {"cost": COSTS, "status": STATUSES}.get(part)
    if part not in EXTRA_PARTS or (allowed and value not in allowed):
        raise Refused(
            "{part} cannot be {value}: it is one of {known}.",
            part=part,
            value=value,
            known=", ".join(allowed or EXTRA_PARTS),
        )
    if part in ("start", "end") and not _is_day(value):
        raise Refused("{value} is no date. Write year, month and day: 2027-01-31.", value=value)
    if part in ("amount", "funded") and not _AMOUNT.fullmatch(value):
        raise Refused("{value} is no amount. Write digits alone: 25000.", value=value)
    if part == "currency" and not _CURRENCY.fullmatch(value):
        raise Refused("{value} is no currency. Write its three letters: USD.", value=value)


_AMOUNT = re.compile(r"\d{1,15}(\.\d{1,2})?", re.ASCII)
_CURRENCY = re.compile(r"[A-Z]{3}")


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def action_statuses(assessment: Assessment) -> dict[str, str]:
    """Return the status of recommendations of previous missions by their ids."""
    return {key: status for key, (status, _) in action_outcomes(assessment).items()}


def previous_actions(assessment: Assessment) -> tuple[PreviousAction, ...]:
    """Return the recommendations of the previous mission with their status."""
    found = []
    for reference, answer in previous_answers(assessment.mission).items():
        instance, _, name = reference.rpartition("/")
        if name == question_names.REC_TEXT and instance.endswith("]"):
            key = derive.id_of(instance)
            extra = _extra_parts(assessment, key)
            status, note = extra.get("status", ""), extra.get("note", "")
            found.append(PreviousAction(key, answer.value, status, note))
    return tuple(found)


def possible_predecessors(plan: Sequence[PlannedAction], action: PlannedAction) -> tuple[str, ...]:
    """Return the ids on which an action may build: no cycle arises."""
    after = {each.id: each.after for each in plan}

    def builds_on(action_id: str, visited: frozenset[str] = frozenset()) -> bool:
        before = set(after.get(action_id, ())) - visited
        return action.id in before or any(builds_on(each, visited | {action_id}) for each in before)

    return tuple(key for key in after if key != action.id and not builds_on(key))


def _repeat(instance: Instance) -> str:
    for path, bind in instance.form.binds.items():
        if path.endswith(f"/{question_names.REC_TEXT}") and bind.meta.get("kind") == KIND:
            return path.rpartition("/")[0]
    return ""
