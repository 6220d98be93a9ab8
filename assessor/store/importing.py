"""Receiving, receipts, undo and quarantine inside the file."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace

from assessor.errors import Reason, Refused
from assessor.store import adding, joining, reading, seen
from assessor.store.changeset import Changeset
from assessor.store.connection import Connection
from assessor.store.names import Names
from assessor.store.receipt import (
    KNOWN,
    NEW,
    PREVIEW,
    QUARANTINED,
    UNDONE,
    Added,
    Origin,
    Receipt,
    Undone,
    number_of,
    read_reasons,
    write_reasons,
)


class _TakeBack(Exception):
    """Ends a preview's transaction."""


def add(
    connection: Connection,
    names: Names,
    writing: Callable[[], AbstractContextManager[None]],
    changesets: Iterable[Changeset],
    origin: Origin | None,
    preview: bool,
) -> Added:
    """Take in changesets and what came with them in one transaction; see Mission.add."""
    added: Added | None = None
    try:
        with writing():
            added = _add(connection, names, changesets, origin, preview)
            if preview:
                raise _TakeBack
    except _TakeBack:
        pass
    assert added is not None
    return added


def _add(
    connection: Connection,
    names: Names,
    changesets: Iterable[Changeset],
    origin: Origin | None,
    preview: bool,
) -> Added:
    if origin is not None:
        _take_what_came_along(connection, origin)
    carried: list[tuple[int, int]] = []
    new, all_entries, assessments = 0, 0, dict.fromkeys(origin.assessments if origin else ())
    for changeset in changesets:
        number, fresh = adding.add_changeset(connection, names, changeset)
        carried.append((number, int(fresh == len(changeset.said))))
        new += fresh
        all_entries += len(changeset.said)
        assessments[changeset.said.assessment] = None
    waiting = _waiting(connection, [number for number, _ in carried])
    receipt = None
    if origin is not None:
        files = _take_evidence(connection, origin, assessments)
        receipt = Receipt(
            id="", file=origin.file, fingerprint=origin.fingerprint,
            status=_status(preview, new + files, origin),
            reasons=(*_of_file(origin), *origin.reasons, *_clones(connection, carried)),
            new=new, known=all_entries - new,
            conflicts=_conflicts(connection, names, assessments),
            at=origin.at, assessments=tuple(assessments), waiting=waiting, files=files,
        )  # fmt: skip
        if not preview:
            _leave_quarantine(connection, origin.fingerprint)
            receipt = replace(_keep(connection, receipt), files=files)
            if origin.seen is not None and origin.seen.digest:
                seen.keep(connection, origin.seen, origin.fingerprint)
            if origin.waits:
                _keep_waiting(connection, receipt, origin.waits)
            connection.many(
                "INSERT INTO carried VALUES(?, ?, ?) ON CONFLICT DO NOTHING",
                # What waits has brought nothing: what it merely repeats must not be kept by it.
                [(int(receipt.id), *one) for one in carried if receipt.status != QUARANTINED],
            )
    return Added(new, all_entries - new, waiting, receipt)


def _of_file(origin: Origin) -> tuple[Reason, ...]:
    return origin.seen.reasons if origin.seen is not None else ()


def _status(preview: bool, new: int, origin: Origin) -> str:
    if preview:
        return PREVIEW
    if new:
        return NEW
    return QUARANTINED if origin.waits else KNOWN


def _keep_waiting(connection: Connection, receipt: Receipt, content: bytes) -> None:
    connection.execute("INSERT INTO quarantine VALUES(?, ?)", (int(receipt.id), content))


def _take_what_came_along(connection: Connection, origin: Origin) -> None:
    connection.many(
        "INSERT INTO form VALUES(?, ?) ON CONFLICT DO NOTHING", list(origin.forms.items())
    )
    connection.many(
        "INSERT INTO assessment(uuid, form) VALUES(?, ?) ON CONFLICT DO NOTHING",
        list(origin.assessments.items()),
    )


def _take_evidence(connection: Connection, origin: Origin, assessments: Iterable[str]) -> int:
    """Keep the files that entries name; how many are new. What nobody names fills no disk."""
    if not origin.evidence:
        return 0
    named: set[str] = set()
    everywhere = (uuid for (uuid,) in connection.rows("SELECT uuid FROM assessment"))
    for uuid in tuple(assessments) or everywhere:
        rows = connection.rows(
            "SELECT e.body FROM assessment a"
            " JOIN entry e USING(assessment) JOIN topic t USING(topic)"
            " WHERE a.uuid=? AND t.kind='evidence' AND e.body IS NOT NULL",
            (uuid,),
        )
        named.update(digest for (body,) in rows if isinstance(digest := _file_of(body), str))
    wanted = [(digest, file) for digest, file in origin.evidence.items() if digest in named]
    before = connection.one("SELECT count(*) FROM evidence")
    connection.many("INSERT INTO evidence VALUES(?, ?) ON CONFLICT DO NOTHING", wanted)
    return int(connection.one("SELECT count(*) FROM evidence") - before)


def _file_of(body: str) -> object:
    """The SHA-256 that an entry of evidence names, if it names one."""
    said = json.loads(body)
    return said.get("sha256") if isinstance(said, dict) else None


