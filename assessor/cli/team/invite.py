"""The verbs invite and join: let a colleague into the team by one file, and come in by it."""

from __future__ import annotations

from argparse import Namespace

from assessor.assessment.exchange import invitation_files
from assessor.cli.base import arguments, console
from assessor.cli.base.options import open_assessment, own_identity, own_keys, read_passphrase
from assessor.cli.base.verb import verb
from assessor.errors import Nameless


@verb(
    "invite",
    arguments.MISSION_FILE,
    arguments.path("folder", "FOLDER", "where the invitation goes, such as a stick", nargs="?"),
    arguments.text("--take-back", "KEY", "the beginning of an invited key"),
    *arguments.LAST_OPTIONS,
    examples=["invite san-verano.mission /media/stick", "invite san-verano.mission"],
)
def _invite(options: Namespace) -> None:
    with open_assessment(options) as assessment:
        if options.take_back:
            key = invitation_files.take_back_invitation(assessment, options.take_back)
            console.print_line(f"{key[:16]}: taken back, and all that joined by it")
        elif options.folder:
            path = invitation_files.write_invitation(
                assessment, options.folder, passphrase=read_passphrase(options)
            )
            console.print_line(f"{path}: whoever opens it joins the team; give it to one person")
        given = invitation_files.read_invitations(assessment)
    if options.json:
        console.print_json([console.attributes(one, "public by at counts") for one in given])
        return
    console.print_table(
        (
            f"key {one.public[:16]}",
            f"invited by {one.by}",
            console.format_moment(one.at),
            "" if one.counts else "TAKEN BACK",
        )
        for one in given
    )


@verb(
    "join",
    arguments.path(
        "file", "INVITATION", "or a report or parcel of the mission, which lets nobody in"
    ),
    arguments.path("-o --output", "NEW.mission", "your copy of the mission", required=True),
    arguments.text("--name", "NAME", "your name, if this laptop has none"),
    arguments.path("--passphrase-file", "F", "its first line is the passphrase of the mission"),
    description="the copy of a protected mission has the same passphrase. Two missions about the "
    "same thing are joined by combine",
    examples=['join guatemala.invitation -o guatemala.mission --name "Ana Ortiz"'],
)
def _join(options: Namespace) -> None:
    secret, keys = read_passphrase(options), own_keys()
    found = invitation_files.open_invitation(options.file, passphrase=secret, identities=keys)
    me = own_identity(options.name)
    if not me.name:
        raise Nameless(
            "This laptop does not know who you are, and nothing is kept without its author: add "
            "--name NAME."
        )
    with invitation_files.join_mission(
        options.output, found, me, passphrase=secret, identities=keys
    ) as assessment:
        console.print_line(f"{options.output}: {assessment.title}, from {found.inviter}")
    if not found.seed:
        console.print_line("Your key is not in the team yet: ask a member for an invitation.")
