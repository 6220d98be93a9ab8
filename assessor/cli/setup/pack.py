"""The verb pack: make a mission pack."""

from __future__ import annotations

from argparse import ArgumentTypeError, Namespace
from contextlib import ExitStack
from datetime import UTC, date, datetime, time, timedelta

from assessor.assessment.mission.form_files import form_source
from assessor.assessment.mission.mission_start_packs import previous_parcel, write_pack
from assessor.cli.base import console
from assessor.cli.base.arguments import LANGUAGE, PASSPHRASE, PLAIN, argument, either, path, text
from assessor.cli.base.options import own_identity, own_keys, read_first_line, read_passphrase
from assessor.cli.base.verb import verb
from assessor.errors import Refused
from assessor.parcel.keys.age_sealing import headquarters_public
from assessor.parcel.keys.profile_location import profile_folder
from assessor.store.write.mission import Mission


def _parse_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text} is not a date like 2026-03-31") from None


@verb(
    "pack",
    argument("form", "FORM", "as for new"),
    path("-o --output", "NAME.pack", required=True),
    text("--title", "TITLE", "the name of the mission"),
    text("--headquarters", "NAME", "its name for assessors, not yours"),
    path("--registry", "REGISTRY", "add its roster"),
    path("--previous", "FILE", "the previous mission: its report or file"),
    argument("--assessment", "ID", "the assessment in --previous"),
    text("--country", "ISO3"),
    LANGUAGE,
    argument("--expires", "DATE", "the last day on which a mission may begin", type=_parse_day),
    either(PLAIN, path("--pack-passphrase-file", "F", "its first line encrypts the pack")),
    PASSPHRASE,
    examples=[
        'pack cybercrime_needs -o san-verano.pack --title "San Verano" --registry hq.registry'
    ],
)
def _run(options: Namespace) -> None:
    identity = own_identity()
    if options.output.exists():
        raise Refused("{file} exists already: choose another name.", file=options.output)
    secret = read_passphrase(options)
    before = None
    if options.previous:
        before = previous_parcel(
            options.previous,
            identity,
            identities=own_keys(),
            assessment=options.assessment,
            passphrase=secret,
        )
    with ExitStack() as opened:
        registry = options.registry and opened.enter_context(
            Mission.open(options.registry, passphrase=secret, read_only=True)
        )
        made = write_pack(
            options.output,
            form_source(options.form),
            identity,
            headquarters_public(profile_folder()),
            title=options.title,
            headquarters=options.headquarters,
            registry=registry,
            previous=before,
            country=options.country,
            language=options.language,
            expires_at=_end_of_day(options.expires),
            passphrase=read_first_line(options.pack_passphrase_file),
            readable=options.plain,
        )
    console.print_line(f"{options.output}: {made.title}, {len(made.roster)} keys on its roster")
    console.print_line(f"Print these words on the mission letter: {identity.words}")


def _end_of_day(day: date | None) -> int:
    if day is None:
        return 0
    return int(datetime.combine(day + timedelta(days=1), time.min, UTC).timestamp() * 1000)
