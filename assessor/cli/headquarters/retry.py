"""The verb retry: try quarantined files again."""

from __future__ import annotations

from argparse import Namespace

from assessor.assessment.core.signer_trust import trust_of
from assessor.cli.base.arguments import PASSPHRASE, REGISTRY, argument
from assessor.cli.base.options import own_identity, read_passphrase
from assessor.cli.base.receipts import print_receipts
from assessor.cli.base.verb import verb
from assessor.parcel.keys.age_sealing import headquarters_keys
from assessor.parcel.keys.profile_location import profile_folder
from assessor.registry.receive.quarantine_review import retry_package
from assessor.store.write.mission import Mission


@verb(
    "retry",
    REGISTRY,
    argument("receipts", "RECEIPT", "all, if none is named", nargs="*"),
    PASSPHRASE,
    examples=["retry hq.registry"],
    negative="a file still waits",
)
def _run(options: Namespace) -> int:
    ours = headquarters_keys(profile_folder())
    with Mission.open(options.registry, passphrase=read_passphrase(options)) as mission:
        wanted = options.receipts or [kept.id for kept, _ in mission.quarantine()]
        receipts = tuple(retry_package(mission, receipt, identities=ours) for receipt in wanted)
        print_receipts(receipts, trust_of(mission, own_identity()))
        return 1 if mission.quarantine() else 0
