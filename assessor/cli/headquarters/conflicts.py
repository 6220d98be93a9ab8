"""The verbs inbox, decide and settle: open conflicts and their decisions."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import Any

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.answer import answer_of
from assessor.assessment.exchange.team_keys import namesake_notices
from assessor.assessment.headquarters import resolution_rules
from assessor.assessment.headquarters.case_cache import CaseCache
from assessor.assessment.headquarters.conflict_texts import conflict_text
from assessor.assessment.headquarters.received_cases import maker_notices
from assessor.cli.base import console
from assessor.cli.base.arguments import JSON, PASSPHRASE, REGISTRY, argument, either, flag, text
from assessor.cli.base.entries import author_marked, entry_facts
from assessor.cli.base.options import open_mission, own_identity
from assessor.cli.base.verb import verb
from assessor.errors import Refused
from assessor.store.model.entry import Conflict, fold_heads


@verb(
    "inbox",
    REGISTRY,
    flag("--all", "print what everybody says who is not a member of the team"),
    JSON,
    PASSPHRASE,
    examples=["inbox hq.registry", "inbox hq.registry --all"],
)
def _inbox(options: Namespace) -> None:
    with open_mission(options) as mission:
        with CaseCache(mission, own_identity()) as shelf:
            waiting = shelf.conflicts()
            about_makers = maker_notices(shelf, console.user_language())
        notices: list[dict[str, Any]] = [
            {
                "kind": "namesakes",
                "mission": one.details["mission"],
                "notice": console.sentence_of(one),
            }
            for one in namesake_notices(mission, own_identity())
        ]
        notices += [{"kind": "makers", "notice": console.sentence_of(one)} for one in about_makers]
        found = [
            facts
            for uuid, some in groupby(waiting, lambda one: one.assessment)
            for facts in _facts(
                Assessment.of(mission, uuid, own_identity()),
                some,
                everything=options.all or options.json,
            )
        ]
    if options.json:
        console.print_json([*found, *notices])
        return
    for each in found:
        _print_conflict(each)
    console.print_lines(one["notice"] for one in notices)
    console.print_line(f"{len(found)} conflicts to decide")


def _print_conflict(facts: dict[str, Any]) -> None:
    """A conflict as it is read: the question, then a side in two or three lines each."""
    console.print_line(f"{facts['conflict']}  {facts['mission']}")
    console.print_line(f"  {' · '.join((*facts['around'], facts['label'] or facts['key']))}")
    kind = "" if facts["kind"] == "answer" else f"{facts['kind']} "
    console.print_line(f"  {kind}{facts['key']}")
    for head in facts["heads"]:
        author = f"published, says {author_marked(head)}" if head["claim"] else author_marked(head)
        parts = (head["evidence_label"], author, head["at"])
        console.print_line(f"    {head['entry'][:14]}  {_head_text(head)}")
        console.print_line(f"      {', '.join(part for part in parts if part)}")
        if head["source_labels"]:
            console.print_line(f"      cites {'; '.join(head['source_labels'])}")
        if head.get("note"):
            console.print_line(f"      “{' '.join(head['note'].split())}”")
    if facts["folded"]:
        console.print_line(
            f"    … and {facts['folded']} others who are not members of the team: inbox --all"
        )


_LONGEST_CODE = 60
"""Characters of a value that are worth reading beside its label."""


def _head_text(head: dict[str, Any]) -> str:
    """What a side says; a choice's code, which decide --value takes, before its label."""
    if head["gone"]:
        return "deleted"
    if head["withheld"]:
        return "withheld"
    value, label = head["value"], head["value_label"]
    if not value and not label:
        return f"blank: {head['missing_label']}" if head["missing_label"] else "blank"
    alone = label in ("", value) or not value or len(value) > _LONGEST_CODE
    return label if alone else f"{value} = {label}"


