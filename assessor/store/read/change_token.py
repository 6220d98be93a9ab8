"""Whether anything in a registry has changed at all: a few numbers, looked at every few seconds."""

from __future__ import annotations

from hashlib import blake2b
from typing import NamedTuple

from assessor.store.files.connection import Connection

_ASKED = (
    "SELECT (SELECT max(changeset) FROM changeset), (SELECT count(*) FROM aside),"
    " (SELECT max(receipt) FROM receipt), (SELECT count(*) FROM receipt WHERE status<>'new'),"
    " (SELECT count(*) FROM quarantine), (SELECT count(*) FROM entry WHERE body IS NULL),"
    " (SELECT min(n) FROM entry WHERE n<0)"
)


class ChangeToken(NamedTuple):
    """What a registry stands at: another one whenever something came, was said, was taken back or
    withheld, or a setting was changed. `receipts` counts what was ever received."""

    numbers: tuple[int, ...]
    settings: str

    @property
    def receipts(self) -> int:
        """The number of the last receipt, 0 for none."""
        return self.numbers[2]

    @property
    def received(self) -> tuple[int, ...]:
        """What moves when something was received, taken back, or waits no longer."""
        return self.numbers[1:5]


def read_change_token(connection: Connection) -> ChangeToken:
    """The pulse of a registry now; asked of indexes, whatever its size."""
    with connection.snapshot():
        [numbers] = connection.rows(_ASKED)
        settings = connection.rows("SELECT name, value FROM setting ORDER BY name")
    said = "\n".join(f"{name}\t{value}" for name, value in settings)
    summed = blake2b(said.encode(), digest_size=16).hexdigest()
    return ChangeToken(tuple(number or 0 for number in numbers), summed)
