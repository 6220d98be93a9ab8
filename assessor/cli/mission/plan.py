"""The verbs plan …: list, accept, edit, order and follow up recommendations."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict
from typing import Any

from assessor.assessment.assessment import Assessment
from assessor.assessment.entries.recommendation_plan import (
    COSTS,
    IN_FORM,
    PLAN_PARTS,
    STATUSES,
    accept_suggestion,
    annotate_action,
    find_action,
    find_previous_action,
    is_planned,
    move_action,
    payers_of_area,
    plan_of,
    previous_actions,
    proposed_areas,
)
from assessor.cli.base import console
from assessor.cli.base.arguments import JSON, MISSION_ARGUMENTS, argument
from assessor.cli.base.options import open_assessment
from assessor.cli.base.verb import verb
from assessor.errors import Refused

_HINTS = {
    "meets": "targets, with a blank between: INDICATOR.CRITERION, or a fact's question",
    "start": "YYYY-MM-DD",
    "end": "YYYY-MM-DD",
    "cost": f"{', '.join(COSTS)}, where no amount is known",
    "amount": "what it costs, in its currency",
    "currency": "three letters, such as USD",
    "funded": "what is funded of the amount",
    "after": "ids of the recommendations that it builds on",
    "partner": "who helps",
    "baseline": "how things stand, in your words",
    "aim": "what is to be reached, in your words",
    "check": "how to check it, in your words",
}


@verb("plan list", *MISSION_ARGUMENTS, JSON, examples=["plan list san-verano.mission"])
def _list(options: Namespace) -> None:
    with open_assessment(options) as assessment:
        facts = plan_facts(assessment)
    if options.json:
        console.print_json(facts)
        return
    shown = ("number", "id", "text", "section", "area", "horizon", "priority", "owner", "start",
             "end", "amount", "currency", "meets")  # fmt: skip
    console.print_table(([each[part] for part in shown] for each in facts["plan"]), shown)
    console.print_table(
        (
            [
                each["area"],
                each["priority"],
                "; ".join(each["partners"]),
                action["meets"],
                "in the plan" if action["planned"] else "suggested",
                action["action"],
            ]
            for each in facts["proposed"]
            for action in each["actions"]
        ),
        ("area", "priority", "partners", "to meet", "state", ""),
    )
    console.print_table(
        (
            [number, each["id"], each["status"] or "not known", each["text"]]
            for number, each in enumerate(facts["before"], 1)
        ),
        ("number", "before", "what became of it", ""),
    )


def plan_facts(assessment: Assessment) -> dict[str, Any]:
    """The plan, the proposals with their reasons and the follow-up, as plain values."""
    plan = plan_of(assessment)
    return {
        "plan": [
            {"number": number} | asdict(each) | {"meets": " ".join(each.meets)}
            for number, each in enumerate(plan, 1)
        ],
        "proposed": [
            {
                "area": each.code,
                "priority": each.priority,
                "builds_on": list(each.prerequisites),
                "partners": list(payers_of_area(assessment, each.code)),
                "because": "; ".join(
                    f"{why.indicator or why.question} {why.value}" for why in each.triggers
                ),
                "actions": [
                    {
                        "meets": " ".join(action.meets),
                        "action": action.actions[assessment.instance.language],
                        "planned": is_planned(plan, action),
                    }
                    for action in each.suggestions
                ],
            }
            for each in proposed_areas(assessment)
        ],
        "before": [asdict(each) for each in previous_actions(assessment)],
    }


@verb(
    "plan accept",
    *MISSION_ARGUMENTS,
    argument("what", "WHAT", "what an action is to meet, or an area for all its actions"),
    examples=[
        "plan accept san-verano.mission thr_statistics.yearly_table",
        "plan accept san-verano.mission stats",
    ],
)
def _accept(options: Namespace) -> None:
    with open_assessment(options) as assessment:
        suggested = [each for area in proposed_areas(assessment) for each in area.suggestions]
        found = [each for each in suggested if options.what in (*each.meets, each.area)]
        if not found:
            raise Refused("Nothing is suggested for {area}.", area=options.what)
        before = plan_of(assessment)
        for each in found:
            if not is_planned(before, each):
                accept_suggestion(assessment, each)
        made = plan_of(assessment)[len(before) :]
    console.print_lines(f"{each.id}: {each.text}" for each in made)


@verb(
    "plan set",
    *MISSION_ARGUMENTS,
    argument("action", "ID"),
    *(argument(f"--{part}", "TEXT", _HINTS.get(part, "")) for part in (*IN_FORM, *PLAN_PARTS)),
    examples=[
        'plan set san-verano.mission 1 --owner "Ministry" --start 2027-01-01 --end 2027-06-30',
        "plan set san-verano.mission 1 --amount 25000 --currency USD --funded 10000",
    ],
)
def _set(options: Namespace) -> None:
    with open_assessment(options) as assessment:
        action = find_action(assessment, options.action)
        for part, name in IN_FORM.items():
            if getattr(options, part) is not None:
                assessment.answer(f"{action.reference}/{name}", getattr(options, part))
        said = {part: getattr(options, part) for part in PLAN_PARTS}
        annotate_action(
            assessment, action.id, **{p: text for p, text in said.items() if text is not None}
        )
    console.print_line(f"{action.id}: kept")


@verb(
    "plan move",
    *MISSION_ARGUMENTS,
    argument("action", "ID"),
    argument("place", "PLACE", "1 is the first", type=int),
    examples=["plan move san-verano.mission 3 1"],
)
def _move(options: Namespace) -> None:
    with open_assessment(options) as assessment:
        action = find_action(assessment, options.action)
        move_action(assessment, action, options.place - 1)
        order = [each.id for each in plan_of(assessment)]
    console.print_line(f"{action.id}: number {order.index(action.id) + 1} of {len(order)}")


@verb(
    "plan follow",
    *MISSION_ARGUMENTS,
    argument("action", "ID"),
    argument("status", choices=STATUSES),
    argument("--note", "TEXT"),
    examples=['plan follow san-verano.mission 1 "under way" --note "Budget is voted"'],
)
def _follow(options: Namespace) -> None:
    with open_assessment(options) as assessment:
        action = find_previous_action(assessment, options.action)
        more = {"note": options.note} if options.note is not None else {}
        annotate_action(assessment, action.id, status=options.status, **more)
    console.print_line(f"{action.id}: {options.status}")
