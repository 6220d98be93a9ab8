"""The verbs keys new, show, renew, update, recover and passphrase: keys of this computer."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from assessor.assessment.base.file_writing import write_verified
from assessor.assessment.mission import passphrase_protection
from assessor.assessment.mission.mission_start_packs import open_pack, renew_from_pack
from assessor.cli.base import console
from assessor.cli.base.arguments import (
    JSON,
    LOCAL_FILE,
    MISSION_FILE,
    PACK_PASSPHRASE,
    PASSPHRASE,
    either,
    flag,
    path,
)
from assessor.cli.base.options import (
    open_mission,
    own_identity,
    own_keys,
    read_first_line,
    read_passphrase,
)
from assessor.cli.base.verb import verb
from assessor.errors import FileError, KeyUnusable, Refused
from assessor.parcel.keys import age_sealing
from assessor.parcel.keys.identity import renew_identity
from assessor.parcel.keys.passphrase_recovery import recover_file_key
from assessor.parcel.keys.profile_location import profile_folder
from assessor.parcel.pack.parcel_pack import unpack_parcel
from assessor.parcel.pdf.parcel_extraction import read_file, read_parcel
from assessor.store.write.mission import Mission


@verb(
    "keys new",
    flag("--headquarters", required=True),
    path("-o --output", "HQ.pub", "write the public half"),
    examples=["keys new --headquarters -o hq.pub"],
)
def _new(options: Namespace) -> None:
    if options.output is not None and options.output.exists():
        raise KeyUnusable("{file} exists already: choose another name.", file=options.output)
    if options.output is not None and not options.output.parent.is_dir():  # before there is a key
        raise FileError(
            "There is no folder {folder}: make it first, or choose another.",
            folder=options.output.parent,
        )
    public = age_sealing.create_headquarters_key(profile_folder())
    if options.output is not None:
        write_verified(f"{public}\n".encode("ascii"), options.output, private=False)
    console.print_line(public)


@verb("keys show", JSON, examples=["keys show"])
def _show(options: Namespace) -> None:
    mine = own_identity()
    facts: dict[str, object] = {"name": mine.name, "public": mine.public.hex()}
    facts |= console.attributes(mine, "words fingerprint")
    facts["headquarters"] = list(age_sealing.headquarters_public(profile_folder()))
    if options.json:
        console.print_json(facts)
    else:
        console.print_table((name, fact) for name, fact in facts.items() if fact)


@verb("keys renew", examples=["keys renew"])
def _renew(_: Namespace) -> None:
    fresh = renew_identity(profile_folder())
    console.print_line(f"{fresh.name}: {fresh.fingerprint}, {fresh.words}")
    console.print_line("tell headquarters: what the new key signs waits there until it is trusted")


@verb(
    "keys update",
    MISSION_FILE,
    path("pack", "NEWER.pack"),
    PACK_PASSPHRASE,
    PASSPHRASE,
    examples=["keys update san-verano.mission newer.pack"],
)
def _update(options: Namespace) -> None:
    pack = open_pack(options.pack, passphrase=read_first_line(options.pack_passphrase_file))
    with open_mission(options) as mission:
        renew_from_pack(mission, pack, own_identity())
    roster = f"keys on the roster of {pack.headquarters}: {len(pack.roster)}"
    console.print_line(f"{options.file}: {roster}")


@verb(
    "keys recover",
    path("parcel", "SEALED", "a report sealed to headquarters, or a .recovery file"),
    MISSION_FILE,
    PASSPHRASE,
    examples=["keys recover san-verano.recovery san-verano.mission --passphrase-file new.txt"],
)
def _recover(options: Namespace) -> None:
    secret = read_passphrase(options)
    if secret is None:
        raise Refused("Say the new passphrase with --passphrase-file.")
    ours = own_keys()
    key = recover_file_key(_recovery_bytes(options.parcel, ours), ours)
    with Mission.open(options.file, file_key=key) as mission:
        mission.protect(secret)
        passphrase_protection.write_recovery(mission)
    console.print_line(f"{options.file}: opens with the new passphrase")


def _recovery_bytes(path: Path, ours: Sequence[str]) -> bytes:
    """The recovery file in a sealed report, or the one that a file is."""
    if path.suffix.lower() == passphrase_protection.RECOVERY_SUFFIX:
        return read_file(path)
    contents = unpack_parcel(read_parcel(path, ours), identities=ours)
    if not contents.recovery:
        raise KeyUnusable(
            "{file} carries no way back: it was not sealed from a protected mission.",
            file=path.name,
        )
    return contents.recovery


@verb(
    "keys passphrase",
    LOCAL_FILE,
    either(
        path("--new-passphrase-file", "N", "its first line is the new one"),
        flag("--remove", "decrypt the file: anybody can open it"),
        required=True,
    ),
    PASSPHRASE,
    examples=["keys passphrase san-verano.mission --new-passphrase-file new.txt"],
)
def _passphrase(options: Namespace) -> None:
    old = read_passphrase(options)
    with Mission.open(options.file, passphrase=old) as mission:
        kept = passphrase_protection.change_passphrase(
            mission, read_first_line(options.new_passphrase_file), old=old
        )
    if options.remove:
        console.print_line(f"{options.file}: anybody who has the file can read it now")
        return
    console.print_line(f"{options.file}: opens with the new passphrase alone")
    console.print_line(
        "No headquarters key is set: if this passphrase is lost, so is the mission."
        if kept is None
        else f"{kept}: send it to headquarters, which can open the mission with it"
    )
