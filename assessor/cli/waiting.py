"""The verb retry: what waits in quarantine is tried again."""

from __future__ import annotations

import argparse

from assessor.assessment.standing import trust_of
from assessor.cli.opening import me, passphrase, passphrase_of, registry_place
from assessor.cli.receiving import print_receipts
from assessor.parcel.keys import assessor_home
from assessor.parcel.sealed import headquarters_keys
from assessor.registry.receive import retry
from assessor.store.mission import Mission


def add_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verbs of this module."""
    again = verbs.add_parser("retry", help="try again what was refused or waits in quarantine")
    registry_place(again)
    again.add_argument("receipts", nargs="*", metavar="RECEIPT", help="all of them unless named")
    passphrase(again)
    again.set_defaults(run=_retry)


def _retry(given: argparse.Namespace) -> int:
    ours = headquarters_keys(assessor_home())
    with Mission.open(given.registry, passphrase=passphrase_of(given)) as mission:
        wanted = given.receipts or [kept.id for kept, _ in mission.quarantine()]
        receipts = tuple(retry(mission, receipt, identities=ours) for receipt in wanted)
        print_receipts(receipts, trust_of(mission, me()))
        return 1 if mission.quarantine() else 0
