"""The verbs publish and upload: the content of a registry for other programs."""

from __future__ import annotations

import sys
from argparse import Namespace
from getpass import getpass

from assessor.assessment.assessment import Assessment
from assessor.assessment.headquarters.publication import (
    FORMATS,
    publish_odk,
    read_registry,
    write_tables,
)
from assessor.assessment.odk.openrosa import Credentials, Server
from assessor.assessment.odk.submission_upload import UploadedSubmission, upload_submission
from assessor.cli.base import console
from assessor.cli.base.arguments import (
    ASSESSMENT,
    JSON,
    PASSPHRASE,
    REGISTRY,
    SEALING,
    argument,
    path,
    text,
)
from assessor.cli.base.options import (
    open_mission,
    own_identity,
    read_seal,
    read_secret,
)
from assessor.cli.base.verb import verb
from assessor.errors import Refused
from assessor.store.write.mission import Mission

_FORMAT_HELP = {
    "csv": "tidy tables, one fact a row",
    "xlsx": "the same tables in one workbook",
    "geojson": "scores by country, to be joined to borders by ISO3",
    "sqlite": "the tables with views: datasette registry.db -m metadata.json",
    "parquet": "the tables as Parquet files, for analysis of very many rows",
    "odk": "an ODK submission of each assessment, with its files",
}


@verb(
    "publish",
    REGISTRY,
    *(path(f"--{kind}", "DIR", _FORMAT_HELP[kind]) for kind in FORMATS),
    SEALING,
    PASSPHRASE,
    examples=["publish hq.registry --csv tables --geojson map"],
)
def _publish(options: Namespace) -> None:
    wanted = {kind: folder for kind in FORMATS if (folder := getattr(options, kind)) is not None}
    if not wanted:
        options.error("name at least one of " + ", ".join(f"--{kind} DIR" for kind in FORMATS))
    with open_mission(options, read_only=True) as mission:
        seal = read_seal(options, mission)
        with console.show_progress() as tell:
            published = read_registry(mission, own_identity(), console.user_language(), tell)
        for kind, folder in wanted.items():
            written = write_tables(published, kind, folder, seal)
            if kind == "odk":
                with console.show_progress() as tell:
                    written += publish_odk(mission, own_identity(), folder, tell, seal)
            console.print_lines(map(str, written))
        console.print_lines(map(console.sentence_of, published.notes))


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
def _upload(options: Namespace) -> None:
    server = Server(options.address, _credentials(options), console.user_language())
    server.ask()
    done: list[UploadedSubmission] = []
    with open_mission(options) as mission:
        for uuid in _assessments_to_send(mission, options.assessment):
            assessment = Assessment.of(mission, uuid, own_identity())
            done.append(upload_submission(assessment, server, options.address))
            if not options.json:
                _print_uploaded(done[-1])
    if options.json:
        names = "assessment instance_id outcome posts missing"
        console.print_json([console.attributes(each, names) for each in done])


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
    console.print_lines(f"  {n}: is named in it and is not in this file" for n in done.missing)


def _credentials(options: Namespace) -> Credentials | None:
    """Who asks; the password is asked for where nobody sees it, and kept nowhere."""
    if not options.user and options.password_file is not None:
        raise Refused("A password belongs to a name: --user NAME.")
    if not options.user:
        return None
    if options.password_file is not None:
        empty = "{file} holds no password: its first line is empty."
        return Credentials(options.user, read_secret(options.password_file, empty))
    if not sys.stdin.isatty():
        raise Refused("There is nobody here to ask for the password: --password-file F.")
    return Credentials(options.user, getpass(f"Password of {options.user}: "))
