"""The verb crosswalk: the answers by other instruments, such as treaties."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from assessor.assessment.report.office_export import export_office, refuse_unknown_instrument
from assessor.assessment.report.report_projection import projection_of
from assessor.cli.base import arguments, console
from assessor.cli.base.options import open_assessment, read_seal_passphrase
from assessor.cli.base.verb import verb
from assessor.errors import Refused
from assessor.report.projection.projection import PROFILES, CrosswalkEntry, CrosswalkTable


@verb(
    "crosswalk",
    arguments.FILE,
    arguments.text("--instrument", "CODE", "one of them, in full"),
    arguments.path("-o --output", "OUT.docx", "write that one as a report"),
    arguments.argument("--profile", choices=PROFILES, default=PROFILES[0]),
    arguments.LANGUAGE,
    arguments.SEALING,
    *arguments.LAST_OPTIONS,
    examples=[
        "crosswalk san-verano.mission",
        "crosswalk san-verano.mission --instrument UNCC -o uncc.docx",
    ],
)
def _run(options: Namespace) -> None:
    if options.output and not options.instrument:
        raise Refused("Name the instrument the report is for: --instrument CODE.")
    with open_assessment(options) as assessment:
        if options.output:
            done = export_office(
                assessment,
                options.output,
                profile=options.profile,
                language=options.language or None,
                instrument=options.instrument,
                to=() if options.plain else None,
                passphrase=read_seal_passphrase(options, assessment.mission),
            )
            console.print_line(f"{done.path}: {options.instrument}, profile {done.profile}")
            return
        projection = projection_of(assessment, options.profile, options.language or None)
    if options.instrument:
        refuse_unknown_instrument(projection, options.instrument)
    chosen = [each for each in projection.readings if options.instrument in ("", each.code)]
    if options.json:
        console.print_json(list(map(_facts, chosen)))
    elif options.instrument:
        _print_one(chosen[0])
    else:
        console.print_table(map(_row, chosen), ("instrument", "covered", "parts", ""))


def _row(table: CrosswalkTable) -> tuple[object, ...]:
    covered, count = len(table.parts) - len(table.uncovered), len(table.parts)
    return table.code, covered, count, "to be checked by a lawyer" if table.to_check else ""


def _print_one(reading: CrosswalkTable) -> None:
    console.print_line(reading.title)
    console.print_table(
        [(p.number, p.title, p.evidenced, _content(p)) for p in reading.parts if p.covered],
        ("part", "title", "evidenced", "what is said"),
    )
    if reading.uncovered:
        numbers = ", ".join(part.number for part in reading.uncovered)
        console.print_line(f"nothing is asked about {numbers}")
    if reading.to_check:
        console.print_line("article numbers are to be checked by a lawyer")


def _content(part: CrosswalkEntry) -> str:
    """What bears on a part: indicators with their stages, facts with their answers."""
    stages = (f"{title} {stage or '–'}" for title, stage in part.indicators)
    return "; ".join((*stages, *(f"{label}: {said or '–'}" for label, said in part.facts)))


def _facts(reading: CrosswalkTable) -> dict[str, Any]:
    return {
        **console.attributes(reading, "code title to_check"),
        "uncovered": [part.number for part in reading.uncovered],
        "parts": [
            {
                **console.attributes(part, "number title evidenced"),
                "indicators": [
                    {"title": title, "stage": int(stage) if stage else None}
                    for title, stage in part.indicators
                ],
                "facts": [{"question": label, "answer": said} for label, said in part.facts],
            }
            for part in reading.parts
        ],
    }