def _conflicts(connection: Connection, names: Names, uuids: Iterable[str]) -> int:
    found = [names.assessment(uuid) for uuid in uuids]
    return len(joining.conflicts(connection, [number for number in found if number is not None]))


def _clones(connection: Connection, carried: Sequence[tuple[int, int]]) -> Iterator[Reason]:
    """A word on each laptop that numbered something just come like something else here."""
    fresh = [number for number, new in carried if new]
    for author in reading.cloned(connection, fresh):
        yield Reason(
            "Two computers sign as {author}, or one went back to a backup. Nothing is lost: what "
            "was said apart is kept side by side. A copied computer needs a key of its own "
            "(assessor keys renew).",
            {"author": author},
        )


def _waiting(connection: Connection, numbers: list[int]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for number in numbers:
        rows = connection.rows(
            "SELECT DISTINCT c.id FROM edge g JOIN changeset c ON c.changeset=g.parent>>16"
            " WHERE g.child BETWEEN ? AND ? AND g.parent>0 AND c.core IS NULL",
            (number << 16, number << 16 | 65_535),
        )
        found.update((digest.hex(), None) for (digest,) in rows)
    return tuple(found)


def _keep(connection: Connection, receipt: Receipt) -> Receipt:
    number = connection.new(
        "INSERT INTO receipt(file, fingerprint, status, new, known, conflicts, reason, at,"
        " assessments) VALUES(?,?,?,?,?,?,?,?,?) RETURNING receipt",
        _fields(receipt),
    )
    return _receipt((number, *_fields(receipt)), receipt.waiting)


def _fields(receipt: Receipt) -> tuple[str, str, str, int, int, int, str, int, str]:
    return (
        receipt.file, receipt.fingerprint, receipt.status, receipt.new, receipt.known,
        receipt.conflicts, write_reasons(receipt.reasons), receipt.at,
        " ".join(receipt.assessments),
    )  # fmt: skip


def _receipt(
    row: tuple[int, str, str, str, int, int, int, str, int, str], waiting: tuple[str, ...] = ()
) -> Receipt:
    number, file, fingerprint, status, new, known, conflicts, reason, at, assessments = row
    return Receipt(
        str(number), file, fingerprint, status, new, known, conflicts, read_reasons(reason), at,
        tuple(assessments.split()), waiting,
    )  # fmt: skip


_RECEIPTS = (
    "SELECT receipt, file, fingerprint, status, new, known, conflicts, reason, at, assessments"
    " FROM receipt"
)


def receipts(connection: Connection) -> tuple[Receipt, ...]:
    """Every file received, newest first."""
    return tuple(_receipt(row) for row in connection.rows(_RECEIPTS + " ORDER BY receipt DESC"))


def receipt_of(connection: Connection, fingerprint: str) -> Receipt | None:
    """The newest receipt of that fingerprint that was not undone and of which nothing waits."""
    rows = connection.rows(
        _RECEIPTS + " WHERE fingerprint=? AND status IN (?, ?) AND NOT EXISTS(SELECT 1 FROM"
        " quarantine q JOIN receipt r USING(receipt) WHERE r.fingerprint=receipt.fingerprint)"
        " ORDER BY receipt DESC LIMIT 1",
        (fingerprint, NEW, KNOWN),
    )
    return _receipt(rows[0]) if rows else None


def receipts_named(connection: Connection, beginning: str) -> tuple[Receipt, ...]:
    """The receipts whose fingerprints (hex) begin so, newest first."""
    return tuple(
        _receipt(row)
        for row in connection.rows(
            _RECEIPTS + " WHERE fingerprint>=? AND fingerprint<? ORDER BY receipt DESC",
            (beginning, f"{beginning}g"),
        )
    )


def undo(
    connection: Connection,
    names: Names,
    writing: Callable[[], AbstractContextManager[None]],
    receipt_id: str,
    preview: bool,
) -> Undone:
    """Set aside what only undone receipts brought, in one transaction; see Mission.undo."""
    undone: Undone | None = None
    try:
        with writing():
            undone = _undo(connection, names, receipt_id)
            if preview:
                raise _TakeBack
    except _TakeBack:
        pass
    assert undone is not None
    return undone


def _undo(connection: Connection, names: Names, receipt_id: str) -> Undone:
    number = number_of(receipt_id)
    rows = connection.rows(_RECEIPTS + " WHERE receipt=?", (number,))
    if not rows:
        raise Refused("There is no receipt {id}.", id=receipt_id)
    receipt = _receipt(rows[0])
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
        adding.set_aside(connection, reading.changeset(connection, number), number)
        for (number,) in numbers
    )
    conflicts = _conflicts(connection, names, receipt.assessments)
    return Undone(entries, conflicts)


def refuse(
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


def quarantined(connection: Connection) -> tuple[tuple[Receipt, bytes], ...]:
    """The packages kept, with their receipts, oldest first."""
    rows = connection.rows(
        "SELECT receipt, file, fingerprint, status, new, known, conflicts, reason, at,"
        " assessments, content FROM receipt JOIN quarantine USING(receipt) ORDER BY receipt"
    )
    return tuple((_receipt(row[:10]), bytes(row[10])) for row in rows)
