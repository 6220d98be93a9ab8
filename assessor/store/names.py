"""Long names and their numbers in the file: subjects, changesets, assessments, entries."""

from __future__ import annotations

import re

from assessor.errors import Refused
from assessor.store.connection import Connection

_SEALED = re.compile(r"([0-9a-f]{64}):(0|[1-9][0-9]{0,4})\Z", re.ASCII)
_DRAFT = re.compile(r"~([1-9][0-9]{0,17})\Z", re.ASCII)


class Names:
    """Looks numbers up, and gives new ones inside a transaction.

    What it remembers must be forgotten when a transaction fails: the numbers were never given.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._topics: dict[tuple[str, str], int] = {}
        self._assessments: dict[str, int] = {}
        self._sealed: dict[int, int] = {}
        self._unsure: dict[int, int] = {}

    def forget(self) -> None:
        """Drop what is not on the disk after all."""
        self._topics.clear()
        self._assessments.clear()
        self._unsure.clear()

    def keep(self) -> None:
        """What was given is on the disk now."""
        self._sealed.update(self._unsure)
        self._unsure.clear()

    def sealed(self, numbers: dict[int, int]) -> None:
        """Remember which draft numbers became which sealed ones, while the file is open."""
        self._unsure.update(numbers)

    def sealed_as(self, number: int) -> int:
        """The number of what was written as a draft, in the transaction that sealed it."""
        return self._unsure.get(number, number)

    def topic(self, kind: str, key: str) -> int:
        """The number of a subject, given one if it is new."""
        number = self._topics.get((kind, key))
        if number is None:
            number = self._connection.one(
                "SELECT topic FROM topic WHERE kind=? AND key=?", (kind, key)
            )
            if number is None:
                number = self._connection.new(
                    "INSERT INTO topic(kind, key) VALUES(?, ?) RETURNING topic", (kind, key)
                )
            self._topics[kind, key] = number
        return number

    def changeset(self, digest: str) -> int:
        """The number of a changeset; one not received yet gets a placeholder."""
        return self.met(digest)[0]

    def met(self, digest: str) -> tuple[int, bool]:
        """The number of a changeset, and whether it was never heard of before."""
        blob = bytes.fromhex(digest)
        number = self._connection.one("SELECT changeset FROM changeset WHERE id=?", (blob,))
        if number is not None:
            return int(number), False
        made = "INSERT INTO changeset(id) VALUES(?) RETURNING changeset"
        return self._connection.new(made, (blob,)), True

    def assessment(self, uuid: str) -> int | None:
        """The number of an assessment, or None."""
        number = self._assessments.get(uuid)
        if number is None:
            number = self._connection.one("SELECT assessment FROM assessment WHERE uuid=?", (uuid,))
            if number is not None:
                self._assessments[uuid] = number
        return number

    def uuid(self, number: int) -> str:
        """The uuid of an assessment by its number."""
        return str(
            self._connection.one("SELECT uuid FROM assessment WHERE assessment=?", (number,))
        )

    def known_entry(self, name: str) -> int | None:
        """The number of a sealed entry if its changeset was ever heard of; never gives one."""
        sealed = _SEALED.match(name)
        if sealed is None:
            return None
        number = self._connection.one(
            "SELECT changeset FROM changeset WHERE id=?", (bytes.fromhex(sealed[1]),)
        )
        return None if number is None else int(number) << 16 | int(sealed[2])

    def entry(self, name: str) -> int:
        """The number of the entry called `name`; a draft sealed meanwhile is found too.

        Raises Refused for what is no entry's name.
        """
        sealed = _SEALED.match(name)
        if sealed and int(sealed[2]) < 65_536:
            return self.changeset(sealed[1]) << 16 | int(sealed[2])
        number = self.now_called(name)
        if number is None:
            raise Refused("{name} is not the name of an entry.", name=name)
        return number

    def now_called(self, name: str) -> int | None:
        """The number of what was written as a draft with this name, sealed meanwhile or not."""
        draft = _DRAFT.match(name)
        if draft is None:
            return None
        number = -int(draft[1])
        return self._sealed.get(number, number)


def name_of(number: int, changeset: bytes | None) -> str:
    """The name of an entry from its number and its changeset's id."""
    if number < 0:
        return f"~{-number}"
    assert changeset is not None
    return f"{changeset.hex()}:{number & 65_535}"
