"""Which orders to redact a registry holds, and whose it obeys: queries."""

from __future__ import annotations

from typing import NamedTuple

from assessor.store.files.connection import Connection
from assessor.store.read.row_numbers import RowNumbers

REDACTION_KIND = "redaction"
TOMBSTONE = "null"
"""A tombstone: it says nothing that could be taken back, and must go on saying it."""
ORDERS_SQL = (
    "SELECT a.uuid, c.signer FROM assessment a CROSS JOIN entry e JOIN changeset c"
    " ON c.changeset=e.n>>16 WHERE e.assessment=a.assessment AND e.topic=? AND e.n>0"
)
"""Where and by which key something was ordered; crossed so, an index finds it in each."""
CONTROLLERS_SETTING = "controllers"
"""The setting that lists the public keys (hex, by spaces) whose redactions are obeyed for all."""


class RedactionOrder(NamedTuple):
    """Where (uuid) and by which key (64 hex) something was ordered to be taken back.

    `owner` is the key that signed what it is about, "" if that is not here.
    """

    assessment: str
    signer: str
    owner: str


def read_orders(connection: Connection, names: RowNumbers) -> dict[str, set[RedactionOrder]]:
    """Every sealed order, obeyed or not, by the name of the entry it is about.

    Looked for where that entry is, since nothing is taken back from elsewhere; where it is not
    here yet, everywhere. What says nothing of the kind is never gone through.
    """
    found: dict[str, set[RedactionOrder]] = {}
    for topic, name in connection.rows(
        "SELECT topic, key FROM topic WHERE kind=?", (REDACTION_KIND,)
    ):
        [(where, owner)] = connection.rows(
            "SELECT assessment, signer FROM changeset WHERE changeset=?",
            ((names.known_entry(name) or 0) >> 16,),
        ) or [(None, None)]
        said = (
            connection.rows(ORDERS_SQL, (topic,))
            if where is None
            else connection.rows(f"{ORDERS_SQL} AND a.assessment=?", (topic, where))
        )
        for uuid, signer in said:
            found.setdefault(name, set()).add(RedactionOrder(uuid, signer, owner or ""))
    return found


def read_controllers(connection: Connection) -> frozenset[str]:
    """The public keys whose redactions are obeyed, whoever wrote what they redact."""
    found = connection.value("SELECT value FROM setting WHERE name=?", (CONTROLLERS_SETTING,))
    return frozenset(str(found or "").split())
