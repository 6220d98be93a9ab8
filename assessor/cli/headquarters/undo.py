"""The verb undo: undo an import."""

from __future__ import annotations

import argparse

from assessor.cli.base import console
from assessor.cli.base.options import (
    add_passphrase,
    add_registry,
    read_passphrase,
)
from assessor.cli.base.verb import Verb
from assessor.store.write.mission import Mission


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_registry(parser)
    parser.add_argument("receipt", metavar="RECEIPT", help="its number, as printed by receive")
    parser.add_argument(
        "--preview", action="store_true", help="print what would be removed; change nothing"
    )
    add_passphrase(parser)


def _run(options: argparse.Namespace) -> int:
    with Mission.open(options.registry, passphrase=read_passphrase(options)) as mission:
        undone = mission.undo(options.receipt, preview=options.preview)
    if not undone.entries:
        console.print_line(
            f"{options.receipt}: other files brought all of it, too: nothing is set aside"
        )
        return 0
    left = f"{undone.entries} entries, {undone.conflicts} conflicts left"
    if options.preview:
        console.print_line(f"{options.receipt}: would set aside {left}; nothing was changed")
    else:
        console.print_line(
            f"{options.receipt}: set aside {left}; receiving the file again brings it back"
        )
    return 0


VERBS = {
    "undo": Verb(
        _add_arguments,
        _run,
        examples=("undo hq.registry 3 --preview",),
    ),
}
