"""Verbs that take files in, and back: receive, undo."""

from __future__ import annotations

import argparse
import contextlib
from collections import Counter
from pathlib import Path
from typing import Any

from assessor.assessment.core.signer_trust import Trust, trust_of
from assessor.assessment.headquarters.case_cache import Shelf
from assessor.cli.base import console
from assessor.cli.base.options import me, passphrase, passphrase_of, registry_place
from assessor.errors import AssessorError, NotAMission, Reason
from assessor.parcel.keys.age_sealing import headquarters_keys
from assessor.parcel.keys.identity import profile_folder
from assessor.registry.receive.copy_detection import FileOutcome, file_outcome
from assessor.registry.receive.receiver import receive
from assessor.store.model.database_address import RegistryLocation
from assessor.store.model.receipt import Receipt
from assessor.store.write.mission import Mission

_NOTHING = Reason("There is nothing to receive: no PDF, parcel, mission, archive or mail.")
_OF_A_LOT = {
    FileOutcome.FRESH: "with something new",
    FileOutcome.COPY: "copies of others",
    FileOutcome.KNOWN: "with nothing new",
    FileOutcome.WAITING: "waiting for trust in who signed",
    FileOutcome.REFUSED: "refused",
}


def add_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verbs of this module."""
    _receive_verb(verbs)
    _undo_verb(verbs)


def _receive_verb(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    into = verbs.add_parser(
        "receive", help="merge PDFs, parcels, missions; folders, archives and mails of them"
    )
    registry_place(into, "; made when it is not there yet")
    into.add_argument(
        "files", nargs="+", type=Path, metavar="FILE",
        help="PDFs, parcels, missions; folders, zip archives and mails (.eml) of them",
    )  # fmt: skip
    into.add_argument(
        "--preview", action="store_true", help="say what would happen; change nothing"
    )
    into.add_argument("--json", action="store_true")
    passphrase(into)
    into.set_defaults(run=_receive)


def _undo_verb(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    back = verbs.add_parser("undo", help="set aside what a receipt brought")
    registry_place(back)
    back.add_argument("receipt", metavar="RECEIPT", help="its number, as receive tells it")
    back.add_argument("--preview", action="store_true", help="say what would go, change nothing")
    passphrase(back)
    back.set_defaults(run=_undo)


def registry(where: RegistryLocation, secret: str | None) -> Mission:
    """The registry (or mission) at a place, made when nothing is there."""
    if _is_there(where):
        return Mission.open(where, passphrase=secret)
    return Mission.create(where, role="registry", passphrase=secret)


def _is_there(where: RegistryLocation) -> bool:
    if isinstance(where, Path):
        return where.exists()
    try:
        Mission.open(where).close()
    except NotAMission:
        return False
    return True


def _receive(given: argparse.Namespace) -> int:
    ours = headquarters_keys(profile_folder())
    there = _is_there(given.registry)
    if given.preview and not there:
        with Mission.in_memory() as empty:
            receipts = _taken(empty, given, ours)
            trust = trust_of(empty, me())
    else:
        with registry(given.registry, passphrase_of(given)) as into:
            receipts = _taken(into, given, ours)
            trust = trust_of(into, me())
            if not given.preview and into.role == "registry":
                _work_out(into, receipts)
    fresh = not there and not given.preview and isinstance(given.registry, Path)
    if fresh and not any(each.id for each in receipts):
        given.registry.unlink()  # nothing came in, so nothing is left behind
    if given.json:
        console.as_json([receipt_facts(each, trust) for each in receipts])
    else:
        print_receipts(receipts, trust)
        if len(receipts) != 1:
            console.line(_in_short(receipts))
    return 1 if any(each.status in ("refused", "quarantined") for each in receipts) else 0


def _taken(
    into: Mission, given: argparse.Namespace, identities: tuple[str, ...]
) -> tuple[Receipt, ...]:
    with console.progress() as tell:
        return receive(
            into,
            given.files,
            preview=given.preview,
            progress=lambda done, of, name: tell(name, done, of),
            identities=identities,
        )


def _in_short(receipts: tuple[Receipt, ...]) -> str:
    """How many files there were, and what of them."""
    if not receipts:
        return console.in_words(_NOTHING)
    lots = Counter(map(file_outcome, receipts))
    told = (f"{lots[each]} {_OF_A_LOT[each]}" for each in FileOutcome if lots[each])
    return f"{len(receipts)} files: {', '.join(told)}"


def _work_out(into: Mission, receipts: tuple[Receipt, ...]) -> None:
    """Work out what came, to be compared: kept beside the registry, and made anew if it is not."""
    came = {uuid for receipt in receipts if receipt.new for uuid in receipt.assessments}
    if came:
        with contextlib.suppress(AssessorError), Shelf(into, me()) as shelf:
            shelf.heads(only=came)


def receipt_facts(receipt: Receipt, trust: Trust) -> dict[str, Any]:
    """A receipt as plain values."""
    return {
        "id": receipt.id,
        "file": receipt.file,
        "fingerprint": receipt.fingerprint,
        "status": receipt.status,
        "new": receipt.new,
        "known": receipt.known,
        "conflicts": receipt.conflicts,
        "reason": receipt.reason,
        "at": console.moment(receipt.at),
        "assessments": list(receipt.assessments),
        "files": receipt.files,
        "pages": receipt.pages or None,
        "missing": list(receipt.missing),
        "signers": [
            {"key": each.signer, "name": each.author, "standing": trust.of(each.signer)}
            for each in receipt.signers
        ],
    }


def _beside(receipt: Receipt, trust: Trust | None) -> str:
    """What is said of a file beside its numbers: the reasons, and by `trust` who is in doubt."""
    doubtful = ", ".join(trust.doubtful(receipt.signers, str)) if trust else ""
    return " ".join(filter(None, (*map(console.in_words, receipt.reasons), doubtful)))


def print_receipts(receipts: tuple[Receipt, ...], trust: Trust | None = None) -> None:
    """Receipts as a table, refused ones with their reason; by `trust`, who is not verified."""
    head = ("receipt", "file", "status", "new", "known", "conflicts", "")
    console.table(
        (
            (
                each.id,
                Path(each.file).name,
                each.status,
                each.new,
                each.known,
                each.conflicts,
                _beside(each, trust),
            )
            for each in receipts
        ),
        head if receipts else (),
    )
    for each in receipts:
        if each.missing:
            names = ", ".join(each.missing)
            console.line(
                f"{Path(each.file).name} lacks {names}: receive its sidecar (.files.assessor)"
            )


def _undo(given: argparse.Namespace) -> int:
    with Mission.open(given.registry, passphrase=passphrase_of(given)) as mission:
        undone = mission.undo(given.receipt, preview=given.preview)
    if not undone.entries:
        console.line(f"{given.receipt}: other files brought all of it, too: nothing is set aside")
        return 0
    left = f"{undone.entries} entries, {undone.conflicts} conflicts left"
    if given.preview:
        console.line(f"{given.receipt}: would set aside {left}; nothing was changed")
    else:
        console.line(f"{given.receipt}: set aside {left}; receiving the file again brings it back")
    return 0
