"""The verbs keys recover and passphrase: what opens a file."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from assessor.assessment.mission.passphrase_protection import (
    RECOVERY_SUFFIX,
    change_passphrase,
    write_recovery,
)
from assessor.cli.base import console
from assessor.cli.base.arguments import LOCAL_FILE, MISSION_FILE, PASSPHRASE, either, flag, path
from assessor.cli.base.options import read_first_line, read_passphrase
from assessor.cli.base.verb import verb
from assessor.errors import KeyUnusable, Refused
from assessor.parcel.keys.age_sealing import headquarters_keys
from assessor.parcel.keys.passphrase_recovery import recover_file_key
from assessor.parcel.keys.profile_location import profile_folder
from assessor.parcel.pack.parcel_pack import unpack_parcel
from assessor.parcel.pdf.parcel_extraction import read_parcel
from assessor.parcel.pdf.pdf_extraction import read_file
from assessor.store.write.mission import Mission


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
    ours = headquarters_keys(profile_folder())
    key = recover_file_key(_recovery_bytes(options.parcel, ours), ours)
    with Mission.open(options.file, file_key=key) as mission:
        mission.protect(secret)
        write_recovery(mission)
    console.print_line(f"{options.file}: opens with the new passphrase")


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
def _change(options: Namespace) -> None:
    old = read_passphrase(options)
    with Mission.open(options.file, passphrase=old) as mission:
        kept = change_passphrase(mission, read_first_line(options.new_passphrase_file), old=old)
    if options.remove:
        console.print_line(f"{options.file}: anybody who has the file can read it now")
        return
    console.print_line(f"{options.file}: opens with the new passphrase alone")
    if kept is not None:
        console.print_line(f"{kept}: send it to headquarters, which can open the mission with it")
    else:
        console.print_line(
            "No headquarters key is set: if this passphrase is lost, so is the mission."
        )
