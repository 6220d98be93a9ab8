"""Imports with receipts, undo and quarantine, inside the file."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from assessor.store.files.connection import Connection
from assessor.store.model.changeset import Changeset
from assessor.store.model.entry import evidence_digest
from assessor.store.model.receipt import (
    KNOWN,
    NEW,
    PREVIEW,
    QUARANTINED,
    ImportResult,
    ParcelOrigin,
    Receipt,
    ReceivedForm,
    read_reasons,
    write_reasons,
)
from assessor.store.read.conflict_counts import count_conflicts
from assessor.store.read.evidence_reader import EvidenceReader
from assessor.store.read.row_numbers import RowNumbers
from assessor.store.write.authority_marks import settle_authority
from assessor.store.write.entry_writer import add_changesets
from assessor.store.write.import_remarks import import_remarks
from assessor.store.write.unused_forms import drop_unused_forms

QUARANTINE = "INSERT INTO quarantine VALUES(?, ?)"

ImportPackage = tuple[Iterable[Changeset], ParcelOrigin | None]
"""Verified changesets, and their source with everything that came with them."""


def import_packages(
    connection: Connection, names: RowNumbers, packages: Sequence[ImportPackage], preview: bool
) -> list[ImportResult]:
    """Import packages inside a transaction, which a `preview` rolls back; see Mission.add."""
    packages_with_lists = [(list(changesets), origin) for changesets, origin in packages]
    known = {digest for (digest,) in connection.rows("SELECT digest FROM form")}
    origins = [origin for _, origin in packages_with_lists if origin is not None]
    store_forms(connection, {name: form for one in origins for name, form in one.forms.items()})
    every = [changeset for changesets, _ in packages_with_lists for changeset in changesets]
    results = iter(add_changesets(connection, names, every))
    concerned = (names.assessment(changeset.header.assessment) for changeset in every)
    settle_authority(connection, (number for number in concerned if number is not None))
    drop_unused_forms(
        connection,
        (digest for _, origin in packages_with_lists if origin for digest in origin.forms),
    )
    missing = _missing(names, every)
    return [
        _build_result(connection, names, [(changeset, *next(results)) for changeset in changesets],
                      missing, origin, preview, _mark_forms(changesets, known))
        for changesets, origin in packages_with_lists
    ]  # fmt: skip


def _build_result(
    connection: Connection,
    names: RowNumbers,
    imported: Sequence[tuple[Changeset, int, int]],
    missing_ids: Collection[str],
    origin: ParcelOrigin | None,
    preview: bool,
    forms: tuple[ReceivedForm, ...],
) -> ImportResult:
    """Build the result and receipt of one package. `imported` are (changeset, number, new
    entries)."""
    headers = [changeset.header for changeset, _, _ in imported]
    new = sum(count for _, _, count in imported)
    known = sum(map(len, headers)) - new
    ancestors = (other for header in headers for other in header.ancestors)
    missing = tuple(dict.fromkeys(other for other in ancestors if other in missing_ids))
    if origin is None:
        return ImportResult(new, known, missing)
    carried = [(number, int(count == len(one.header))) for one, number, count in imported]
    assessments = dict.fromkeys((*origin.assessments, *(each.assessment for each in headers)))
    files = _store_evidence(connection, names, origin, assessments)
    remarks = origin.known_file.reasons if origin.known_file is not None else ()
    receipt = Receipt(
        id="", file=origin.file, fingerprint=origin.fingerprint,
        status=_status(preview, new + files, origin),
        reasons=(
            *remarks, *origin.reasons,
            *import_remarks(connection, names, assessments,
                            [number for number, is_new in carried if is_new], origin.at),
        ),
        new=new, known=known, conflicts=_count_conflicts(connection, names, assessments),
        at=origin.at, assessments=tuple(assessments), missing_changesets=missing, files=files,
        forms=forms,
    )  # fmt: skip
    if not preview:
        receipt = _store_receipt(connection, receipt, origin, carried)
    return ImportResult(new, known, missing, receipt)


def _mark_forms(changesets: Iterable[Changeset], known: set[str]) -> tuple[ReceivedForm, ...]:
    """Return the forms of changesets, new where not `known` (64 hex), and add them to these."""
    signed = dict.fromkeys(changeset.header.form for changeset in changesets)
    forms = tuple(ReceivedForm(digest, digest not in known) for digest in signed)
    known.update(signed)
    return forms


def _store_receipt(
    connection: Connection,
    receipt: Receipt,
    origin: ParcelOrigin,
    carried: Sequence[tuple[int, int]],
) -> Receipt:
    """Store a receipt with its changesets and its quarantined package; return it with its id."""
    _clear_quarantine(connection, origin.fingerprint)
    receipt = _insert_receipt(connection, receipt)
    if origin.known_file is not None and origin.known_file.digest:
        known = origin.known_file
        connection.execute(
            "INSERT INTO seen VALUES(?, ?, ?, ?) ON CONFLICT(digest) DO UPDATE SET"
            " fingerprint=excluded.fingerprint, pages=excluded.pages, reasons=excluded.reasons",
            (known.digest, origin.fingerprint, known.pages, write_reasons(known.reasons)),
        )
    if origin.quarantine:
        connection.execute(QUARANTINE, (int(receipt.id), origin.quarantine))
    connection.execute_many(
        "INSERT INTO carried VALUES(?, ?, ?) ON CONFLICT DO NOTHING",
        # A quarantined package brought nothing, so it must not keep what it repeats.
        [(int(receipt.id), *row) for row in carried if receipt.status != QUARANTINED],
    )
    return receipt


def _missing(names: RowNumbers, changesets: Iterable[Changeset]) -> frozenset[str]:
    """Return the ancestors that have not come yet."""
    ancestors = dict.fromkeys(
        other for changeset in changesets for other in changeset.header.ancestors
    )
    numbers = names.changeset_numbers(ancestors)
    return frozenset(ancestor for ancestor in ancestors if not numbers.get(ancestor, (0, False))[1])


def _status(preview: bool, new: int, origin: ParcelOrigin) -> str:
    if preview:
        return PREVIEW
    if new:
        return NEW
    return QUARANTINED if origin.quarantine else KNOWN


def store_forms(connection: Connection, forms: Mapping[str, bytes]) -> None:
    """Store packed forms by their digests (64 hex), each once; replace those that are damaged."""
    stored = connection.rows_for_each(
        "SELECT packed FROM form WHERE digest=?", [(digest,) for digest in forms]
    )
    for digest, rows in zip(forms, stored, strict=True):  # a damaged form is replaced
        if rows and hashlib.sha256(rows[0][0]).hexdigest() != digest:
            connection.execute("DELETE FROM form WHERE digest=?", (digest,))
    connection.execute_many(
        "INSERT INTO form VALUES(?, ?) ON CONFLICT DO NOTHING", list(forms.items())
    )


def _store_evidence(
    connection: Connection, names: RowNumbers, origin: ParcelOrigin, assessments: Iterable[str]
) -> int:
    """Store the files that entries name; return how many are new."""
    if not origin.evidence:
        return 0
    named_digests: set[str] = set()
    all_uuids = (uuid for (uuid,) in connection.rows("SELECT uuid FROM assessment"))
    for uuid in tuple(assessments) or all_uuids:
        rows = connection.rows(
            "SELECT e.body FROM entry e JOIN topic t USING(topic)"
            " WHERE e.assessment=? AND t.kind='evidence' AND e.body IS NOT NULL",
            (names.assessment(uuid),),
        )
        named_digests.update(evidence_digest(body) for (body,) in rows)
    return store_evidence(
        connection,
        {digest: content for digest, content in origin.evidence.items() if digest in named_digests},
    )


def store_evidence(connection: Connection, files: Mapping[str, bytes]) -> int:
    """Store files by their SHA-256 (64 hex), each once, and replace those that are damaged; return
    how many are new. Bytes that are not those of their digest are not stored."""
    whole = EvidenceReader(connection).evidence_sizes(files)
    new = [
        (digest, content)
        for digest, content in files.items()
        if digest not in whole and hashlib.sha256(content).hexdigest() == digest
    ]
    connection.execute_many("DELETE FROM evidence WHERE digest=?", [row[:1] for row in new])
    connection.execute_many("INSERT INTO evidence VALUES(?, ?)", new)
    return len(new)


def _count_conflicts(connection: Connection, names: RowNumbers, uuids: Iterable[str]) -> int:
    numbers = [names.assessment(uuid) for uuid in uuids]
    return count_conflicts(connection, [number for number in numbers if number is not None])


def _insert_receipt(connection: Connection, receipt: Receipt) -> Receipt:
    reasons = write_reasons(receipt.reasons)
    number = connection.insert(
        "INSERT INTO receipt(file, fingerprint, status, new, known, conflicts, reason, at,"
        " assessments) VALUES(?,?,?,?,?,?,?,?,?) RETURNING receipt",
        (
            receipt.file, receipt.fingerprint, receipt.status, receipt.new, receipt.known,
            receipt.conflicts, reasons, receipt.at, " ".join(receipt.assessments),
        ),
    )  # fmt: skip
    return replace(receipt, id=str(number), reasons=read_reasons(reasons))


def quarantine_package(connection: Connection, receipt: Receipt, content: bytes) -> Receipt:
    """Store a refused package once, with the reason of the last attempt."""
    _clear_quarantine(connection, receipt.fingerprint)
    receipt = _insert_receipt(connection, receipt)
    connection.execute(QUARANTINE, (int(receipt.id), content))
    return receipt


def _clear_quarantine(connection: Connection, fingerprint: str) -> None:
    connection.execute(
        "DELETE FROM quarantine WHERE receipt IN (SELECT receipt FROM receipt WHERE fingerprint=?)",
        (fingerprint,),
    )
