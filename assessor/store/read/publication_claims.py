"""Who says, without authority, that answers were published whose bodies are withheld."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from assessor.store.files.connection import Connection
from assessor.store.model.entry import Entry, Subject, group_heads
from assessor.store.model.published_answers import PUBLISHED_KIND, find_claims
from assessor.store.read.authority_queries import read_authority
from assessor.store.read.entry_queries import Claims, number_filter, read_entries

# Few assessments have withheld answers and several signers.
_POSSIBLE = (
    "SELECT DISTINCT assessment FROM entry WHERE body IS NULL{0} AND assessment IN (SELECT"
    " assessment FROM changeset WHERE core IS NOT NULL{0} GROUP BY assessment"
    " HAVING min(signer)<max(signer))"
)


def read_claims(connection: Connection, among: Sequence[int] | None) -> Claims:
    """Return these claims in assessments (by number; None are all)."""
    if not connection.value("SELECT EXISTS(SELECT 1 FROM topic WHERE kind=?)", (PUBLISHED_KIND,)):
        return {}
    condition, numbers = ("", ()) if among is None else number_filter("assessment", among)
    possible = connection.rows(_POSSIBLE.format(condition), numbers * 2)
    return {
        (assessment, _topic(connection, subject)): claims
        for (assessment,) in possible
        for subject, claims in _claims_in(connection, assessment).items()
    }


def _claims_in(connection: Connection, assessment: int) -> Mapping[Subject, Sequence[Entry]]:
    entries = read_entries(
        connection,
        "e.assessment=? AND e.superseded=0 AND (t.kind=? OR e.body IS NULL)",
        (assessment, PUBLISHED_KIND),
    )
    find_authority = cache(lambda _: read_authority(connection, assessment))
    return find_claims(group_heads(entries), find_authority)


def _topic(connection: Connection, subject: Subject) -> int:
    return int(connection.value("SELECT topic FROM topic WHERE kind=? AND key=?", subject))
