"""The verbs receive, undo and retry: import files into a registry, or undo an import."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from pathlib import Path

from assessor.assessment.core.signer_trust import trust_of, vouch_for_known
from assessor.assessment.headquarters.received_cases import note_received
from assessor.assessment.mission.passphrase_protection import decline_passphrase
from assessor.cli.base import console
from assessor.cli.base.arguments import (
    JSON,
    PASSPHRASE,
    READABLE,
    REGISTRY,
    SEAL_PASSPHRASE,
    argument,
    flag,
    path,
    registry,
)
from assessor.cli.base.options import open_mission, own_identity, own_keys, read_passphrase
from assessor.cli.base.receipts import all_facts, exit_code, print_receipts
from assessor.cli.base.verb import QUARANTINED, verb
from assessor.errors import NotAMission, Reason, Refused
from assessor.registry.receive.copy_detection import FileOutcome, file_outcome
from assessor.registry.receive.quarantine_review import retry_package
from assessor.registry.receive.receiver import receive
from assessor.store.model.database_address import RegistryLocation
from assessor.store.model.receipt import Receipt, UnaskedChange, UndoResult
from assessor.store.write.mission import Mission

_NOTHING = Reason("There is nothing to receive: no PDF, parcel, mission, archive or mail.")

_OUTCOMES = {
    FileOutcome.FRESH: "with something new",
    FileOutcome.COPY: "copies of others",
    FileOutcome.KNOWN: "with nothing new",
    FileOutcome.WAITING: "waiting for trust in who signed",
    FileOutcome.REFUSED: "refused",
}


@verb(
    "receive",
    registry("; created if it does not exist"),
    path(
        "files",
        "FILE",
        "PDFs, parcels, missions; folders, zip archives and mails (.eml) of them",
        nargs="+",
    ),
    flag("--preview", "print what would happen; change nothing"),
    READABLE,
    JSON,
    SEAL_PASSPHRASE,
    PASSPHRASE,
    examples=["receive hq.registry reports/ --preview", "receive hq.registry reports/ mail.eml"],
    negative=QUARANTINED,
)
def _receive(options: Namespace) -> int:
    ours = own_keys(options.sealed_passphrase_file)
    there = _exists(options.file)
    if options.preview and not there:
        with Mission.in_memory() as empty:
            receipts = _import(empty, options, ours)
            trust = trust_of(empty, own_identity())
    else:
        with _open_or_create(options.file, read_passphrase(options)) as into:
            vouch_for_known(into, own_identity())
            if options.plain and not into.encrypted:
                decline_passphrase(into)
            receipts = _import(into, options, ours)
            trust = trust_of(into, own_identity())
            if not options.preview and into.role == "registry":
                language = console.user_language()
                receipts = note_received(into, own_identity(), receipts, language)
    fresh = not there and not options.preview and isinstance(options.file, Path)
    if fresh and not any(each.id for each in receipts):
        options.file.unlink()  # nothing came in, so nothing is left behind
    if options.json:
        console.print_json(all_facts(receipts, trust))
    else:
        print_receipts(receipts, trust)
        if len(receipts) != 1:
            console.print_line(_summary(receipts))
    return exit_code(receipts)


def _open_or_create(where: RegistryLocation, secret: str | None) -> Mission:
    """The registry (or mission) at a place, made when nothing is there."""
    if _exists(where):
        return Mission.open(where, passphrase=secret)
    return Mission.create(where, role="registry", passphrase=secret)


def _exists(where: RegistryLocation) -> bool:
    if isinstance(where, Path):
        return where.exists()
    try:
        Mission.open(where).close()
    except NotAMission:
        return False
    return True


def _import(into: Mission, options: Namespace, identities: tuple[str, ...]) -> tuple[Receipt, ...]:
    with console.show_progress() as tell:
        return receive(
            into,
            options.files,
            preview=options.preview,
            progress=lambda done, of, name: tell(name, done, of),
            identities=identities,
        )


def _summary(receipts: tuple[Receipt, ...]) -> str:
    """How many files there were, and what of them."""
    if not receipts:
        return console.sentence_of(_NOTHING)
    lots = Counter(map(file_outcome, receipts))
    told = (f"{lots[each]} {_OUTCOMES[each]}" for each in FileOutcome if lots[each])
    return f"{len(receipts)} files: {', '.join(told)}"


@verb(
    "undo",
    REGISTRY,
    argument("receipt", "RECEIPT", "its number, as printed by receive"),
    flag("--preview", "print what would be removed; change nothing"),
    flag("--sure", "undo it though it changes who speaks for a team"),
    PASSPHRASE,
    examples=["undo hq.registry 3 --preview"],
)
def _undo(options: Namespace) -> None:
    with open_mission(options) as mission:
        undone = _undo_if_sure(mission, options)
    left = f"{undone.entries} entries, {undone.conflicts} conflicts left"
    if not undone.entries:
        result = "other files brought all of it, too: nothing is set aside"
    elif options.preview:
        result = f"would set aside {left}; nothing was changed"
    else:
        result = f"set aside {left}; receiving the file again brings it back"
    console.print_line(f"{options.receipt}: {result}")
    console.print_lines(console.sentence_of(change.reason) for change in undone.members)


def _undo_if_sure(mission: Mission, options: Namespace) -> UndoResult:
    """Undo an import; if somebody gains or loses authority, only once the user is sure."""
    try:
        return mission.undo(options.receipt, preview=options.preview)
    except UnaskedChange as change:
        if options.sure:
            return mission.undo(options.receipt, accepted=change.members)
        raise Refused(
            "Undoing the import of {file} changes who speaks for a team. After that: {members} "
            "Nothing was changed. If it is what you want, add --sure.",
            file=change.file,
            members=" ".join(console.sentence_of(each.reason) for each in change.members),
        ) from change


@verb(
    "retry",
    REGISTRY,
    argument("receipts", "RECEIPT", "all, if none is named", nargs="*"),
    SEAL_PASSPHRASE,
    PASSPHRASE,
    examples=["retry hq.registry"],
    negative="a file still waits",
)
def _retry(options: Namespace) -> int:
    ours = own_keys(options.sealed_passphrase_file)
    with open_mission(options) as mission:
        wanted = options.receipts or [kept.id for kept, _ in mission.quarantine()]
        receipts = tuple(retry_package(mission, receipt, identities=ours) for receipt in wanted)
        print_receipts(receipts, trust_of(mission, own_identity()))
        return 1 if mission.quarantine() else 0
