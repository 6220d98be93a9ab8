"""The verbs combine and part: assessments of the same thing, as one."""

from __future__ import annotations

from argparse import Namespace

from assessor.assessment.exchange.other_missions import join_other_mission, read_other_mission
from assessor.assessment.mission import joined_missions
from assessor.cli.base import console
from assessor.cli.base.arguments import (
    ASSESSMENT,
    PASSPHRASE,
    READABLE,
    SEAL_PASSPHRASE,
    argument,
    flag,
    path,
    registry,
    text,
)
from assessor.cli.base.options import (
    open_assessment,
    open_mission,
    own_identity,
    own_keys,
    read_first_line,
)
from assessor.cli.base.verb import verb
from assessor.errors import Refused
from assessor.store.write.mission import Mission

_FILE = registry(", or a mission")


@verb(
    "combine",
    _FILE,
    argument("assessments", "ASSESSMENT", "the beginning of its id", nargs="*"),
    path(
        "--with",
        "OTHER",
        "a file of the other mission: a report, parcel, mission or invitation",
        dest="other",
    ),
    ASSESSMENT,
    text("--note", "TEXT", "the reason, stored with it"),
    flag("--anyway", "combine them though the countries differ"),
    READABLE,
    SEAL_PASSPHRASE,
    PASSPHRASE,
    description="what differs then waits for a decision; it counts for whoever knows the signer "
    "in both teams, and it can be undone (part). Without ASSESSMENT they are listed",
    examples=[
        "combine hq.registry",
        'combine hq.registry 3f9a 5d22 --note "One police, two teams"',
        "combine san-verano.mission --with their-report.pdf",
    ],
)
def _combine(options: Namespace) -> None:
    try:
        _print_joined(_combine_with(options) if options.other else _combine_two(options))
    except joined_missions.DifferentCountries as error:
        raise Refused("{why} Then add --anyway.", why=error.reason) from error


def _combine_with(options: Namespace) -> joined_missions.JoinResult:
    """Take in the mission of a file, and join it with the one of this file."""
    passphrase = read_first_line(options.sealed_passphrase_file)
    with open_assessment(options) as assessment:
        other = read_other_mission(
            assessment,
            options.other,
            passphrase=passphrase,
            identities=own_keys(),
            anyway=options.anyway,
        )
        wishes = {"anyway": options.anyway, "readable": options.plain}
        return join_other_mission(assessment, other, note=options.note, **wishes)


def _combine_two(options: Namespace) -> joined_missions.JoinResult | None:
    with open_mission(options) as mission:
        if not options.assessments:
            _list(mission)
            return None
        if len(options.assessments) != 2:
            raise Refused("Name the two assessments that are one.")
        one, other = (
            joined_missions.find_assessment(mission, written) for written in options.assessments
        )
        return joined_missions.join_assessments(
            mission, one, other, own_identity(), note=options.note, anyway=options.anyway
        )


@verb(
    "part",
    _FILE,
    argument("assessments", "ASSESSMENT", "the beginning of its id", nargs=2),
    PASSPHRASE,
    examples=["part hq.registry 3f9a 5d22"],
)
def _part(options: Namespace) -> None:
    with open_mission(options) as mission:
        one, other = (
            joined_missions.find_assessment(mission, written) for written in options.assessments
        )
        _print_joined(joined_missions.part_assessments(mission, one, other, own_identity()))


def _print_joined(done: joined_missions.JoinResult | None) -> None:
    if done is None:
        return
    together = " + ".join(uuid[:8] for uuid in done.together)
    console.print_line(f"{together}: {done.conflicts} conflicts to decide")


def _list(mission: Mission) -> None:
    console.print_table(
        (uuid[:8], title, " + ".join(other[:8] for other in mission.joined(uuid)[1:]))
        for uuid, title in joined_missions.assessment_titles(mission, own_identity()).items()
    )
