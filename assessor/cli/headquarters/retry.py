"""The verb retry: what waits in quarantine is tried again."""

from __future__ import annotations

import argparse

from assessor.assessment.core.signer_trust import trust_of
from assessor.cli.base.options import me, passphrase, passphrase_of, registry_place
from assessor.cli.headquarters.receive import print_receipts
from assessor.parcel.keys.age_sealing import headquarters_keys
from assessor.parcel.keys.identity import profile_folder
from assessor.registry.receive.receiver import retry_package
from assessor.store.write.mission import Mission


def add_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verbs of this module."""
    again = verbs.add_parser("retry", help="try again what was refused or waits in quarantine")
    registry_place(again)
    again.add_argument("receipts", nargs="*", metavar="RECEIPT", help="all of them unless named")
    passphrase(again)
    again.set_defaults(run=_retry)


def _retry(given: argparse.Namespace) -> int:
    ours = headquarters_keys(profile_folder())
    with Mission.open(given.registry, passphrase=passphrase_of(given)) as mission:
        wanted = given.receipts or [kept.id for kept, _ in mission.quarantine()]
        receipts = tuple(retry_package(mission, receipt, identities=ours) for receipt in wanted)
        print_receipts(receipts, trust_of(mission, me()))
        return 1 if mission.quarantine() else 0
