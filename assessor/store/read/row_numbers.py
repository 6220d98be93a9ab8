"""Row numbers of subjects, changesets, assessments and entries, by their long names."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from assessor.errors import Refused
from assessor.store.files.connection import Connection

_SEALED = re.compile(r"([0-9a-f]{64}):(0|[1-9][0-9]{0,4})\Z", re.ASCII)
_DRAFT = re.compile(r"~([1-9][0-9]{0,17})\Z", re.ASCII)
_MAX_TOPICS = 50_000
"""The most subjects remembered between transactions: most belong to the form."""


class RowNumbers:
    """Finds row numbers, and assigns new ones inside a transaction. After a failed transaction,
    call `rollback`: its numbers do not exist."""

    def __init__(
        self, connection: Connection, sealed_numbers: dict[int, int] | None = None
    ) -> None:
        """Share `sealed_numbers` (drafts sealed while the file is open → their new numbers)."""
        self._connection = connection
        self._topics: dict[tuple[str, str], int] = {}
        self._assessments: dict[str, int] = {}
        self.sealed_numbers: dict[int, int] = {} if sealed_numbers is None else sealed_numbers
        self._uncommitted: dict[int, int] = {}

    def rollback(self) -> None:
        """Forget the numbers of a failed transaction."""
        self._topics.clear()
        self._assessments.clear()
        self._uncommitted.clear()

    def commit(self) -> None:
        """Keep the numbers of a committed transaction."""
        self.sealed_numbers.update(self._uncommitted)
        self._uncommitted.clear()
        if len(self._topics) > _MAX_TOPICS:
            self._topics.clear()

    def record_sealed(self, numbers: dict[int, int]) -> None:
        """Record which draft numbers became which sealed numbers, while the file is open."""
        self._uncommitted.update(numbers)

    def sealed_number(self, number: int) -> int:
        """Return the number of a former draft, in the transaction that sealed it."""
        return self._uncommitted.get(number, number)

    def topic(self, kind: str, key: str) -> int:
        """Return the number of a subject; a new one gets a number."""
        if (kind, key) not in self._topics:
            self.load_topics([(kind, key)])
        return self._topics[kind, key]

    def load_topics(self, subjects: Iterable[tuple[str, str]]) -> None:
        """Find the numbers of all these subjects at once; new ones get a number."""
        wanted = dict.fromkeys(subjects)
        for sql in (
            "SELECT t.kind, t.key, t.topic FROM json_each(?) JOIN topic t"
            " ON t.kind=value->>0 AND t.key=value->>1",
            "INSERT INTO topic(kind, key) SELECT value->>0, value->>1 FROM json_each(?)"
            " WHERE true RETURNING kind, key, topic",
        ):
            if missing := [subject for subject in wanted if subject not in self._topics]:
                for kind, key, number in self._connection.rows(sql, (json.dumps(missing),)):
                    self._topics[kind, key] = number

    def load_assessments(self, uuids: Iterable[str]) -> list[str]:
        """Find the numbers of all these assessments at once; return those not here."""
        missing = [uuid for uuid in dict.fromkeys(uuids) if uuid not in self._assessments]
        sql = "SELECT assessment FROM assessment WHERE uuid=?"
        for uuid, rows in zip(
            missing, self._connection.rows_for_each(sql, [(uuid,) for uuid in missing]), strict=True
        ):
            self._assessments.update((uuid, number) for (number,) in rows)
        return [uuid for uuid in missing if uuid not in self._assessments]

    def changeset_numbers(self, digests: Iterable[str]) -> dict[str, tuple[int, bool]]:
        """Return the numbers of known changesets, each with whether its content is here."""
        wanted = list(dict.fromkeys(digests))
        sql = "SELECT changeset, core IS NOT NULL FROM changeset WHERE id=?"
        results = self._connection.rows_for_each(
            sql, [(bytes.fromhex(digest),) for digest in wanted]
        )
        return {
            digest: (int(rows[0][0]), bool(rows[0][1]))
            for digest, rows in zip(wanted, results, strict=True)
            if rows
        }

    def placeholders(self, digests: Iterable[str]) -> dict[str, int]:
        """Return the numbers of changesets; unknown ones get a placeholder."""
        wanted = list(dict.fromkeys(digests))
        numbers = {digest: number for digest, (number, _) in self.changeset_numbers(wanted).items()}
        new = [digest for digest in wanted if digest not in numbers]
        sql = "INSERT INTO changeset(id) VALUES(?) RETURNING changeset"
        rows = self._connection.rows_for_each(sql, [(bytes.fromhex(digest),) for digest in new])
        return numbers | {
            digest: int(number) for digest, [(number,)] in zip(new, rows, strict=True)
        }

    def changeset(self, digest: str) -> int:
        """Return the number of a changeset; an unknown one gets a placeholder."""
        return self.placeholders([digest])[digest]

    def assessment(self, uuid: str) -> int | None:
        """Return the number of an assessment, or None."""
        number = self._assessments.get(uuid)
        if number is None:
            sql = "SELECT assessment FROM assessment WHERE uuid=?"
            number = self._connection.value(sql, (uuid,))
            if number is not None:
                self._assessments[uuid] = number
        return number

    def uuid(self, number: int) -> str:
        """Return the uuid of an assessment by its number."""
        sql = "SELECT uuid FROM assessment WHERE assessment=?"
        return str(self._connection.value(sql, (number,)))

    def known_entry(self, name: str) -> int | None:
        """Return the number of a sealed entry whose changeset is known, or None."""
        sealed = _SEALED.match(name)
        if sealed is None:
            return None
        sql = "SELECT changeset FROM changeset WHERE id=?"
        number = self._connection.value(sql, (bytes.fromhex(sealed[1]),))
        return None if number is None else int(number) << 16 | int(sealed[2])

    def locate(self, name: str) -> tuple[int, int] | None:
        """Return the assessment and the number of an entry, or None."""
        number = self.current_number(name) or self.known_entry(name)
        if number is None:
            return None
        if number < 0:  # drafts are few, and a database has none
            sql, value = "SELECT assessment FROM entry WHERE n=?", number
        else:
            sql, value = "SELECT assessment FROM changeset WHERE changeset=?", number >> 16
        assessment = self._connection.value(sql, (value,))
        return None if assessment is None else (int(assessment), number)

    def entry(self, name: str) -> int:
        """Return the number of an entry; a draft that was sealed meanwhile is found too. Raises
        Refused for what is no name of an entry."""
        sealed = _SEALED.match(name)
        if sealed and int(sealed[2]) < 65_536:
            return self.changeset(sealed[1]) << 16 | int(sealed[2])
        number = self.current_number(name)
        if number is None:
            raise Refused("{name} is not the name of an entry.", name=name)
        return number

    def current_number(self, name: str) -> int | None:
        """Return the number of what was written as a draft, sealed meanwhile or not."""
        draft = _DRAFT.match(name)
        if draft is None:
            return None
        number = -int(draft[1])
        return self.sealed_numbers.get(number, number)


def entry_name(number: int, changeset: bytes | None) -> str:
    """Return the name of an entry from its number and its changeset's id."""
    if number < 0:
        return f"~{-number}"
    assert changeset is not None
    return f"{changeset.hex()}:{number & 65_535}"