def _facts(
    assessment: Assessment, conflicts: Iterable[Conflict], *, everything: bool
) -> Iterator[dict[str, Any]]:
    trust, language = assessment.trust(), console.user_language()
    for conflict in conflicts:
        heads = conflict.heads if everything else fold_heads(conflict.heads)
        words = conflict_text(assessment, replace(conflict, heads=heads), language)
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
                for entry, side in zip(heads, words.sides, strict=True)
            ],
            "folded": len(conflict.heads) - len(heads),
        }


@verb(
    "decide",
    REGISTRY,
    argument("conflict", "CONFLICT"),
    either(
        argument("--take", "ENTRY", "one of its entries, by name"),
        argument("--value", "VALUE", "another value"),
        flag("--none", "nothing of what people say who are no members"),
        required=True,
    ),
    text("--note", "TEXT", "the reason, stored with the decision"),
    PASSPHRASE,
    examples=[
        'decide hq.registry f37a39dd43 --take 5d22c7a1 --note "The register was read"',
        "decide hq.registry f37a39dd43 --value 120",
    ],
)
def _decide(options: Namespace) -> None:
    with open_mission(options) as mission, CaseCache(mission, own_identity()) as shelf:
        conflict = next((c for c in shelf.conflicts() if c.id == options.conflict), None)
        if conflict is None:
            raise Refused("There is no open conflict {name}; see inbox.", name=options.conflict)
        assessment = Assessment.of(mission, conflict.assessment, own_identity())
        value = options.value
        try:
            doubt = resolution_rules.resolution_objection(assessment, conflict, options.take, value)
            if doubt is not None and not options.note:
                raise Refused("{why} The reason goes into --note.", why=doubt)
            broken = (
                resolution_rules.constraint_message(assessment, conflict, value) if value else ""
            )
            assessment.decide(conflict, take=options.take, value=value, note=options.note)
        except ValueError as error:
            raise Refused("{why}", why=error) from error
        assessment.seal()
        left = len(shelf.conflicts())
    console.print_line(f"{options.conflict}: decided; {left} conflicts left")
    if broken:
        console.print_line(f"VIOLATION {conflict.key}: {broken}")


@verb(
    "settle",
    REGISTRY,
    argument(
        "--rule",
        required=True,
        choices=tuple(resolution_rules.RULE_REASONS),
        meaning="answered: an answer before blanks; evidence: the better evidenced answer; "
        "same: one answer in two entries",
    ),
    text("--note", "TEXT", "the reason, stored with each decision"),
    flag("--preview", "print the decisions; change nothing"),
    JSON,
    PASSPHRASE,
    examples=["settle hq.registry --rule evidence --preview"],
)
def _settle(options: Namespace) -> None:
    with open_mission(options) as mission, CaseCache(mission, own_identity()) as shelf:
        waiting = shelf.conflicts()
        note = options.note or console.sentence_of(resolution_rules.RULE_REASONS[options.rule])
        rulings = resolution_rules.resolve_by_rule(
            mission, own_identity(), options.rule, waiting,
            note=note, language=console.user_language(), preview=options.preview,
        )  # fmt: skip
    left = len(waiting) - len(rulings)
    if options.json:
        facts = console.attributes(options, "rule preview")
        console.print_json(facts | {"taken": list(map(_ruling_facts, rulings)), "left": left})
        return
    console.print_table(
        (one.conflict.id, one.mission, one.question, one.value, one.taken.author) for one in rulings
    )
    done = "would be settled; nothing was changed" if options.preview else "settled"
    console.print_line(f"{len(rulings)} conflicts {done}; {left} wait for a person")


def _ruling_facts(ruling: resolution_rules.RuleResult) -> dict[str, Any]:
    return {
        "conflict": ruling.conflict.id,
        "mission": ruling.mission,
        "key": ruling.conflict.key,
        "take": ruling.taken.name,
        "value": answer_of(ruling.taken).value,
        "value_label": ruling.value,
        "label": ruling.question,
        "author": ruling.taken.author,
    }
