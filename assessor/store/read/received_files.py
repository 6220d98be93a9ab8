"""The receipts and quarantine of a file, and which files it knows byte for byte."""

from __future__ import annotations

from assessor.store.files.connection import Connection
from assessor.store.model.receipt import KNOWN, NEW, KnownFile, Receipt, read_reasons


def find_known_file(connection: Connection, digest: str) -> tuple[str, KnownFile] | None:
    """The fingerprint of the parcel that this very file carried when it came, and what was seen."""
    rows = connection.rows("SELECT fingerprint, pages, reasons FROM seen WHERE digest=?", (digest,))
    if not rows:
        return None
    [(fingerprint, pages, reasons)] = rows
    return fingerprint, KnownFile(digest, pages, read_reasons(reasons))


def receipt_from(
    row: tuple[int, str, str, str, int, int, int, str, int, str], waiting: tuple[str, ...] = ()
) -> Receipt:
    """The receipt of a row of RECEIPTS."""
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
    """Every file received, newest first."""
    return tuple(receipt_from(row) for row in connection.rows(RECEIPTS + " ORDER BY receipt DESC"))


def find_receipt(connection: Connection, fingerprint: str) -> Receipt | None:
    """The newest receipt of that fingerprint that was not undone and of which nothing waits."""
    rows = connection.rows(
        RECEIPTS + " WHERE fingerprint=? AND status IN (?, ?) AND NOT EXISTS(SELECT 1 FROM"
        " quarantine q JOIN receipt r USING(receipt) WHERE r.fingerprint=receipt.fingerprint)"
        " ORDER BY receipt DESC LIMIT 1",
        (fingerprint, NEW, KNOWN),
    )
    return receipt_from(rows[0]) if rows else None


def find_receipts(connection: Connection, beginning: str) -> tuple[Receipt, ...]:
    """The receipts whose fingerprints (hex) begin so, newest first."""
    return tuple(
        receipt_from(row)
        for row in connection.rows(
            RECEIPTS + " WHERE fingerprint>=? AND fingerprint<? ORDER BY receipt DESC",
            (beginning, f"{beginning}g"),
        )
    )


def read_quarantine(connection: Connection) -> tuple[tuple[Receipt, bytes], ...]:
    """The packages kept, with their receipts, oldest first."""
    rows = connection.rows(
        "SELECT receipt, file, fingerprint, status, new, known, conflicts, reason, at,"
        " assessments, content FROM receipt JOIN quarantine USING(receipt) ORDER BY receipt"
    )
    return tuple((receipt_from(row[:10]), bytes(row[10])) for row in rows)
