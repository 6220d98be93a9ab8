"""The verbs join and part: assessments of one mission, and the mission of a colleague."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from assessor.assessment.exchange import invitation_files
from assessor.assessment.mission import joined_missions
from assessor.cli.base import console
from assessor.cli.base.arguments import PASSPHRASE, REGISTRY, argument, flag, path, text
from assessor.cli.base.options import open_mission, own_identity, own_keys, read_passphrase
from assessor.cli.base.verb import verb
from assessor.errors import Refused
from assessor.store.write.mission import Mission


@verb(
    "join",
    text("--note", "TEXT", "the reason, stored with it"),
    flag("--anyway", "join though the countries differ"),
    path("-o --output", "NEW.mission", "the mission that an invitation begins"),
    text("--name", "NAME", "your name, if this laptop has none"),
    REGISTRY,
    argument("assessments", "ASSESSMENT", "the beginning of its id", nargs="*"),
    PASSPHRASE,
    examples=[
        'join guatemala.invitation -o guatemala.mission --name "Ana Ortiz"',
        "join hq.registry",
        'join hq.registry 3f9a 5d22 --note "One mission, two teams"',
    ],
)
def _join(options: Namespace) -> None:
    if options.output:
        _join_mission(options)
        return
    with open_mission(options) as mission:
        if not options.assessments:
            _list(mission)
            return
        if len(options.assessments) != 2:
            raise Refused("Name the two assessments that are one.")
        one, other = (
            joined_missions.find_assessment(mission, written) for written in options.assessments
        )
        try:
            _print_joined(
                joined_missions.join_assessments(
                    mission, one, other, own_identity(), note=options.note, anyway=options.anyway
                )
            )
        except joined_missions.DifferentCountries as error:
            raise Refused("{why} Then add --anyway.", why=error.reason) from error


def _join_mission(options: Namespace) -> None:
    """Make a mission of an invitation, or of a parcel of the exchange."""
    secret = read_passphrase(options)
    found = invitation_files.open_invitation(
        Path(options.file), passphrase=secret, identities=own_keys()
    )
    me = own_identity(options.name)
    with invitation_files.join_mission(
        options.output, found, me, passphrase=secret, identities=own_keys()
    ) as assessment:
        console.print_line(f"{options.output}: {assessment.title}, from {found.inviter}")
    if not found.seed:
        console.print_line("Your key is not in the team yet: ask a member for an invitation.")


@verb(
    "part",
    REGISTRY,
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


def _print_joined(done: joined_missions.JoinResult) -> None:
    together = " + ".join(uuid[:8] for uuid in done.together)
    console.print_line(f"{together}: {done.conflicts} conflicts to decide")


def _list(mission: Mission) -> None:
    console.print_table(
        (uuid[:8], title, " + ".join(other[:8] for other in mission.joined(uuid)[1:]))
        for uuid, title in joined_missions.assessment_titles(mission, own_identity()).items()
    )
