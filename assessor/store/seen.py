"""Which files came, byte for byte: one that comes again need not be taken apart again."""

from __future__ import annotations

from assessor.store.connection import Connection
from assessor.store.receipt import Seen, read_reasons, write_reasons


def keep(connection: Connection, seen: Seen, fingerprint: str) -> None:
    """Remember that this file carried the parcel of that fingerprint (64 hex)."""
    connection.execute(
        "INSERT INTO seen VALUES(?, ?, ?, ?) ON CONFLICT(digest) DO UPDATE SET"
        " fingerprint=excluded.fingerprint, pages=excluded.pages, reasons=excluded.reasons",
        (seen.digest, fingerprint, seen.pages, write_reasons(seen.reasons)),
    )


def find(connection: Connection, digest: str) -> tuple[str, Seen] | None:
    """The fingerprint of the parcel that this very file carried when it came, and what was seen."""
    rows = connection.rows("SELECT fingerprint, pages, reasons FROM seen WHERE digest=?", (digest,))
    if not rows:
        return None
    [(fingerprint, pages, reasons)] = rows
    return fingerprint, Seen(digest, pages, read_reasons(reasons))
