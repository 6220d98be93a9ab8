"""Receiving, receipts, undo and quarantine inside the file."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace

from assessor.errors import Reason, Refused
from assessor.store.files.connection import Connection
from assessor.store.model.changeset import Changeset
from assessor.store.model.receipt import (
    KNOWN,
    NEW,
    PREVIEW,
    QUARANTINED,
    UNDONE,
    ImportResult,
    KnownFile,
    ParcelOrigin,
    Receipt,
    UndoResult,
    receipt_number,
    write_reasons,
)
from assessor.store.read import entry_queries, joint_assessments
from assessor.store.read.received_files import RECEIPTS, receipt_from
from assessor.store.read.row_numbers import RowNumbers
from assessor.store.write import entry_writer


class _TakeBack(Exception):
    """Ends a preview's transaction."""


ImportPackage = tuple[Iterable[Changeset], ParcelOrigin | None]
"""Verified changesets, and where they came from and what came with them."""


def import_packages(
    connection: Connection,
    names: RowNumbers,
    writing: Callable[[], AbstractContextManager[None]],
    packages: Sequence[ImportPackage],
    preview: bool = False,
) -> list[ImportResult]:
    """Take in packages in one transaction; see Mission.add and Mission.add_apart."""
    added: list[ImportResult] = []
    try:
        with writing():
            added = _add(connection, names, packages, preview)
            if preview:
                raise _TakeBack
    except _TakeBack:
        pass
    return added


def _add(
    connection: Connection, names: RowNumbers, packages: Sequence[ImportPackage], preview: bool
) -> list[ImportResult]:
    coming = [(list(changesets), origin) for changesets, origin in packages]
    _take_what_came_along(connection, [origin for _, origin in coming if origin is not None])
    every = [changeset for changesets, _ in coming for changeset in changesets]
    placed = iter(entry_writer.add_changesets(connection, names, every))
    missing = _missing(names, every)
    return [
        _tell(connection, names, [(one, *next(placed)) for one in changesets], missing, origin,
              preview)
        for changesets, origin in coming
    ]  # fmt: skip


def _tell(
    connection: Connection,
    names: RowNumbers,
    placed: Sequence[tuple[Changeset, int, int]],
    missing: Collection[str],
    origin: ParcelOrigin | None,
    preview: bool,
) -> ImportResult:
    """What one package did, and its receipt; `placed` are (changeset, number, new entries)."""
    new = sum(fresh for _, _, fresh in placed)
    known = sum(len(one.header) for one, _, _ in placed) - new
    waiting = tuple(
        dict.fromkeys(
            other for one, _, _ in placed for other in _ancestors(one) if other in missing
        )
    )
    if origin is None:
        return ImportResult(new, known, waiting)
    carried = [(number, int(fresh == len(one.header))) for one, number, fresh in placed]
    assessments = dict.fromkeys(
        (*origin.assessments, *(one.header.assessment for one, *_ in placed))
    )
    files = _take_evidence(connection, names, origin, assessments)
    receipt = Receipt(
        id="", file=origin.file, fingerprint=origin.fingerprint,
        status=_status(preview, new + files, origin),
        reasons=(*_of_file(origin), *origin.reasons, *_clones(connection, carried)),
        new=new, known=known, conflicts=_conflicts(connection, names, assessments),
        at=origin.at, assessments=tuple(assessments), missing_changesets=waiting, files=files,
    )  # fmt: skip
    if not preview:
        receipt = _keep_all(connection, receipt, origin, carried)
    return ImportResult(new, known, waiting, receipt)


def _keep_all(
    connection: Connection,
    receipt: Receipt,
    origin: ParcelOrigin,
    carried: Sequence[tuple[int, int]],
) -> Receipt:
    """Keep a receipt with what it carried and what of it waits; it has an id then."""
    _leave_quarantine(connection, origin.fingerprint)
    receipt = replace(_keep(connection, receipt), files=receipt.files)
    if origin.known_file is not None and origin.known_file.digest:
        _keep_seen(connection, origin.known_file, origin.fingerprint)
    if origin.quarantine:
        _keep_waiting(connection, receipt, origin.quarantine)
    connection.execute_many(
        "INSERT INTO carried VALUES(?, ?, ?) ON CONFLICT DO NOTHING",
        # What waits has brought nothing: what it merely repeats must not be kept by it.
        [(int(receipt.id), *one) for one in carried if receipt.status != QUARANTINED],
    )
    return receipt


