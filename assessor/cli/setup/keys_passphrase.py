"""The verbs keys recover and passphrase: what opens a file."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from assessor.assessment.mission.passphrase_protection import (
    RECOVERY_SUFFIX,
    change_passphrase,
    write_recovery,
)
from assessor.cli.base import console
from assessor.cli.base.options import (
    add_passphrase,
    read_first_line,
    read_passphrase,
)
from assessor.cli.base.verb import Verb
from assessor.errors import KeyUnusable, Refused
from assessor.parcel.keys.age_sealing import headquarters_keys
from assessor.parcel.keys.passphrase_recovery import recover_file_key
from assessor.parcel.keys.profile_location import profile_folder
from assessor.parcel.pack.parcel_pack import unpack_parcel
from assessor.parcel.pdf.parcel_extraction import read_parcel
from assessor.parcel.pdf.pdf_extraction import read_file
from assessor.store.write.mission import Mission


def _add_recover(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "parcel",
        type=Path,
        metavar="SEALED",
        help="a report sealed to headquarters, or a .recovery file",
    )
    parser.add_argument("file", type=Path, metavar="FILE.mission")
    add_passphrase(parser)


def _add_change(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")
    to = parser.add_mutually_exclusive_group(required=True)
    to.add_argument(
        "--new-passphrase-file", type=Path, metavar="N", help="its first line is the new one"
    )
    to.add_argument("--remove", action="store_true", help="decrypt the file: anybody can open it")
    add_passphrase(parser)


def _recover(options: argparse.Namespace) -> int:
    secret = read_passphrase(options)
    if secret is None:
        raise Refused("Say the new passphrase with --passphrase-file.")
    ours = headquarters_keys(profile_folder())
    key = recover_file_key(_recovery_bytes(options.parcel, ours), ours)
    with Mission.open(options.file, file_key=key) as mission:
        mission.protect(secret)
        write_recovery(mission)
    console.print_line(f"{options.file}: opens with the new passphrase")
    return 0


def _recovery_bytes(path: Path, ours: Sequence[str]) -> bytes:
    """The recovery file in a sealed report, or the one that a file is."""
    if path.suffix.lower() == RECOVERY_SUFFIX:
        return read_file(path)
    contents = unpack_parcel(read_parcel(path), identities=ours)
    if not contents.recovery:
        raise KeyUnusable(
            "{file} carries no way back: it was not sealed from a protected mission.",
            file=path.name,
        )
    return contents.recovery


def _change(options: argparse.Namespace) -> int:
    old = read_passphrase(options)
    with Mission.open(options.file, passphrase=old) as mission:
        kept = change_passphrase(mission, read_first_line(options.new_passphrase_file), old=old)
    if options.remove:
        console.print_line(f"{options.file}: anybody who has the file can read it now")
        return 0
    console.print_line(f"{options.file}: opens with the new passphrase alone")
    if kept is not None:
        console.print_line(f"{kept}: send it to headquarters, which can open the mission with it")
    else:
        console.print_line(
            "No headquarters key is set: if this passphrase is lost, so is the mission."
        )
    return 0


VERBS = {
    "keys recover": Verb(
        _add_recover,
        _recover,
        examples=("keys recover san-verano.recovery san-verano.mission --passphrase-file new.txt",),
    ),
    "keys passphrase": Verb(
        _add_change,
        _change,
        examples=("keys passphrase san-verano.mission --new-passphrase-file new.txt",),
    ),
}
