"""The verb follow: compare a mission with the previous mission."""

from __future__ import annotations

import argparse
from pathlib import Path

from assessor.assessment.review.previous_mission import (
    compare_with_previous,
    follow_mission,
    require_previous,
)
from assessor.cli.base import console
from assessor.cli.base.options import (
    add_assessment,
    add_passphrase,
    open_assessment,
)
from assessor.cli.base.verb import Verb
from assessor.parcel.keys.age_sealing import headquarters_keys
from assessor.parcel.keys.profile_location import profile_folder


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument(
        "before",
        type=Path,
        nargs="?",
        metavar="BEFORE",
        help="its report, parcel or mission file, which the mission stores from now on",
    )
    add_assessment(parser)
    parser.add_argument("--json", action="store_true")
    add_passphrase(parser)


def _run(options: argparse.Namespace) -> int:
    with open_assessment(options) as assessment:
        if options.before is not None:
            follow_mission(
                assessment, options.before, identities=headquarters_keys(profile_folder())
            )
        require_previous(assessment)
        found = compare_with_previous(assessment)
    if options.json:
        console.print_json(
            [
                {"reference": s.reference, "before": s.before, "now": s.now, "state": s.state}
                for s in found
            ]
        )
        return 0
    for each in found:
        if each.state == "changed":
            console.print_line(f"CHANGED   {each.reference}: {each.before} → {each.now}")
    counts = {name: sum(s.state == name for s in found) for name in ("changed", "same", "open")}
    console.print_line(
        f"{counts['changed']} changed, {counts['same']} the same, {counts['open']} not answered yet"
    )
    return 0


VERBS = {
    "follow": Verb(
        _add_arguments,
        _run,
        examples=(
            "follow san-verano.mission san-verano-2024.pdf",
            "follow san-verano.mission",
        ),
    ),
}
