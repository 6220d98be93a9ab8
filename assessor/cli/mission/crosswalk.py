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
from assessor.report.projection.projection import PROFILES
from assessor.report.readings.crosswalk_tables import CrosswalkEntry, CrosswalkTable
from assessor.report.readings.treaty_tables import ArticleLine, TreatyTable
from assessor.report.readings.treaty_words import (
    count_words,
    law_words,
    lawyer_words,
    practice_words,
    standing_words,
)
from assessor.scoring.article_rules import InLaw


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
    treaties = [each for each in projection.treaties if options.instrument in ("", each.code)]
    models = [each for each in projection.readings if options.instrument in ("", each.code)]
    if options.json:
        console.print_json([*map(_treaty_facts, treaties), *map(_facts, models)])
    elif options.instrument:
        for treaty in treaties:
            _print_treaty(treaty)
        for model in models:
            _print_model(model)
    else:
        titles = ("treaty", "compared", *(status.value for status in InLaw), "not released", "")
        console.print_table(map(_treaty_row, treaties), titles)
        console.print_table(
            ((each.code, len(each.parts) - len(each.unnamed), len(each.parts)) for each in models),
            ("instrument", "parts asked about", "parts"),
        )


def _treaty_row(table: TreatyTable) -> tuple[object, ...]:
    standing = {True: "binding", False: "for comparison", None: "standing not known"}[table.bound]
    counts = table.counts.values()
    remark = "to be checked by a lawyer" if table.to_check else ""
    return table.code, standing, *counts, table.not_released, remark


def _print_treaty(table: TreatyTable) -> None:
    console.print_line(table.title)
    console.print_line(standing_words(str, table))
    if table.to_check:
        console.print_line(lawyer_words(str))
    console.print_table(
        (
            (line.number, line.title, *_joined(line), "; ".join(line.provisions))
            for line in table.articles
        ),
        ("article", "title", "in law", "in practice", "national provision"),
    )
    console.print_line(count_words(str, table))


def _joined(line: ArticleLine) -> tuple[str, str]:
    """Return the status and the practice, each with its remark."""
    texts = (law_words(str, line), practice_words(str, line))
    law, practice = (f"{main} ({remark})" if remark else main for main, remark in texts)
    return law, practice


def _print_model(reading: CrosswalkTable) -> None:
    console.print_line(reading.title)
    console.print_table(
        [(p.number, p.title, p.evidenced, _content(p)) for p in reading.parts if p.named],
        ("part", "title", "evidenced", "what bears on it"),
    )
    if reading.unnamed:
        numbers = ", ".join(part.number for part in reading.unnamed)
        console.print_line(f"nothing is asked about {numbers}")


def _content(part: CrosswalkEntry) -> str:
    """What bears on a part: indicators with their stages, facts with their answers."""
    stages = (f"{title} {stage or '–'}" for title, stage in part.indicators)
    return "; ".join((*stages, *(f"{label}: {said or '–'}" for label, said in part.facts)))


def _treaty_facts(table: TreatyTable) -> dict[str, Any]:
    return {
        **console.attributes(table, "code title standing bound reservations compared to_check"),
        "counts": {status.value: count for status, count in table.counts.items()},
        "not_released": table.not_released,
        "articles": [
            {
                "number": line.number,
                "title": line.title,
                "duty": line.duty.value,
                "in_law": line.in_law.value if line.in_law else "not released",
                "disputed": [each.value for each in line.disputed],
                "practice": line.practice.use.value if line.practice else "not released",
                "stage": line.practice.stage if line.practice else None,
                "source": line.source,
                "provisions": list(line.provisions),
                "answers": [
                    {"question": label, "answer": list(said)} for label, said in line.answers
                ],
            }
            for line in table.articles
        ],
    }


def _facts(reading: CrosswalkTable) -> dict[str, Any]:
    return {
        **console.attributes(reading, "code title"),
        "unnamed": [part.number for part in reading.unnamed],
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