def _keep_seen(connection: Connection, seen: KnownFile, fingerprint: str) -> None:
    """Remember that this file carried the parcel of that fingerprint (64 hex)."""
    connection.execute(
        "INSERT INTO seen VALUES(?, ?, ?, ?) ON CONFLICT(digest) DO UPDATE SET"
        " fingerprint=excluded.fingerprint, pages=excluded.pages, reasons=excluded.reasons",
        (seen.digest, fingerprint, seen.pages, write_reasons(seen.reasons)),
    )


def _ancestors(changeset: Changeset) -> Iterator[str]:
    """The ids of other changesets that its entries name as ancestors."""
    for parents in changeset.header.ancestry.values():
        yield from (other for other, _ in parents if other)


def _missing(names: RowNumbers, changesets: Iterable[Changeset]) -> frozenset[str]:
    """The ancestors that have not been received yet."""
    wanted = dict.fromkeys(other for one in changesets for other in _ancestors(one))
    heard = names.changeset_numbers(wanted)
    return frozenset(one for one in wanted if not heard.get(one, (0, False))[1])


def _of_file(origin: ParcelOrigin) -> tuple[Reason, ...]:
    return origin.known_file.reasons if origin.known_file is not None else ()


def _status(preview: bool, new: int, origin: ParcelOrigin) -> str:
    if preview:
        return PREVIEW
    if new:
        return NEW
    return QUARANTINED if origin.quarantine else KNOWN


def _keep_waiting(connection: Connection, receipt: Receipt, content: bytes) -> None:
    connection.execute("INSERT INTO quarantine VALUES(?, ?)", (int(receipt.id), content))


def _take_what_came_along(connection: Connection, origins: Sequence[ParcelOrigin]) -> None:
    forms = {digest: packed for one in origins for digest, packed in one.forms.items()}
    assessments = {
        uuid: form for one in reversed(origins) for uuid, form in one.assessments.items()
    }
    connection.execute_many(
        "INSERT INTO form VALUES(?, ?) ON CONFLICT DO NOTHING", list(forms.items())
    )
    connection.execute_many(
        "INSERT INTO assessment(uuid, form) VALUES(?, ?) ON CONFLICT DO NOTHING",
        list(assessments.items()),
    )


def _take_evidence(
    connection: Connection, names: RowNumbers, origin: ParcelOrigin, assessments: Iterable[str]
) -> int:
    """Keep the files that entries name; how many are new. What nobody names fills no disk."""
    if not origin.evidence:
        return 0
    named: set[str] = set()
    everywhere = (uuid for (uuid,) in connection.rows("SELECT uuid FROM assessment"))
    for uuid in tuple(assessments) or everywhere:
        rows = connection.rows(
            "SELECT e.body FROM entry e JOIN topic t USING(topic)"
            " WHERE e.assessment=? AND t.kind='evidence' AND e.body IS NOT NULL",
            (names.assessment(uuid),),
        )
        named.update(digest for (body,) in rows if isinstance(digest := _file_of(body), str))
    wanted = [(digest,) for digest in origin.evidence if digest in named]
    here = connection.rows_for_each("SELECT 1 FROM evidence WHERE digest=?", wanted)
    new = [digest for (digest,), rows in zip(wanted, here, strict=True) if not rows]
    connection.execute_many(
        "INSERT INTO evidence VALUES(?, ?)", [(digest, origin.evidence[digest]) for digest in new]
    )
    return len(new)


def _file_of(body: str) -> object:
    """The SHA-256 that an entry of evidence names, if it names one."""
    said = json.loads(body)
    return said.get("sha256") if isinstance(said, dict) else None


def _conflicts(connection: Connection, names: RowNumbers, uuids: Iterable[str]) -> int:
    found = [names.assessment(uuid) for uuid in uuids]
    return len(
        joint_assessments.find_all_conflicts(
            connection, [number for number in found if number is not None]
        )
    )


