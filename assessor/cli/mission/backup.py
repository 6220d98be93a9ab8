"""The verb backup: copy a file and verify the copy."""

from __future__ import annotations

import argparse
from pathlib import Path

from assessor.cli.base import console
from assessor.cli.base.options import (
    add_passphrase,
    read_passphrase,
)
from assessor.cli.base.verb import Verb
from assessor.errors import FileError
from assessor.store.write.mission import Mission


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("destination", type=Path, metavar="DEST")
    add_passphrase(parser)


def _run(options: argparse.Namespace) -> int:
    if options.destination.is_file():
        raise FileError(
            "{name} exists already: choose another name.", name=options.destination.name
        )
    with Mission.open(options.file, passphrase=read_passphrase(options)) as mission:
        mission.backup(options.destination)
    console.print_line(f"{options.destination}: copied and read back whole")
    return 0


VERBS = {
    "backup": Verb(
        _add_arguments,
        _run,
        examples=("backup san-verano.mission /media/stick",),
    ),
}
