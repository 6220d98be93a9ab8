"""The verb inbox: list open conflicts."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from assessor.assessment.assessment import Assessment
from assessor.assessment.headquarters.case_cache import CaseCache
from assessor.assessment.headquarters.conflict_texts import conflict_text
from assessor.cli.base import console
from assessor.cli.base.arguments import JSON, PASSPHRASE, REGISTRY
from assessor.cli.base.entries import author_marked, entry_facts
from assessor.cli.base.options import own_identity, read_passphrase
from assessor.cli.base.verb import verb
from assessor.store.model.entry import Conflict
from assessor.store.write.mission import Mission


@verb("inbox", REGISTRY, JSON, PASSPHRASE, examples=["inbox hq.registry"])
def _run(options: Namespace) -> None:
    with Mission.open(options.registry, passphrase=read_passphrase(options)) as mission:
        with CaseCache(mission, own_identity()) as shelf:
            waiting = shelf.conflicts()
        found = [
            facts
            for uuid, some in groupby(waiting, lambda one: one.assessment)
            for facts in _facts(Assessment.of(mission, uuid, own_identity()), some)
        ]
    if options.json:
        console.print_json(found)
        return
    for each in found:
        _print_conflict(each)
    console.print_line(f"{len(found)} conflicts to decide")


def _print_conflict(facts: dict[str, Any]) -> None:
    """A conflict as it is read: the question, then a side in two or three lines each."""
    console.print_line(f"{facts['conflict']}  {facts['mission']}")
    console.print_line(f"  {' · '.join((*facts['around'], facts['label'] or facts['key']))}")
    console.print_line(f"  {facts['key']}")
    for head in facts["heads"]:
        parts = (head["evidence_label"], author_marked(head), head["at"])
        console.print_line(f"    {head['entry'][:14]}  {_head_text(head)}")
        console.print_line(f"      {', '.join(part for part in parts if part)}")
        if head["source_labels"]:
            console.print_line(f"      cites {'; '.join(head['source_labels'])}")
        if head.get("note"):
            console.print_line(f"      “{' '.join(head['note'].split())}”")


def _head_text(head: dict[str, Any]) -> str:
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
    trust, language = assessment.trust(), console.user_language()
    for conflict in conflicts:
        words = conflict_text(assessment, conflict, language)
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
