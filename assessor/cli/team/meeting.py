"""The verbs meeting …: start and end meetings; settle what sources disagree on."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from typing import Any

from assessor.assessment.assessment import Assessment
from assessor.assessment.base.references import resolve_reference
from assessor.assessment.entries import meetings
from assessor.assessment.entries.clusters import cluster_labels
from assessor.cli.base import console
from assessor.cli.base.arguments import JSON, MISSION_ARGUMENTS, REFERENCE, argument, flag, text
from assessor.cli.base.options import open_assessment
from assessor.cli.base.verb import verb
from assessor.errors import Refused

_JSON_NAMES = (
    "id institution title cluster kind roles people place date attribution consent started ended "
    "running"
)


@verb(
    "meeting start",
    *MISSION_ARGUMENTS,
    text("--institution", "NAME"),
    text("--cluster", "CODE", "a code of the form"),
    text("--roles", "TEXT", "who is there, by role only"),
    text("--people", "N", "how many"),
    text("--place", "TEXT"),
    text(
        "--attribution",
        "HOW",
        f"how reports may name the source: {', '.join(meetings.ATTRIBUTION)}",
        choices=("", *meetings.ATTRIBUTION),
    ),
    flag("--consent", "the consent text was read out"),
    examples=['meeting start san-verano.mission --institution "Ministry" --cluster pol'],
)
def _start(options: Namespace) -> None:
    with open_assessment(options) as assessment:
        known = cluster_labels(assessment.instance)
        if options.cluster and options.cluster not in known:
            raise Refused(
                "The form asks no cluster {code}: it asks {known}.",
                code=options.cluster,
                known=", ".join(known) or "none",
            )
        facts = console.attributes(options, "institution cluster roles people place attribution")
        console.print_line(meetings.start_meeting(assessment, consent=options.consent, **facts))


@verb("meeting end", *MISSION_ARGUMENTS, examples=["meeting end san-verano.mission"])
def _end(options: Namespace) -> None:
    with open_assessment(options) as assessment:
        meetings.end_meeting(assessment)


@verb("meeting list", *MISSION_ARGUMENTS, JSON, examples=["meeting list san-verano.mission"])
def _list(options: Namespace) -> None:
    with open_assessment(options) as assessment:
        found = meetings.meetings_of(assessment)
        if options.json:
            console.print_json([console.attributes(one, _JSON_NAMES) for one in found])
            return
        labels = cluster_labels(assessment.instance)
    rows = [
        (m.id, "running" if m.running else m.date, labels.get(m.cluster, m.cluster), m.name)
        for m in found
    ]
    console.print_table(rows, ("id", "when", "cluster", "whom"))


@verb(
    "meeting disagreements",
    *MISSION_ARGUMENTS,
    JSON,
    examples=["meeting disagreements san-verano.mission"],
    negative="a disagreement is open",
)
def _disagreements(options: Namespace) -> int:
    with open_assessment(options) as assessment:
        found = meetings.disagreements_of(assessment)
        sources = {one.id: one.name for one in meetings.meetings_of(assessment)}
        facts = [_facts(assessment, each, sources) for each in found]
    if options.json:
        console.print_json(facts)
    else:
        for one in facts:
            console.print_line(f"{'SETTLED' if one['settled'] else 'OPEN   '}  {one['reference']}")
            console.print_lines(f"         {s['source']}: {s['value']}" for s in one["statements"])
    return 1 if any(not each.settled for each in found) else 0


def _facts(
    assessment: Assessment, torn: meetings.StatementDisagreement, sources: Mapping[str, str]
) -> dict[str, Any]:
    return {
        "reference": torn.reference,
        "finding": assessment.answer_at(torn.reference).value,
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


@verb(
    "meeting settle",
    *MISSION_ARGUMENTS,
    REFERENCE,
    argument("value", "VALUE"),
    text("--reason", "TEXT"),
    examples=['meeting settle san-verano.mission thr_reports_total 120 --reason "As registered"'],
)
def _settle(options: Namespace) -> None:
    with open_assessment(options) as assessment:
        reference = resolve_reference(assessment.instance, options.reference)
        try:
            meetings.settle_finding(assessment, reference, options.value, reason=options.reason)
        except ValueError as error:
            raise Refused(
                "{value} is no answer here: {why}", value=options.value, why=error
            ) from error
