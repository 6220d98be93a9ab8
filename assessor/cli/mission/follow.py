"""The verb follow: compare a mission with the previous mission."""

from __future__ import annotations

from argparse import Namespace

from assessor.assessment.review import previous_mission
from assessor.cli.base import console
from assessor.cli.base.arguments import LAST_OPTIONS, LOCAL_FILE, READABLE, path
from assessor.cli.base.options import open_assessment, own_keys
from assessor.cli.base.verb import verb


@verb(
    "follow",
    LOCAL_FILE,
    path(
        "before",
        "BEFORE",
        "its report, parcel or mission file, which the mission stores from now on",
        nargs="?",
    ),
    READABLE,
    *LAST_OPTIONS,
    examples=["follow san-verano.mission san-verano-2024.pdf", "follow san-verano.mission"],
)
def _run(options: Namespace) -> None:
    with open_assessment(options) as assessment:
        if options.before is not None:
            previous_mission.follow_mission(
                assessment, options.before, identities=own_keys(), readable=options.plain
            )
        previous_mission.require_previous(assessment)
        found = previous_mission.compare_with_previous(assessment)
    if options.json:
        console.print_json([console.attributes(s, "reference before now state") for s in found])
        return
    changed = [each for each in found if each.state == "changed"]
    console.print_lines(f"CHANGED   {s.reference}: {s.before} → {s.now}" for s in changed)
    same, blank = (sum(each.state == state for each in found) for state in ("same", "open"))
    console.print_line(f"{len(changed)} changed, {same} the same, {blank} not answered yet")
