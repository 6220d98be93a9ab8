"""The verb keys update: take keys and roster from a newer mission pack."""

from __future__ import annotations

from argparse import Namespace

from assessor.assessment.mission.mission_start_packs import open_pack, renew_from_pack
from assessor.cli.base import console
from assessor.cli.base.arguments import MISSION_FILE, PACK_PASSPHRASE, PASSPHRASE, path
from assessor.cli.base.options import own_identity, read_first_line, read_passphrase
from assessor.cli.base.verb import verb
from assessor.store.write.mission import Mission


@verb(
    "keys update",
    MISSION_FILE,
    path("pack", "NEWER.pack"),
    PACK_PASSPHRASE,
    PASSPHRASE,
    examples=["keys update san-verano.mission newer.pack"],
)
def _run(options: Namespace) -> None:
    pack = open_pack(options.pack, passphrase=read_first_line(options.pack_passphrase_file))
    with Mission.open(options.file, passphrase=read_passphrase(options)) as mission:
        renew_from_pack(mission, pack, own_identity())
    console.print_line(
        f"{options.file}: {len(pack.roster)} keys on the roster of {pack.headquarters}"
    )
