"""The verb explain: list the open points, or say why some of them stay open."""

from __future__ import annotations

from argparse import Namespace

from assessor.assessment.review.open_points import (
    POINT_KINDS,
    explain_points,
    open_points,
    point_facts,
    point_text,
    unexplained,
)
from assessor.cli.base import arguments, console
from assessor.cli.base.options import open_assessment
from assessor.cli.base.verb import verb
from assessor.errors import Refused


@verb(
    "explain",
    arguments.MISSION_FILE,
    arguments.argument("--at", "SUBJECT", "only the points of this question or source"),
    arguments.text("--kind", "KIND", ", ".join(POINT_KINDS), choices=("", *POINT_KINDS)),
    arguments.argument("--reason", "TEXT", "why they stay open; a blank takes the reason away"),
    *arguments.LAST_OPTIONS,
    examples=[
        "explain san-verano.mission",
        'explain san-verano.mission --at unit_stage --reason "The order was read, not copied."',
    ],
)
def _run(options: Namespace) -> None:
    with open_assessment(options) as assessment:
        every = open_points(assessment)
        points = [
            each
            for each in every
            if options.at in (None, each.subject, each.subject.rpartition("/")[2])
            and options.kind in ("", each.kind)
        ]
        if options.reason is not None:
            if not points:
                raise Refused("No open point matches: assessor explain FILE lists them.")
            if options.at is None and not options.kind:
                raise Refused("Say which points: --at SUBJECT, --kind KIND, or both.")
            explain_points(assessment, points, options.reason)
            explained = {(each.kind, each.subject) for each in points}
            every = open_points(assessment)
            points = [each for each in every if (each.kind, each.subject) in explained]
    if options.json:
        console.print_json([point_facts(each) for each in points])
        return
    console.print_lines(map(point_text, points))
    console.print_line(
        f"open points here: {len(points)}, without a reason: {len(unexplained(points))}; "
        f"in the whole mission: {len(every)}, without a reason: {len(unexplained(every))}"
    )
