"""The verb that reads the answers by other instruments: treaties by article, models by part."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from assessor.assessment.report.office_export import export_office, refuse_unknown
from assessor.assessment.report.report_projection import projection_of
from assessor.cli.base import console
from assessor.cli.base.options import opened, passphrase
from assessor.errors import Refused
from assessor.report.projection.projection import PROFILES, CrosswalkEntry, CrosswalkTable
from assessor.store.model.database_address import parse_location


def add_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verb of this module."""
    walk = verbs.add_parser("crosswalk", help="what the answers say of other instruments")
    walk.add_argument("file", type=parse_location, metavar="FILE")
    walk.add_argument("--instrument", default="", metavar="CODE", help="one of them, in full")
    walk.add_argument("-o", "--output", type=Path, metavar="OUT.docx", help="that one, as a report")
    walk.add_argument("--profile", choices=PROFILES, default=PROFILES[0])
    walk.add_argument("--language", default="", metavar="LANG")
    walk.add_argument("--assessment", metavar="ID", help="which one, in a registry")
    walk.add_argument("--json", action="store_true")
    passphrase(walk)
    walk.set_defaults(run=_crosswalk)


def _crosswalk(given: argparse.Namespace) -> int:
    if given.output and not given.instrument:
        raise Refused("Name the instrument the report is for: --instrument CODE.")
    with opened(given) as assessment:
        if given.output:
            done = export_office(
                assessment,
                given.output,
                profile=given.profile,
                language=given.language or None,
                instrument=given.instrument,
            )
            console.line(f"{done.path}: {given.instrument}, profile {done.profile}")
            return 0
        projection = projection_of(assessment, given.profile, given.language or None)
    if given.instrument:
        refuse_unknown(projection, given.instrument)
    chosen = [each for each in projection.readings if given.instrument in ("", each.code)]
    if given.json:
        console.as_json([_facts(each) for each in chosen])
    elif given.instrument:
        _one(chosen[0])
    else:
        console.table(
            (
                (
                    each.code,
                    len(each.parts) - len(each.uncovered),
                    len(each.parts),
                    "to be checked by a lawyer" if each.to_check else "",
                )
                for each in chosen
            ),
            ("instrument", "covered", "parts", ""),
        )
    return 0


def _one(reading: CrosswalkTable) -> None:
    console.line(reading.title)
    console.table(
        (
            (
                part.number,
                part.title,
                part.evidenced,
                _said(part),
            )
            for part in reading.parts
            if part.covered
        ),
        ("part", "title", "evidenced", "what is said"),
    )
    if reading.uncovered:
        console.line(
            "nothing is asked about " + ", ".join(each.number for each in reading.uncovered)
        )
    if reading.to_check:
        console.line("article numbers are to be checked by a lawyer")


def _said(part: CrosswalkEntry) -> str:
    """What bears on a part: indicators with their stages, facts with their answers."""
    stages = (f"{title} {stage or '–'}" for title, stage in part.indicators)
    return "; ".join((*stages, *(f"{label}: {said or '–'}" for label, said in part.facts)))


def _facts(reading: CrosswalkTable) -> dict[str, Any]:
    return {
        "code": reading.code,
        "title": reading.title,
        "to_check": reading.to_check,
        "uncovered": [part.number for part in reading.uncovered],
        "parts": [
            {
                "number": part.number,
                "title": part.title,
                "evidenced": part.evidenced,
                "indicators": [
                    {"title": title, "stage": int(stage) if stage else None}
                    for title, stage in part.indicators
                ],
                "facts": [{"question": label, "answer": said} for label, said in part.facts],
            }
            for part in reading.parts
        ],
    }
