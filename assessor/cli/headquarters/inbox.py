"""Verbs at headquarters: inbox, decide."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from assessor.assessment.assessment import Assessment
from assessor.assessment.headquarters.case_cache import Shelf
from assessor.assessment.headquarters.conflict_texts import disputed
from assessor.assessment.headquarters.resolution_rules import broken_by, doubt_of
from assessor.cli.base import console
from assessor.cli.base.options import hint_of_a_name, me, passphrase, passphrase_of, registry_place
from assessor.cli.mission.mission_verbs import entry_facts, marked
from assessor.errors import Refused
from assessor.store.model.entry import Conflict
from assessor.store.write.mission import Mission


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
    what.add_argument("--value", metavar="VALUE", help="a value of your own")
    decide.add_argument(
        "--note", default="", metavar="TEXT", help="the reason, kept with the decision"
    )
    passphrase(decide)
    decide.set_defaults(run=_decide)


def _inbox(given: argparse.Namespace) -> int:
    with Mission.open(given.registry, passphrase=passphrase_of(given)) as mission:
        with Shelf(mission, me()) as shelf:
            waiting = shelf.conflicts()
        found = [
            facts
            for uuid, some in groupby(waiting, lambda one: one.assessment)
            for facts in _facts(Assessment.of(mission, uuid, me()), some)
        ]
    if given.json:
        console.as_json(found)
        return 0
    for each in found:
        _tell(each)
    console.line(f"{len(found)} conflicts to decide")
    return 0


def _tell(facts: dict[str, Any]) -> None:
    """A conflict as it is read: the question, then a side in two or three lines each."""
    console.line(f"{facts['conflict']}  {facts['mission']}")
    console.line(f"  {' · '.join((*facts['around'], facts['label'] or facts['key']))}")
    console.line(f"  {facts['key']}")
    for head in facts["heads"]:
        parts = (head["evidence_label"], marked(head), head["at"])
        console.line(f"    {head['entry'][:14]}  {_said(head)}")
        console.line(f"      {', '.join(part for part in parts if part)}")
        if head["source_labels"]:
            console.line(f"      cites {'; '.join(head['source_labels'])}")
        if head.get("note"):
            console.line(f"      “{' '.join(head['note'].split())}”")


def _said(head: dict[str, Any]) -> str:
    """What a side says; a choice's code, which decide --value takes, before its label."""
    if head["gone"]:
        return "deleted"
    if head["withheld"]:
        return "withheld"
    value, label = head["value"], head["value_label"]
    if not value and not label:
        return f"blank: {head['missing_label']}" if head["missing_label"] else "blank"
    return label if label in ("", value) or not value else f"{value} = {label}"


def _facts(assessment: Assessment, conflicts: Iterable[Conflict]) -> Iterator[dict[str, Any]]:
    trust, language = assessment.trust(), console.language_of_person()
    for conflict in conflicts:
        words = disputed(assessment, conflict, language)
        yield {
            "conflict": conflict.id,
            "assessment": conflict.assessment,
            "mission": assessment.title,
            "kind": conflict.kind,
            "key": conflict.key,
            "label": words.question,
            "around": list(words.around),
            "heads": [
                entry_facts(entry, trust)
                | {
                    "value_label": side.said,
                    "evidence_label": side.evidence,
                    "missing_label": side.missing,
                    "source_labels": list(side.sources),
                }
                for entry, side in zip(conflict.heads, words.sides, strict=True)
            ],
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
        try:
            doubt = doubt_of(assessment, found[0], given.take, given.value)
            if doubt is not None and not given.note:
                raise Refused("{why} The reason goes into --note.", why=doubt)
            broken = broken_by(assessment, found[0], given.value) if given.value else ""
            assessment.decide(found[0], take=given.take, value=given.value, note=given.note)
        except ValueError as error:
            raise Refused("{why}", why=error) from error
        assessment.seal()
        left = len(shelf.conflicts())
    console.line(f"{given.conflict}: decided; {left} conflicts left")
    if broken:
        console.line(f"VIOLATION {found[0].key}: {broken}")
    hint_of_a_name()
    return 0
