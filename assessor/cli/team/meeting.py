"""Verbs of the day: meeting start, end, list, disagreements, settle; and tonight."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assessor.assessment.assessment import Assessment
from assessor.assessment.base.references import resolve
from assessor.assessment.entries.clusters import cluster_labels
from assessor.assessment.entries.meetings import ATTRIBUTION, StatementDisagreement
from assessor.assessment.entries.tasks import told
from assessor.assessment.exchange.open_items import KINDS, tonight
from assessor.cli.base import console
from assessor.cli.base.options import mission_verb, opened, passphrase
from assessor.errors import Refused
from assessor.form.labels.styled_text import plain_text


def add_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verbs of this module."""
    meeting = verbs.add_parser("meeting", help="what is said while a meeting runs cites it")
    inner = meeting.add_subparsers(dest="meeting_verb", metavar="VERB", required=True)

    start = mission_verb(inner, "start", "begin one; another that runs ends")
    start.add_argument("--institution", default="", metavar="NAME")
    start.add_argument("--cluster", default="", metavar="CODE", help="as the form's questions say")
    start.add_argument("--roles", default="", metavar="TEXT", help="who is there, by role only")
    start.add_argument("--people", default="", metavar="N", help="how many")
    start.add_argument("--place", default="", metavar="TEXT")
    start.add_argument(
        "--attribution",
        default="",
        choices=("", *ATTRIBUTION),
        metavar="HOW",
        help=f"as what reports may name the source: {', '.join(ATTRIBUTION)}",
    )
    start.add_argument("--consent", action="store_true", help="the consent words were read out")
    start.set_defaults(run=_start)

    mission_verb(inner, "end", "end the one that runs").set_defaults(run=_end)

    look = mission_verb(inner, "list", "every source, the newest first")
    look.add_argument("--json", action="store_true")
    look.set_defaults(run=_list)

    torn = mission_verb(inner, "disagreements", "questions on which sources differ")
    torn.add_argument("--json", action="store_true")
    torn.set_defaults(run=_disagreements)

    settle = mission_verb(inner, "settle", "settle a finding from what sources said")
    settle.add_argument("reference", metavar="REF", help="a question's name or reference")
    settle.add_argument("value", metavar="VALUE")
    settle.add_argument("--reason", default="", metavar="TEXT")
    settle.set_defaults(run=_settle)

    _add_tonight(verbs)


def _add_tonight(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    evening = verbs.add_parser("tonight", help="what waits for the team, question by question")
    evening.add_argument("file", type=Path, metavar="FILE.mission")
    evening.add_argument(
        "--kind", default="", choices=("", *KINDS), metavar="KIND", help=", ".join(KINDS)
    )
    evening.add_argument("--person", metavar="NAME", help="whose sections; nobody's, if blank")
    evening.add_argument("--assessment", metavar="ID", help="which one, in a registry")
    evening.add_argument("--json", action="store_true")
    passphrase(evening)
    evening.set_defaults(run=_tonight)


def _start(given: argparse.Namespace) -> int:
    with opened(given) as assessment:
        known = cluster_labels(assessment.instance)
        if given.cluster and given.cluster not in known:
            raise Refused(
                "The form asks no cluster {code}: it asks {known}.",
                code=given.cluster,
                known=", ".join(known) or "none",
            )
        names = ("institution", "cluster", "roles", "people", "place", "attribution")
        facts = {name: getattr(given, name) for name in names}
        console.line(assessment.start_meeting(consent=given.consent, **facts))
    return 0


def _end(given: argparse.Namespace) -> int:
    with opened(given) as assessment:
        assessment.end_meeting()
    return 0


def _list(given: argparse.Namespace) -> int:
    with opened(given) as assessment:
        found = assessment.meetings()
        if given.json:
            names = ("id", "institution", "title", "cluster", "kind", "roles", "people", "place")
            times = ("date", "attribution", "consent", "started", "ended", "running")
            console.as_json(
                [{name: getattr(one, name) for name in (*names, *times)} for one in found]
            )
            return 0
        labels = cluster_labels(assessment.instance)
        console.table(
            (
                (
                    one.id,
                    "running" if one.running else one.date,
                    labels.get(one.cluster, one.cluster),
                    one.name,
                )
                for one in found
            ),
            ("id", "when", "cluster", "whom"),
        )
    return 0


def _disagreements(given: argparse.Namespace) -> int:
    with opened(given) as assessment:
        found = assessment.disagreements()
        sources = {one.id: one.name for one in assessment.meetings()}
        facts = [_facts(assessment, each, sources) for each in found]
    if given.json:
        console.as_json(facts)
    else:
        for one in facts:
            console.line(f"{'SETTLED' if one['settled'] else 'OPEN   '}  {one['reference']}")
            for voice in one["statements"]:
                console.line(f"         {voice['source']}: {voice['value']}")
    return 1 if any(not each.settled for each in found) else 0


def _facts(
    assessment: Assessment, torn: StatementDisagreement, sources: Mapping[str, str]
) -> dict[str, Any]:
    return {
        "reference": torn.reference,
        "finding": assessment.shown(torn.reference).value,
        "settled": torn.settled,
        "statements": [
            {
                "source": sources.get(str(body.get("source")), str(body.get("source"))),
                "value": body.get("value"),
                "note": body.get("note", ""),
            }
            for body in torn.statements.values()
        ],
    }


def _tonight(given: argparse.Namespace) -> int:
    with opened(given) as assessment:
        found = [
            one
            for one in tonight(assessment)
            if given.kind in ("", one.kind)
            and (given.person is None or told(one.person) == told(given.person))
        ]
        labels = {one.reference: plain_text(assessment.node(one.reference).label) for one in found}
    if given.json:
        console.as_json(
            [
                {
                    "kind": one.kind,
                    "reference": one.reference,
                    "question": labels[one.reference],
                    "why": one.why,
                    "clusters": list(one.clusters),
                    "person": one.person,
                }
                for one in found
            ]
        )
        return 0
    for one in found:
        console.line(f"{one.kind.upper():<12}  {one.reference}: {one.why or labels[one.reference]}")
    counts = Counter(one.kind for one in found)
    console.line(
        ", ".join(f"{counts[kind]} {kind}" for kind in KINDS if kind in counts) or "nothing waits"
    )
    return 0


def _settle(given: argparse.Namespace) -> int:
    with opened(given) as assessment:
        reference = resolve(assessment.instance, given.reference)
        try:
            assessment.settle(reference, given.value, reason=given.reason)
        except ValueError as error:
            raise Refused(
                "{value} is no answer here: {why}", value=given.value, why=error
            ) from error
    return 0
