"""Verbs on mission packs: pack, keys update; what new and inspect do with one."""

from __future__ import annotations

import argparse
from contextlib import nullcontext
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from assessor.assessment.assessment import Assessment
from assessor.assessment.mission.form_files import form_source
from assessor.assessment.mission.mission_start_packs import (
    begin,
    bring_up_to_date,
    open_pack,
    previous_parcel,
    write_pack,
)
from assessor.cli.base import console
from assessor.cli.base.options import first_line, me, passphrase, passphrase_of
from assessor.errors import Refused
from assessor.form.parse.form_source import FormSource
from assessor.parcel.keys.age_sealing import headquarters_keys, headquarters_public
from assessor.parcel.keys.contact_card import Contact
from assessor.parcel.keys.identity import key_fingerprint, profile_folder
from assessor.parcel.keys.key_words import six_words
from assessor.parcel.keys.known_people import confirm_contact, known_people
from assessor.parcel.pack.mission_pack import PACK_SUFFIX, MissionPack
from assessor.store.write.mission import Mission, now_ms


def add_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verb of this module."""
    pack = verbs.add_parser("pack", help="make the mission pack that a mission begins from")
    pack.add_argument("form", metavar="FORM", help="as for new")
    pack.add_argument("-o", "--output", required=True, type=Path, metavar="NAME.pack")
    pack.add_argument("--title", default="", metavar="TITLE", help="what the mission is called")
    pack.add_argument(
        "--headquarters", default="", metavar="NAME", help="as assessors see it; else your name"
    )
    pack.add_argument("--registry", type=Path, metavar="REGISTRY", help="take its roster along")
    pack.add_argument(
        "--previous", type=Path, metavar="FILE", help="the mission before: a report, or the file"
    )
    pack.add_argument("--assessment", metavar="ID", help="which one of several in --previous")
    pack.add_argument("--country", default="", metavar="ISO3")
    pack.add_argument("--language", default="", metavar="LANG")
    pack.add_argument("--expires", type=_day, metavar="DATE", help="the last day to begin with it")
    _told(pack)
    passphrase(pack)
    pack.set_defaults(run=_pack)


def add_update(keys: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare `keys update`."""
    update = keys.add_parser("update", help="take the keys and roster of a newer mission pack over")
    update.add_argument("file", type=Path, metavar="FILE.mission")
    update.add_argument("pack", type=Path, metavar="NEWER.pack")
    _told(update)
    passphrase(update)
    update.set_defaults(run=_update)


def _told(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--pack-passphrase-file",
        type=Path,
        metavar="F",
        help="its first line closes or opens the pack",
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a date like 2026-03-31") from None


def _pack(given: argparse.Namespace) -> int:
    identity, home = me(), profile_folder()
    if given.output.exists():
        raise Refused("{file} exists already: choose another name.", file=given.output)
    secret = passphrase_of(given)
    before = (
        previous_parcel(
            given.previous,
            identity,
            identities=headquarters_keys(home),
            assessment=given.assessment,
            passphrase=secret,
        )
        if given.previous
        else b""
    )
    opened = (
        Mission.open(given.registry, passphrase=secret, read_only=True)
        if given.registry
        else nullcontext()
    )
    with opened as registry:
        made = write_pack(
            given.output,
            form_source(given.form),
            identity,
            headquarters_public(home),
            title=given.title,
            headquarters=given.headquarters,
            registry=registry,
            previous=before,
            country=given.country,
            language=given.language,
            expires_at=_end_of(given.expires),
            passphrase=first_line(given.pack_passphrase_file),
        )
    console.line(f"{given.output}: {made.title}, {len(made.roster)} keys on its roster")
    console.line(f"Print these words on the mission letter: {identity.words}")
    return 0


def _end_of(day: date | None) -> int:
    if day is None:
        return 0
    return int(datetime.combine(day + timedelta(days=1), time.min, UTC).timestamp() * 1000)


def is_pack_file(name: str) -> bool:
    """Whether a name given for a form is that of a mission pack."""
    return Path(name).suffix.lower() == PACK_SUFFIX


def begin_from(given: argparse.Namespace) -> Assessment:
    """What `new` does with a pack; the words given are headquarters', compared before anything."""
    pack = open_pack(Path(given.form), passphrase=first_line(given.pack_passphrase_file))
    if given.words is not None:
        confirm_contact(
            profile_folder(), Contact(pack.headquarters, "", pack.public), given.words, now_ms()
        )
    identity = me(given.assessor)
    made = begin(
        given.output,
        pack,
        identity=identity,
        country=given.country,
        language=given.language,
        passphrase=passphrase_of(given),
    )
    console.line(f"Sealed to {pack.headquarters}, {key_fingerprint(bytes.fromhex(pack.public))}")
    if pack.public not in (*known_people(profile_folder()), identity.public.hex()):
        words = six_words(bytes.fromhex(pack.public))
        console.line(f"unverified: compare these words with your mission letter: {words}")
    return made


def _update(given: argparse.Namespace) -> int:
    pack = open_pack(given.pack, passphrase=first_line(given.pack_passphrase_file))
    with Mission.open(given.file, passphrase=passphrase_of(given)) as mission:
        bring_up_to_date(mission, pack, me())
    console.line(f"{given.file}: {len(pack.roster)} keys on the roster of {pack.headquarters}")
    return 0


def pack_facts(path: Path, told: Path | None) -> dict[str, Any]:
    """What a pack carries, for printing."""
    pack: MissionPack = open_pack(path, passphrase=first_line(told))
    source = FormSource.unpack(pack.form)
    known = (*known_people(profile_folder()), me().public.hex())
    return {
        "title": pack.title,
        "headquarters": pack.headquarters,
        "public": pack.public,
        "words": six_words(bytes.fromhex(pack.public)),
        "standing": "verified" if pack.public in known else "unverified",
        "made_at": console.moment(pack.made_at),
        "expires_at": console.moment(pack.expires_at) if pack.expires_at else "",
        "form": source.digest,
        "media": sorted(source.attachments),
        "recipients": list(pack.recipients),
        "roster": [
            {"public": key, "name": one.name, "revoked_at": one.revoked_at}
            for key, one in pack.roster.items()
        ],
        "previous": bool(pack.previous),
        "country": pack.country,
        "language": pack.language,
        "fingerprint": pack.fingerprint,
    }
