"""Verbs at headquarters: inbox, decide."""

from __future__ import annotations

import argparse
from typing import Any

from assessor.assessment.assessment import Assessment
from assessor.assessment.ruling import doubt_of
from assessor.assessment.shelf import Shelf
from assessor.cli import say
from assessor.cli.missions import entry_facts, marked, me, passphrase, passphrase_of, registry_place
from assessor.errors import Refused
from assessor.store.entry import Conflict
from assessor.store.mission import Mission


def add_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verbs of this module."""
    inbox = verbs.add_parser("inbox", help="the conflicts that wait for a decision")
    registry_place(inbox)
    inbox.add_argument("--json", action="store_true")
    passphrase(inbox)
    inbox.set_defaults(run=_inbox)

    decide = verbs.add_parser("decide", help="settle a conflict")
    registry_place(decide)
    decide.add_argument("conflict", metavar="CONFLICT")
    what = decide.add_mutually_exclusive_group(required=True)
    what.add_argument("--take", metavar="ENTRY", help="one of its entries, by name")
    what.add_argument("--value", metavar="V", help="a value of your own")
    decide.add_argument(
        "--note", default="", metavar="N", help="the reason, kept with the decision"
    )
    passphrase(decide)
    decide.set_defaults(run=_decide)


def _inbox(given: argparse.Namespace) -> int:
    with Mission.open(given.registry, passphrase=passphrase_of(given)) as mission:
        with Shelf(mission, me()) as shelf:
            waiting = shelf.conflicts()
        found = [_facts(mission, conflict) for conflict in waiting]
    if given.json:
        say.as_json(found)
        return 0
    for each in found:
        say.line(f"{each['conflict']}  {each['mission']}  {each['key']}")
        say.line(f"  {each['label']}")
        say.table(
            (
                head["entry"][:14],
                head["value"],
                head.get("evidence", ""),
                marked(head),
                head["at"],
                head.get("note", ""),
            )
            for head in each["heads"]
        )
    say.line(f"{len(found)} conflicts to decide")
    return 0


def _facts(mission: Mission, conflict: Conflict) -> dict[str, Any]:
    assessment = Assessment.of(mission, conflict.assessment, me())
    trust = assessment.trust()
    try:
        label = assessment.node(conflict.key).label
    except KeyError:
        label = ""
    return {
        "conflict": conflict.id,
        "assessment": conflict.assessment,
        "mission": assessment.title,
        "kind": conflict.kind,
        "key": conflict.key,
        "label": label,
        "heads": [entry_facts(entry, trust) for entry in conflict.heads],
    }


def _decide(given: argparse.Namespace) -> int:
    with (
        Mission.open(given.registry, passphrase=passphrase_of(given)) as mission,
        Shelf(mission, me()) as shelf,
    ):
        found = [each for each in shelf.conflicts() if each.id == given.conflict]
        if not found:
            raise Refused("There is no open conflict {name}; see inbox.", name=given.conflict)
        assessment = Assessment.of(mission, found[0].assessment, me())
        if not given.note and (doubt := doubt_of(assessment, found[0], given.take)):
            raise Refused("{why} The reason goes into --note.", why=doubt)
        try:
            assessment.decide(found[0], take=given.take, value=given.value, note=given.note)
        except ValueError as error:
            raise Refused("{why}", why=error) from error
        assessment.seal()
        left = len(shelf.conflicts())
    say.line(f"{given.conflict}: decided; {left} conflicts left")
    return 0
