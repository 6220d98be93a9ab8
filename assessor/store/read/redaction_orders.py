"""Queries for redaction orders and for the keys whose orders this registry obeys."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from assessor.store.files.connection import Connection

REDACTION_KIND = "redaction"
TOMBSTONE = "null"
"""The body of a tombstone; it contains nothing to redact and must remain."""
ORDERS_SQL = (
    "SELECT a.uuid, c.signer FROM assessment a CROSS JOIN entry e JOIN changeset c"
    " ON c.changeset=e.n>>16 WHERE e.assessment=a.assessment AND e.topic=? AND e.n>0"
)
"""The assessment and key of an order; in this join order an index finds them."""
CONTROLLERS_SETTING = "controllers"
"""The setting with the public keys (hex, separated by spaces) whose orders apply to all entries."""


class RedactionOrder(NamedTuple):
    """An order to redact: the assessment (uuid) and the key (64 hex) that signed it. `owner` is the
    key that signed the redacted entry, "" if that is not here."""

    assessment: str
    signer: str
    owner: str


def is_obeyed(order_signer: str, owner: str, controllers: Collection[str]) -> bool:
    """Return whether an order is obeyed: by the signer of the words, or by an allowed key."""
    return order_signer == owner or order_signer in controllers


def read_controllers(connection: Connection) -> frozenset[str]:
    """Return the public keys whose orders apply to everybody's entries."""
    text = connection.value("SELECT value FROM setting WHERE name=?", (CONTROLLERS_SETTING,))
    return frozenset(str(text or "").split())
