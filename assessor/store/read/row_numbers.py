"""Long names and their numbers in the file: subjects, changesets, assessments, entries."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from assessor.errors import Refused
from assessor.store.files.connection import Connection

_SEALED = re.compile(r"([0-9a-f]{64}):(0|[1-9][0-9]{0,4})\Z", re.ASCII)
_DRAFT = re.compile(r"~([1-9][0-9]{0,17})\Z", re.ASCII)
_MOST = 50_000
"""Subjects remembered between transactions: most are those of a form, which all of it share."""


class RowNumbers:
    """Looks numbers up, and gives new ones inside a transaction.

    What it remembers must be forgotten when a transaction fails: the numbers were never given.
    """

    def __init__(self, connection: Connection, renumbered: dict[int, int] | None = None) -> None:
        """`renumbered` are drafts sealed while the file is open, shared by its connections."""
        self._connection = connection
        self._topics: dict[tuple[str, str], int] = {}
        self._assessments: dict[str, int] = {}
        self._sealed: dict[int, int] = {} if renumbered is None else renumbered
        self._unsure: dict[int, int] = {}

    def rollback(self) -> None:
        """Drop what is not on the disk after all."""
        self._topics.clear()
        self._assessments.clear()
        self._unsure.clear()

    def commit(self) -> None:
        """What was given is on the disk now."""
        self._sealed.update(self._unsure)
        self._unsure.clear()
        if len(self._topics) > _MOST:
            self._topics.clear()

    @property
    def renumbered(self) -> dict[int, int]:
        """The numbers of drafts that were sealed while the file is open, and what they are now."""
        return self._sealed

    def record_sealed(self, numbers: dict[int, int]) -> None:
        """Remember which draft numbers became which sealed ones, while the file is open."""
        self._unsure.update(numbers)

    def sealed_number(self, number: int) -> int:
        """The number of what was written as a draft, in the transaction that sealed it."""
        return self._unsure.get(number, number)

    def topic(self, kind: str, key: str) -> int:
        """The number of a subject, given one if it is new."""
        number = self._topics.get((kind, key))
        if number is None:
            number = self._connection.value(
                "SELECT topic FROM topic WHERE kind=? AND key=?", (kind, key)
            )
            if number is None:
                number = self._connection.insert(
                    "INSERT INTO topic(kind, key) VALUES(?, ?) RETURNING topic", (kind, key)
                )
            self._topics[kind, key] = number
        return number

    def load_topics(self, subjects: Iterable[tuple[str, str]]) -> None:
        """Look all these subjects up at once, giving numbers to the new ones."""
        unmet = [one for one in dict.fromkeys(subjects) if one not in self._topics]
        if not unmet:
            return
        wanted = json.dumps(unmet)
        for kind, key, number in self._connection.rows(
            "SELECT t.kind, t.key, t.topic FROM json_each(?) JOIN topic t"
            " ON t.kind=value->>0 AND t.key=value->>1",
            (wanted,),
        ):
            self._topics[kind, key] = number
        new = [one for one in unmet if one not in self._topics]
        if new:
            for kind, key, number in self._connection.rows(
                "INSERT INTO topic(kind, key) SELECT value->>0, value->>1 FROM json_each(?)"
                " WHERE true RETURNING kind, key, topic",
                (json.dumps(new),),
            ):
                self._topics[kind, key] = number

    def load_assessments(self, uuids: Iterable[str]) -> list[str]:
        """Look all these assessments up at once; those that are not here."""
        unmet = [uuid for uuid in dict.fromkeys(uuids) if uuid not in self._assessments]
        asked = "SELECT assessment FROM assessment WHERE uuid=?"
        for uuid, rows in zip(
            unmet, self._connection.rows_for_each(asked, [(uuid,) for uuid in unmet]), strict=True
        ):
            self._assessments.update((uuid, number) for (number,) in rows)
        return [uuid for uuid in unmet if uuid not in self._assessments]

    def changeset_numbers(self, digests: Iterable[str]) -> dict[str, tuple[int, bool]]:
        """The numbers of the changesets that were ever heard of, each with whether it is here."""
        wanted = list(dict.fromkeys(digests))
        asked = "SELECT changeset, core IS NOT NULL FROM changeset WHERE id=?"
        found = self._connection.rows_for_each(
            asked, [(bytes.fromhex(digest),) for digest in wanted]
        )
        return {
            digest: (int(rows[0][0]), bool(rows[0][1]))
            for digest, rows in zip(wanted, found, strict=True)
            if rows
        }

    def placeholders(self, digests: Iterable[str]) -> dict[str, int]:
        """The numbers of changesets; those never heard of get one each."""
        wanted = list(dict.fromkeys(digests))
        found = {digest: number for digest, (number, _) in self.changeset_numbers(wanted).items()}
        new = [digest for digest in wanted if digest not in found]
        made = "INSERT INTO changeset(id) VALUES(?) RETURNING changeset"
        given = self._connection.rows_for_each(made, [(bytes.fromhex(digest),) for digest in new])
        return found | {digest: int(number) for digest, [(number,)] in zip(new, given, strict=True)}

    def changeset(self, digest: str) -> int:
        """The number of a changeset; one not received yet gets a placeholder."""
        blob = bytes.fromhex(digest)
        number = self._connection.value("SELECT changeset FROM changeset WHERE id=?", (blob,))
        if number is None:
            made = "INSERT INTO changeset(id) VALUES(?) RETURNING changeset"
            number = self._connection.insert(made, (blob,))
        return int(number)

    def assessment(self, uuid: str) -> int | None:
        """The number of an assessment, or None."""
        number = self._assessments.get(uuid)
        if number is None:
            number = self._connection.value(
                "SELECT assessment FROM assessment WHERE uuid=?", (uuid,)
            )
            if number is not None:
                self._assessments[uuid] = number
        return number

    def uuid(self, number: int) -> str:
        """The uuid of an assessment by its number."""
        return str(
            self._connection.value("SELECT uuid FROM assessment WHERE assessment=?", (number,))
        )

    def known_entry(self, name: str) -> int | None:
        """The number of a sealed entry if its changeset was ever heard of; never gives one."""
        sealed = _SEALED.match(name)
        if sealed is None:
            return None
        number = self._connection.value(
            "SELECT changeset FROM changeset WHERE id=?", (bytes.fromhex(sealed[1]),)
        )
        return None if number is None else int(number) << 16 | int(sealed[2])

    def locate(self, name: str) -> tuple[int, int] | None:
        """In which assessment an entry is, and its number; None for what is not here."""
        number = self.current_number(name)
        if number is None:
            number = self.known_entry(name)
        if number is None:
            return None
        if number < 0:  # drafts are few, and never where a team writes
            asked, value = "SELECT assessment FROM entry WHERE n=?", number
        else:
            asked, value = "SELECT assessment FROM changeset WHERE changeset=?", number >> 16
        assessment = self._connection.value(asked, (value,))
        return None if assessment is None else (int(assessment), number)

    def entry(self, name: str) -> int:
        """The number of the entry called `name`; a draft sealed meanwhile is found too.

        Raises Refused for what is no entry's name.
        """
        sealed = _SEALED.match(name)
        if sealed and int(sealed[2]) < 65_536:
            return self.changeset(sealed[1]) << 16 | int(sealed[2])
        number = self.current_number(name)
        if number is None:
            raise Refused("{name} is not the name of an entry.", name=name)
        return number

    def current_number(self, name: str) -> int | None:
        """The number of what was written as a draft with this name, sealed meanwhile or not."""
        draft = _DRAFT.match(name)
        if draft is None:
            return None
        number = -int(draft[1])
        return self._sealed.get(number, number)


def entry_name(number: int, changeset: bytes | None) -> str:
    """The name of an entry from its number and its changeset's id."""
    if number < 0:
        return f"~{-number}"
    assert changeset is not None
    return f"{changeset.hex()}:{number & 65_535}"
