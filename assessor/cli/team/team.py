"""The verbs team and tonight: who fills which section, how far they are, what is open."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from typing import Any

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.completeness import Progress
from assessor.assessment.entries import tasks
from assessor.assessment.entries.membership import make_member
from assessor.assessment.exchange.open_items import KINDS, OpenItem, open_items
from assessor.assessment.exchange.team_keys import team_names
from assessor.assessment.exchange.team_progress import Team, find_section, team_of
from assessor.cli.base import arguments, console
from assessor.cli.base.entries import outside_facts, print_outside
from assessor.cli.base.options import key_and_name, open_assessment
from assessor.cli.base.verb import verb
from assessor.errors import Refused
from assessor.form.labels.styled_text import plain_text
from assessor.names import safe_name
from assessor.registry.trust.trust_roster import check_key


@verb(
    "team",
    arguments.MISSION_FILE,
    arguments.either(
        arguments.argument("--give", "SECTION", "assign a section or group, by name or reference"),
        arguments.argument("--pass-on", "NAME", "reassign all sections of this person"),
        arguments.argument("--add", "NAME", "add a colleague, with no section yet"),
        arguments.argument("--take-off", "NAME", "remove a colleague who was added"),
        arguments.argument(
            "--member", "KEY", "let a key, or the owner of a card, speak for the team"
        ),
    ),
    arguments.argument("--to", "NAME", "the new person; nobody, if blank"),
    *arguments.LAST_OPTIONS,
    examples=['team san-verano.mission --give sec_pol --to "Ana Ortiz"'],
)
def _team(options: Namespace) -> None:
    if (options.to is None) != (options.give is None and options.pass_on is None):
        raise Refused("Say both: --give SECTION or --pass-on NAME, and --to NAME.")
    with open_assessment(options) as assessment:
        if options.give is not None:
            references = find_section(assessment, options.give)
            if not references:
                raise Refused("The form has no section or group named {name}.", name=options.give)
            tasks.assign_tasks(assessment, references, options.to)
        elif options.pass_on is not None:
            tasks.reassign_tasks(assessment, options.pass_on, options.to)
        elif options.add is not None:
            tasks.add_member(assessment, options.add)
        elif options.take_off is not None:
            tasks.remove_member(assessment, options.take_off)
        elif options.member is not None:
            key, _ = key_and_name(options.member)
            make_member(assessment.mission, assessment.uuid, check_key(key), assessment.identity)
        found, outside = team_of(assessment), outside_facts(assessment, tasks.KIND)
        team = team_names(assessment)
        keys = [(one, team.name(one), team.path(one)) for one in team.people()]
    if options.json:
        told = [{"key": one.public, "name": name, "let_in_by": by} for one, name, by in keys]
        console.print_json(_facts(found) | {"keys": told})
        return
    _print(found)
    console.print_line()
    lines = [(name, one.fingerprint, by) for one, name, by in keys]
    console.print_table(lines, ("member", "key", "let in by") if lines else ())
    print_outside(outside)


def _facts(found: Team) -> dict[str, Any]:
    return {
        "people": [
            {
                "name": one.name,
                "own": one.own,
                **console.attributes(one.progress, "answered relevant"),
                "said": console.format_moment(one.said) if one.said else None,
                "came": console.format_moment(one.came) if one.came else None,
                "lacks": one.lacks,
            }
            for one in found.people
        ],
        "parts": [
            {
                **console.attributes(one, "references label inside person contested"),
                "progress": {
                    n: console.attributes(p, "answered relevant") for n, p in one.progress.items()
                },
            }
            for one in found.parts
        ],
        "unsent": found.unsent,
    }


def _print(found: Team) -> None:
    people = [
        (
            f"{one.name} (you)" if one.own else one.name,
            _fraction(one.progress),
            console.format_moment(one.came) if one.came else "",
            one.lacks,
        )
        for one in found.people
    ]
    console.print_table(people, ("who", "answered", "last came in", "lacks"))
    console.print_line()
    names = ["", *(one.name for one in found.people)]
    parts = [
        (
            f"  {one.label}" if one.inside else one.label,
            "contested" if one.contested else "several" if one.person is None else one.person,
            *(_fraction(one.progress.get(name)) for name in names),
        )
        for one in found.parts
    ]
    console.print_table(parts, ("section", "held by", "nobody's", *names[1:]))
    console.print_line(f"{found.unsent} entries are here that were not left in the exchange folder")


def _fraction(progress: Progress | None) -> str:
    return f"{progress.answered}/{progress.relevant}" if progress else ""


@verb(
    "tonight",
    arguments.MISSION_FILE,
    arguments.text("--kind", "KIND", ", ".join(KINDS), choices=("", *KINDS)),
    arguments.argument("--person", "NAME", "only this person's sections; nobody's, if blank"),
    *arguments.LAST_OPTIONS,
    examples=[
        'tonight san-verano.mission --person "Ana Ortiz"',
        "tonight san-verano.mission --kind claimed",
    ],
)
def _tonight(options: Namespace) -> None:
    with open_assessment(options) as assessment:
        found = [one for one in open_items(assessment) if options.kind in ("", one.kind)]
        if options.person is not None:
            name = tasks.normalized_name(options.person)
            found = [one for one in found if tasks.normalized_name(one.person) == name]
        labels = {one.reference: _label(assessment, one) for one in found}
    if options.json:
        facts = [
            console.attributes(one, "kind reference")
            | {"question": labels[one.reference]}
            | console.attributes(one, "why clusters person")
            for one in found
        ]
        console.print_json(facts)
        return
    for one in found:
        reason = one.why or labels[one.reference]
        console.print_line(f"{one.kind.upper():<12}  {one.reference}: {reason}")
    counts = Counter(one.kind for one in found)
    summary = ", ".join(f"{counts[kind]} {kind}" for kind in KINDS if kind in counts)
    console.print_line(summary or "nothing waits")


def _label(assessment: Assessment, item: OpenItem) -> str:
    """Return the question, or what is known of the source."""
    if not item.of_source:
        return plain_text(assessment.node(item.reference).label)
    body = assessment.body("source", item.reference) or {}
    known = (safe_name(str(body.get(part, ""))) for part in ("institution", "cluster"))
    return next(filter(None, known), "a source")
