"""The verbs invite and join: let a colleague into the team by one file, and come in by it."""

from __future__ import annotations

from argparse import Namespace

from assessor.assessment.assessment import Assessment
from assessor.assessment.exchange import invitation_files
from assessor.assessment.exchange.team_keys import find_key, take_back, team_names
from assessor.cli.base import arguments, console
from assessor.cli.base.options import open_assessment, own_identity, own_keys, read_passphrase
from assessor.cli.base.verb import verb
from assessor.errors import Nameless, Refused


@verb(
    "invite",
    arguments.MISSION_FILE,
    arguments.path("folder", "FOLDER", "where the invitation goes, such as a stick", nargs="?"),
    arguments.text("--take-back", "KEY", "the beginning of an invited key"),
    arguments.flag("--sure", "take back though people fall with it"),
    *arguments.LAST_OPTIONS,
    examples=["invite san-verano.mission /media/stick", "invite san-verano.mission"],
)
def _invite(options: Namespace) -> None:
    with open_assessment(options) as assessment:
        if options.take_back:
            _take_back(assessment, options.take_back, sure=options.sure)
        elif options.folder:
            path = invitation_files.write_invitation(
                assessment, options.folder, passphrase=read_passphrase(options)
            )
            console.print_line(f"{path}: whoever opens it joins the team; give it to one person")
        team = team_names(assessment)
        given = [(one, team.name(one), team.path(one)) for one in team.keys if one.by]
    if options.json:
        facts = ({"by": by} | console.attributes(one, "public at counts") for one, _, by in given)
        console.print_json(list(facts))
        return
    console.print_table(
        (
            f"key {one.fingerprint}",
            "invitation" if one.is_invitation else name,
            f"let in by {by}",
            console.format_moment(one.at),
            "" if one.counts else "TAKEN BACK",
        )
        for one, name, by in reversed(given)
    )


def _take_back(assessment: Assessment, written: str, *, sure: bool) -> None:
    """Take an invited key back; if people fall with it, only once the user is `sure`."""
    key, team = find_key(assessment, written), team_names(assessment)
    falling = [f"{team.name(one)} ({one.fingerprint})" for one in team.falling_with(key)]
    if falling and not sure:
        raise Refused(
            "Taking this back puts {people} out of the team: what they said stays, beside the "
            "words of the team, and replaces none. This cannot be undone. If it is what you want, "
            "add --sure.",
            people=", ".join(falling),
        )
    take_back(assessment, key.public)
    console.print_line(f"{key.fingerprint}: taken back")
    console.print_lines(f"{each} belongs to the team no more" for each in falling)


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
        options.output,
        found,
        me,
        passphrase=secret,
        identities=keys,
        language=console.user_language(),
    ) as assessment:
        console.print_line(f"{options.output}: {assessment.title}, from {found.inviter}")
    if not found.seed:
        console.print_line("Your key is not in the team yet: ask a member for an invitation.")
