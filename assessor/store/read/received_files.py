"""Queries for receipts, quarantine and known files."""

from __future__ import annotations

from assessor.store.files.connection import Connection
from assessor.store.model.receipt import KNOWN, NEW, KnownFile, Receipt, read_reasons


def find_known_file(connection: Connection, digest: str) -> tuple[str, KnownFile] | None:
    """Return the fingerprint of the parcel in a file received before, and the known file."""
    rows = connection.rows("SELECT fingerprint, pages, reasons FROM seen WHERE digest=?", (digest,))
    if not rows:
        return None
    [(fingerprint, pages, reasons)] = rows
    return fingerprint, KnownFile(digest, pages, read_reasons(reasons))


def receipt_from(
    row: tuple[int, str, str, str, int, int, int, str, int, str], waiting: tuple[str, ...] = ()
) -> Receipt:
    """Build the receipt of a row of RECEIPTS."""
    number, file, fingerprint, status, new, known, conflicts, reason, at, assessments = row
    return Receipt(
        str(number), file, fingerprint, status, new, known, conflicts, read_reasons(reason), at,
        tuple(assessments.split()), waiting,
    )  # fmt: skip


RECEIPTS = (
    "SELECT receipt, file, fingerprint, status, new, known, conflicts, reason, at, assessments"
    " FROM receipt"
)
"""The columns of every receipt, in the order of `receipt_from`."""


def read_receipts(connection: Connection) -> tuple[Receipt, ...]:
    """Return every receipt, newest first."""
    return tuple(receipt_from(row) for row in connection.rows(RECEIPTS + " ORDER BY receipt DESC"))


def find_receipt(connection: Connection, fingerprint: str) -> Receipt | None:
    """Return the newest receipt of a fingerprint that is not undone and fully received."""
    rows = connection.rows(
        RECEIPTS + " WHERE fingerprint=? AND status IN (?, ?) AND NOT EXISTS(SELECT 1 FROM"
        " quarantine q JOIN receipt r USING(receipt) WHERE r.fingerprint=receipt.fingerprint)"
        " ORDER BY receipt DESC LIMIT 1",
        (fingerprint, NEW, KNOWN),
    )
    return receipt_from(rows[0]) if rows else None


def find_receipts(connection: Connection, beginning: str) -> tuple[Receipt, ...]:
    """Return the receipts whose fingerprints begin with these hex digits, newest first."""
    return tuple(
        receipt_from(row)
        for row in connection.rows(
            RECEIPTS + " WHERE fingerprint>=? AND fingerprint<? ORDER BY receipt DESC",
            (beginning, f"{beginning}g"),
        )
    )


def read_quarantine(connection: Connection) -> tuple[tuple[Receipt, bytes], ...]:
    """Return the packages in quarantine with their receipts, oldest first."""
    rows = connection.rows(
        "SELECT receipt, file, fingerprint, status, new, known, conflicts, reason, at,"
        " assessments, content FROM receipt JOIN quarantine USING(receipt) ORDER BY receipt"
    )
    return tuple((receipt_from(row[:10]), bytes(row[10])) for row in rows)
