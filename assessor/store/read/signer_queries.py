"""Queries for who signed what: in one assessment, or in one receipt."""

from __future__ import annotations

from dataclasses import dataclass

from assessor.store.files.connection import BY_NUMBER, Connection
from assessor.store.model.receipt import SignerCount


@dataclass(frozen=True, slots=True)
class LastContact:
    """The latest known of one key (64 hex): its author, the time of its newest entry by that
    laptop's clock, and when a file last brought something new of it (ms since 1970 UTC).

    `came` is 0 for what no file brought, such as the content of a copied mission.
    """

    signer: str
    author: str
    said: int
    came: int


_SIGNED = (
    "SELECT c.signer, coalesce(c.author, ''), count(e.n) FROM changeset c"
    f" LEFT JOIN entry e {BY_NUMBER} ON e.assessment=c.assessment"
    " AND e.n BETWEEN (c.changeset<<16) AND (c.changeset<<16|65535)"
    " WHERE c.core IS NOT NULL{} GROUP BY 1, 2 ORDER BY min(c.changeset)"
)


def read_signers(connection: Connection, assessment: int | None) -> tuple[SignerCount, ...]:
    """Return everybody whose sealed entries are here, of one assessment or all, in the order they
    came."""
    condition, values = ("", ()) if assessment is None else (" AND c.assessment=?", (assessment,))
    return tuple(SignerCount(*row) for row in connection.rows(_SIGNED.format(condition), values))


def receipt_signers(connection: Connection, receipt: int) -> tuple[SignerCount, ...]:
    """Return everybody whose sealed entries a receipt carried, known before or not."""
    condition = " AND c.changeset IN (SELECT changeset FROM carried WHERE receipt=?)"
    return tuple(
        SignerCount(*row) for row in connection.rows(_SIGNED.format(condition), (receipt,))
    )


_HEARD = (
    "SELECT c.signer, coalesce(max(c.author), ''), max(e.at),"
    " coalesce(max((SELECT max(r.at) FROM carried m JOIN receipt r USING(receipt)"
    " WHERE m.changeset=c.changeset AND m.new=1 AND r.status<>'undone')), 0)"
    f" FROM changeset c JOIN entry e {BY_NUMBER} ON e.assessment=c.assessment"
    " AND e.n BETWEEN (c.changeset<<16) AND (c.changeset<<16|65535)"
    " WHERE c.core IS NOT NULL AND c.assessment=? GROUP BY c.signer ORDER BY min(c.changeset)"
)


def read_last_contacts(connection: Connection, assessment: int) -> tuple[LastContact, ...]:
    """Return the last contact of every laptop in an assessment, in the order they came."""
    return tuple(LastContact(*row) for row in connection.rows(_HEARD, (assessment,)))
