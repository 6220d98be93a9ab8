"""The verb upload: send ODK submissions to an OpenRosa server."""

from __future__ import annotations

import sys
from argparse import Namespace
from getpass import getpass

from assessor.assessment.assessment import Assessment
from assessor.assessment.odk.openrosa import Credentials, Server
from assessor.assessment.odk.submission_upload import UploadedSubmission, upload_submission
from assessor.cli.base import console
from assessor.cli.base.arguments import ASSESSMENT, JSON, PASSPHRASE, REGISTRY, argument, path, text
from assessor.cli.base.options import own_identity, read_passphrase, read_secret
from assessor.cli.base.verb import verb
from assessor.errors import Refused
from assessor.store.write.mission import Mission


@verb(
    "upload",
    REGISTRY,
    argument("address", "https://…", "the server's address, as in ODK Collect"),
    ASSESSMENT,
    text("--user", "NAME", "asks for the password"),
    path("--password-file", "F", "its first line is the password"),
    JSON,
    PASSPHRASE,
    examples=["upload hq.registry https://central.example.org/v1/projects/1 --user ana"],
)
def _run(options: Namespace) -> None:
    server = Server(options.address, _credentials(options), console.user_language())
    server.ask()
    done: list[UploadedSubmission] = []
    with Mission.open(options.registry, passphrase=read_passphrase(options)) as mission:
        for uuid in _assessments_to_send(mission, options.assessment):
            done.append(
                upload_submission(
                    Assessment.of(mission, uuid, own_identity()), server, options.address
                )
            )
            if not options.json:
                _print_uploaded(done[-1])
    if options.json:
        names = ("assessment", "instance_id", "outcome", "posts", "missing")
        console.print_json([{name: getattr(one, name) for name in names} for one in done])


def _assessments_to_send(mission: Mission, named: str | None) -> list[str]:
    """The assessments to send; what is joined once, a mission's own alone."""
    if named is not None or mission.role == "mission":
        return [Assessment.of(mission, named, own_identity()).uuid]
    found: list[str] = []
    for row in mission.assessments():
        if not set(mission.joined(row.uuid)) & set(found):
            found.append(row.uuid)
    return found


def _print_uploaded(done: UploadedSubmission) -> None:
    console.print_line(f"{done.instance_id}: {done.outcome}, {done.posts} posts")
    for name in done.missing:
        console.print_line(f"  {name}: is named in it and is not in this file")


def _credentials(options: Namespace) -> Credentials | None:
    """Who asks; the password is asked for where nobody sees it, and kept nowhere."""
    if not options.user:
        if options.password_file is not None:
            raise Refused("A password belongs to a name: --user NAME.")
        return None
    if options.password_file is not None:
        told = "{file} holds no password: its first line is empty."
        return Credentials(options.user, read_secret(options.password_file, told))
    if not sys.stdin.isatty():
        raise Refused("There is nobody here to ask for the password: --password-file F.")
    return Credentials(options.user, getpass(f"Password of {options.user}: "))
