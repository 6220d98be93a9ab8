"""The verb keys update: take keys and roster from a newer mission pack."""

from __future__ import annotations

import argparse
from pathlib import Path

from assessor.assessment.mission.mission_start_packs import open_pack, renew_from_pack
from assessor.cli.base import console
from assessor.cli.base.options import (
    add_passphrase,
    own_identity,
    read_first_line,
    read_passphrase,
)
from assessor.cli.base.verb import Verb
from assessor.store.write.mission import Mission


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE.mission")
    parser.add_argument("pack", type=Path, metavar="NEWER.pack")
    parser.add_argument(
        "--pack-passphrase-file", type=Path, metavar="F", help="its first line opens the pack"
    )
    add_passphrase(parser)


def _run(options: argparse.Namespace) -> int:
    pack = open_pack(options.pack, passphrase=read_first_line(options.pack_passphrase_file))
    with Mission.open(options.file, passphrase=read_passphrase(options)) as mission:
        renew_from_pack(mission, pack, own_identity())
    console.print_line(
        f"{options.file}: {len(pack.roster)} keys on the roster of {pack.headquarters}"
    )
    return 0


VERBS = {
    "keys update": Verb(
        _add_arguments,
        _run,
        examples=("keys update san-verano.mission newer.pack",),
    ),
}