def _clones(connection: Connection, carried: Sequence[tuple[int, int]]) -> Iterator[Reason]:
    """A word on each laptop that numbered something just come like something else here."""
    fresh = [number for number, new in carried if new]
    for author in entry_queries.cloned_authors(connection, fresh):
        yield Reason(
            "Two computers sign as {author}, or one went back to a backup. Nothing is lost: what "
            "was said apart is kept side by side. A copied computer needs a key of its own "
            "(assessor keys renew).",
            {"author": author},
        )


def _keep(connection: Connection, receipt: Receipt) -> Receipt:
    number = connection.insert(
        "INSERT INTO receipt(file, fingerprint, status, new, known, conflicts, reason, at,"
        " assessments) VALUES(?,?,?,?,?,?,?,?,?) RETURNING receipt",
        _fields(receipt),
    )
    return receipt_from((number, *_fields(receipt)), receipt.missing_changesets)


def _fields(receipt: Receipt) -> tuple[str, str, str, int, int, int, str, int, str]:
    return (
        receipt.file, receipt.fingerprint, receipt.status, receipt.new, receipt.known,
        receipt.conflicts, write_reasons(receipt.reasons), receipt.at,
        " ".join(receipt.assessments),
    )  # fmt: skip


def undo_receipt(
    connection: Connection,
    names: RowNumbers,
    writing: Callable[[], AbstractContextManager[None]],
    receipt_id: str,
    preview: bool,
) -> UndoResult:
    """Set aside what only undone receipts brought, in one transaction; see Mission.undo."""
    undone: UndoResult | None = None
    try:
        with writing():
            undone = _undo(connection, names, receipt_id)
            if preview:
                raise _TakeBack
    except _TakeBack:
        pass
    assert undone is not None
    return undone


def _undo(connection: Connection, names: RowNumbers, receipt_id: str) -> UndoResult:
    number = receipt_number(receipt_id)
    rows = connection.rows(RECEIPTS + " WHERE receipt=?", (number,))
    if not rows:
        raise Refused("There is no receipt {id}.", id=receipt_id)
    receipt = receipt_from(rows[0])
    if receipt.status == UNDONE:
        raise Refused(
            "What receipt {id} brought is set aside already: receive its file to bring it back.",
            id=receipt_id,
        )
    if receipt.status not in (NEW, KNOWN):
        raise Refused("Receipt {id} brought nothing in that could be undone.", id=receipt_id)
    connection.execute("UPDATE receipt SET status=? WHERE receipt=?", (UNDONE, number))
    numbers = connection.rows(
        "SELECT m.changeset FROM carried m JOIN changeset c USING(changeset)"
        " WHERE m.receipt=? AND c.core IS NOT NULL"
        " AND EXISTS(SELECT 1 FROM carried o WHERE o.changeset=m.changeset AND o.new=1)"
        " AND NOT EXISTS(SELECT 1 FROM carried o JOIN receipt r USING(receipt)"
        "   WHERE o.changeset=m.changeset AND r.status<>?)",
        (number, UNDONE),
    )
    entries = sum(
        entry_writer.set_aside(connection, entry_queries.read_changeset(connection, number), number)
        for (number,) in numbers
    )
    conflicts = _conflicts(connection, names, receipt.assessments)
    return UndoResult(entries, conflicts)


def quarantine_package(
    connection: Connection,
    file: str,
    fingerprint: str,
    reason: Reason,
    content: bytes,
    status: str,
    at: int,
) -> Receipt:
    """Keep a refused package once, however often it is tried, with the reason of the last try."""
    _leave_quarantine(connection, fingerprint)
    receipt = _keep(connection, Receipt("", file, fingerprint, status, reasons=(reason,), at=at))
    _keep_waiting(connection, receipt, content)
    return receipt


def _leave_quarantine(connection: Connection, fingerprint: str) -> None:
    connection.execute(
        "DELETE FROM quarantine WHERE receipt IN (SELECT receipt FROM receipt WHERE fingerprint=?)",
        (fingerprint,),
    )
