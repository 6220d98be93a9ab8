"""The verbs plan …: list, accept, edit, order and follow up recommendations."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict
from typing import Any

from assessor.assessment.assessment import Assessment
from assessor.assessment.entries.recommendation_plan import (
    COSTS,
    EXTRA_PARTS,
    IN_FORM,
    STATUSES,
    accept_area,
    annotate_action,
    find_action,
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


@verb("plan list", *MISSION_ARGUMENTS, JSON, examples=["plan list san-verano.mission"])
def _list(options: Namespace) -> None:
    with open_assessment(options) as assessment:
        facts = plan_facts(assessment)
    if options.json:
        console.print_json(facts)
        return
    shown = ("number", "id", "text", "section", "area", "horizon", "priority", "owner", "cost")
    console.print_table(([each[part] for part in shown] for each in facts["plan"]), shown)
    console.print_table(
        (
            [each["area"], each["priority"], "; ".join(each["partners"]), each["because"]]
            for each in facts["proposed"]
        ),
        ("proposed", "priority", "partners", "because"),
    )
    console.print_table(
        ([each["id"], each["status"] or "open", each["text"]] for each in facts["before"]),
        ("before", "status", ""),
    )


def plan_facts(assessment: Assessment) -> dict[str, Any]:
    """The plan, the proposals with their reasons and the follow-up, as plain values."""
    return {
        "plan": [
            {"number": number} | asdict(each) for number, each in enumerate(plan_of(assessment), 1)
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
            }
            for each in proposed_areas(assessment)
        ],
        "before": [asdict(each) for each in previous_actions(assessment)],
    }


@verb(
    "plan accept",
    *MISSION_ARGUMENTS,
    argument("area", "AREA"),
    examples=["plan accept san-verano.mission law_sub"],
)
def _accept(options: Namespace) -> None:
    with open_assessment(options) as assessment:
        found = [each for each in proposed_areas(assessment) if each.code == options.area]
        if not found:
            raise Refused("The rules do not propose {area}.", area=options.area)
        accept_area(assessment, found[0])
        made = plan_of(assessment)[-1]
    console.print_line(f"{made.id}: {made.text}")


@verb(
    "plan set",
    *MISSION_ARGUMENTS,
    argument("action", "ID"),
    *(argument(f"--{part}", "TEXT") for part in (*IN_FORM, "owner", "after", "moves")),
    argument("--cost", "BAND", f"{', '.join(COSTS)}; or blank", choices=("", *COSTS)),
    examples=['plan set san-verano.mission 1 --owner "Ministry" --cost medium'],
)
def _set(options: Namespace) -> None:
    with open_assessment(options) as assessment:
        action = find_action(assessment, options.action)
        for part, name in IN_FORM.items():
            if getattr(options, part) is not None:
                assessment.answer(f"{action.reference}/{name}", getattr(options, part))
        said = {part: getattr(options, part, None) for part in EXTRA_PARTS}
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
        if options.action not in {each.id for each in previous_actions(assessment)}:
            raise Refused("The mission before has no recommendation {name}.", name=options.action)
        more = {"note": options.note} if options.note is not None else {}
        annotate_action(assessment, options.action, status=options.status, **more)
    console.print_line(f"{options.action}: {options.status}")
