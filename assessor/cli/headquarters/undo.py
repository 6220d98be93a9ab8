"""The verb undo: undo an import."""

from __future__ import annotations

from argparse import Namespace

from assessor.cli.base import console
from assessor.cli.base.arguments import PASSPHRASE, REGISTRY, argument, flag
from assessor.cli.base.options import read_passphrase
from assessor.cli.base.verb import verb
from assessor.store.write.mission import Mission


@verb(
    "undo",
    REGISTRY,
    argument("receipt", "RECEIPT", "its number, as printed by receive"),
    flag("--preview", "print what would be removed; change nothing"),
    PASSPHRASE,
    examples=["undo hq.registry 3 --preview"],
)
def _run(options: Namespace) -> None:
    with Mission.open(options.registry, passphrase=read_passphrase(options)) as mission:
        undone = mission.undo(options.receipt, preview=options.preview)
    if not undone.entries:
        console.print_line(
            f"{options.receipt}: other files brought all of it, too: nothing is set aside"
        )
        return
    left = f"{undone.entries} entries, {undone.conflicts} conflicts left"
    if options.preview:
        console.print_line(f"{options.receipt}: would set aside {left}; nothing was changed")
    else:
        console.print_line(
            f"{options.receipt}: set aside {left}; receiving the file again brings it back"
        )
