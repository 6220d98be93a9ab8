"""The verb of the plan: recommendations listed, accepted, edited, ordered and followed up."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Any

from assessor.assessment.assessment import Assessment
from assessor.assessment.entries.recommendation_plan import BESIDE, COSTS, IN_FORM, STATUSES
from assessor.cli.base import console
from assessor.cli.base.options import mission_verb, opened
from assessor.errors import Refused


def add_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verbs of this module."""
    plan = verbs.add_parser("plan", help="what is recommended, by whom, when, in which order")
    inner = plan.add_subparsers(dest="plan_verb", metavar="VERB", required=True)

    look = mission_verb(
        inner, "list", "the plan, what the rules propose, what was recommended before"
    )
    look.add_argument("--json", action="store_true")
    look.set_defaults(run=_list)

    take = mission_verb(inner, "accept", "take an area that is proposed into the plan")
    take.add_argument("area", metavar="AREA")
    take.set_defaults(run=_accept)

    edit = mission_verb(inner, "set", "say more or something else of a recommendation")
    edit.add_argument("action", metavar="ID", help="its id or number")
    for part in (*IN_FORM, "owner", "after", "moves"):
        edit.add_argument(f"--{part}", metavar="TEXT")
    edit.add_argument(
        "--cost", choices=("", *COSTS), metavar="BAND", help=f"{', '.join(COSTS)}; or blank"
    )
    edit.set_defaults(run=_set)

    move = mission_verb(inner, "move", "put a recommendation at another place")
    move.add_argument("action", metavar="ID", help="its id or number")
    move.add_argument("place", type=int, metavar="PLACE", help="1 is the first")
    move.set_defaults(run=_move)

    follow = mission_verb(inner, "follow", "what became of a recommendation of the mission before")
    follow.add_argument("action", metavar="ID")
    follow.add_argument("status", choices=STATUSES)
    follow.add_argument("--note", metavar="TEXT")
    follow.set_defaults(run=_follow)


def _list(given: argparse.Namespace) -> int:
    with opened(given) as assessment:
        facts = plan_facts(assessment)
    if given.json:
        console.as_json(facts)
        return 0
    shown = ("number", "id", "text", "section", "area", "horizon", "priority", "owner", "cost")
    console.table(([each[part] for part in shown] for each in facts["plan"]), shown)
    console.table(
        (
            [each["area"], each["priority"], "; ".join(each["partners"]), each["because"]]
            for each in facts["proposed"]
        ),
        ("proposed", "priority", "partners", "because"),
    )
    console.table(
        ([each["id"], each["status"] or "open", each["text"]] for each in facts["before"]),
        ("before", "status", ""),
    )
    return 0


def plan_facts(assessment: Assessment) -> dict[str, Any]:
    """The plan, the proposals with their reasons and the follow-up, as plain values."""
    return {
        "plan": [
            {"number": number} | asdict(each) for number, each in enumerate(assessment.plan(), 1)
        ],
        "proposed": [
            {
                "area": each.code,
                "priority": each.priority,
                "builds_on": list(each.prerequisites),
                "partners": list(assessment.payers(each.code)),
                "because": "; ".join(
                    f"{why.indicator or why.question} {why.value}" for why in each.triggers
                ),
            }
            for each in assessment.proposed()
        ],
        "before": [asdict(each) for each in assessment.followed()],
    }


def _accept(given: argparse.Namespace) -> int:
    with opened(given) as assessment:
        found = [each for each in assessment.proposed() if each.code == given.area]
        if not found:
            raise Refused("The rules do not propose {area}.", area=given.area)
        assessment.accept(found[0])
        made = assessment.plan()[-1]
    console.line(f"{made.id}: {made.text}")
    return 0


def _set(given: argparse.Namespace) -> int:
    with opened(given) as assessment:
        action = assessment.action(given.action)
        for part, name in IN_FORM.items():
            if getattr(given, part) is not None:
                assessment.answer(f"{action.reference}/{name}", getattr(given, part))
        said = {part: getattr(given, part, None) for part in BESIDE}
        assessment.say_beside(
            action.id, **{p: text for p, text in said.items() if text is not None}
        )
    console.line(f"{action.id}: kept")
    return 0


def _move(given: argparse.Namespace) -> int:
    with opened(given) as assessment:
        action = assessment.action(given.action)
        assessment.move_action(action, given.place - 1)
        order = [each.id for each in assessment.plan()]
    console.line(f"{action.id}: number {order.index(action.id) + 1} of {len(order)}")
    return 0


def _follow(given: argparse.Namespace) -> int:
    with opened(given) as assessment:
        if given.action not in {each.id for each in assessment.followed()}:
            raise Refused("The mission before has no recommendation {name}.", name=given.action)
        more = {"note": given.note} if given.note is not None else {}
        assessment.say_beside(given.action, status=given.status, **more)
    console.line(f"{given.action}: {given.status}")
    return 0
