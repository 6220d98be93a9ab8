"""A token that changes with anything in a registry: a few numbers, polled every few seconds."""

from __future__ import annotations

from hashlib import blake2b
from typing import NamedTuple

from assessor.store.files.connection import Connection

_QUERY = (
    "SELECT (SELECT max(changeset) FROM changeset), (SELECT count(*) FROM aside),"
    " (SELECT max(receipt) FROM receipt), (SELECT count(*) FROM receipt WHERE status<>'new'),"
    " (SELECT count(*) FROM quarantine), (SELECT count(*) FROM entry WHERE body IS NULL),"
    " (SELECT min(n) FROM entry WHERE n<0)"
)


class ChangeToken(NamedTuple):
    """The state of a registry. It changes when something is received, written, undone or withheld,
    or a setting changes."""

    numbers: tuple[int, ...]
    settings: str

    @property
    def receipts(self) -> int:
        """Return the number of the last receipt, 0 for none."""
        return self.numbers[2]

    @property
    def received(self) -> tuple[int, ...]:
        """Return the part that changes when something is received, undone or released."""
        return self.numbers[1:5]


def read_change_token(connection: Connection) -> ChangeToken:
    """Read the token; it uses indexes only, whatever the size of the registry."""
    with connection.snapshot():
        [numbers] = connection.rows(_QUERY)
        settings = connection.rows("SELECT name, value FROM setting ORDER BY name")
    text = "\n".join(f"{name}\t{value}" for name, value in settings)
    digest = blake2b(text.encode(), digest_size=16).hexdigest()
    return ChangeToken(tuple(number or 0 for number in numbers), digest)
