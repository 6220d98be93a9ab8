"""The verb upload: ODK submissions to ODK Central, KoboToolbox or another OpenRosa server."""

from __future__ import annotations

import argparse
import sys
from getpass import getpass
from pathlib import Path

from assessor.assessment.assessment import Assessment
from assessor.assessment.odk.openrosa import Credentials, Server
from assessor.assessment.odk.submission_upload import Uploaded, upload
from assessor.cli.base import console
from assessor.cli.base.options import me, passphrase, passphrase_of, registry_place, secret_in
from assessor.errors import Refused
from assessor.store.write.mission import Mission


def add_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verb of this module."""
    sends = verbs.add_parser(
        "upload",
        help="send assessments as ODK submissions to ODK Central, KoboToolbox, any OpenRosa server",
    )
    registry_place(sends)
    sends.add_argument("address", metavar="https://…", help="of the server, as ODK Collect has it")
    sends.add_argument("--assessment", metavar="ID", help="one alone, of a registry")
    sends.add_argument("--user", default="", metavar="NAME", help="asks for the password")
    sends.add_argument(
        "--password-file", type=Path, metavar="F", help="its first line is the password"
    )
    sends.add_argument("--json", action="store_true")
    passphrase(sends)
    sends.set_defaults(run=_upload)


def _upload(given: argparse.Namespace) -> int:
    server = Server(given.address, _credentials(given), console.language_of_person())
    server.ask()
    done: list[Uploaded] = []
    with Mission.open(given.registry, passphrase=passphrase_of(given)) as mission:
        for uuid in _wanted(mission, given.assessment):
            done.append(upload(Assessment.of(mission, uuid, me()), server, given.address))
            if not given.json:
                _tell(done[-1])
    if given.json:
        names = ("assessment", "instance_id", "outcome", "posts", "missing")
        console.as_json([{name: getattr(one, name) for name in names} for one in done])
    return 0


def _wanted(mission: Mission, named: str | None) -> list[str]:
    """The assessments to send; what is joined once, a mission's own alone."""
    if named is not None or mission.role == "mission":
        return [Assessment.of(mission, named, me()).uuid]
    found: list[str] = []
    for row in mission.assessments():
        if not set(mission.joined(row.uuid)) & set(found):
            found.append(row.uuid)
    return found


def _tell(done: Uploaded) -> None:
    console.line(f"{done.instance_id}: {done.outcome}, {done.posts} posts")
    for name in done.missing:
        console.line(f"  {name}: is named in it and is not in this file")


def _credentials(given: argparse.Namespace) -> Credentials | None:
    """Who asks; the password is asked for where nobody sees it, and kept nowhere."""
    if not given.user:
        if given.password_file is not None:
            raise Refused("A password belongs to a name: --user NAME.")
        return None
    if given.password_file is not None:
        told = "{file} holds no password: its first line is empty."
        return Credentials(given.user, secret_in(given.password_file, told))
    if not sys.stdin.isatty():
        raise Refused("There is nobody here to ask for the password: --password-file F.")
    return Credentials(given.user, getpass(f"Password of {given.user}: "))
