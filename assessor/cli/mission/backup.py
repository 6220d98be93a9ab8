"""The verb backup: copy a file and verify the copy."""

from __future__ import annotations

from argparse import Namespace

from assessor.cli.base import console
from assessor.cli.base.arguments import LOCAL_FILE, PASSPHRASE, path
from assessor.cli.base.options import read_passphrase
from assessor.cli.base.verb import verb
from assessor.errors import FileError
from assessor.store.write.mission import Mission


@verb(
    "backup",
    LOCAL_FILE,
    path("destination", "DEST"),
    PASSPHRASE,
    examples=["backup san-verano.mission /media/stick"],
)
def _run(options: Namespace) -> None:
    if options.destination.is_file():
        raise FileError(
            "{name} exists already: choose another name.", name=options.destination.name
        )
    with Mission.open(options.file, passphrase=read_passphrase(options)) as mission:
        mission.backup(options.destination)
    console.print_line(f"{options.destination}: copied and read back whole")
