"""The expected content of a file, by definition only: no database, no stored heads, no marks."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

ASSESSMENTS = ("aa" * 16, "bb" * 16)
FORMS = ("cd" * 32, "ef" * 32)
"""The form's digest in two versions."""

DAY = 86_400_000
"""In milliseconds."""
Subject = tuple[str, str, str]


def moments(entries: Iterable[str]) -> set[str]:
    """Return the names of the moments of entries, in sets of what is withheld."""
    return {f"{name}@" for name in entries}


@dataclass(eq=False)
class ExpectedEntry:
    """One entry as its author knows it; `writer` is the key (64 hex) that signs it."""

    assessment: str
    kind: str
    key: str
    payload: str
    parents: tuple[ExpectedEntry, ...]
    at: int
    writer: str
    name: str
    author: str

    @property
    def subject(self) -> Subject:
        return self.assessment, self.kind, self.key

    def says(self) -> str:
        return "" if self.payload in ("null", '{"value":""}') else self.payload


@dataclass
class Receipt:
    """A received file: the changesets it carried, and those that were new."""

    id: str
    carried: set[str]
    brought: set[str]
    undone: bool = False


@dataclass(frozen=True)
class Package:
    """A package that waits for trust: its changesets, and the entries without bodies."""

    carried: frozenset[str]
    blind: frozenset[str]


@dataclass
class ExpectedFile:
    """The oracle's knowledge of one file.

    `has` are changesets, `blind` entries whose bodies and changesets whose authors' names are not
    here, `waiting` packages by fingerprint, `refused` fingerprints; `roster` None is no roster;
    `forms` the version in use.
    """

    drafts: list[ExpectedEntry] = field(default_factory=list)
    has: set[str] = field(default_factory=set)
    blind: set[str] = field(default_factory=set)
    receipts: list[Receipt] = field(default_factory=list)
    waiting: dict[str, Package] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    roster: set[str] = field(default_factory=set)
    controllers: set[str] = field(default_factory=set)
    forms: dict[str, str] = field(default_factory=lambda: dict.fromkeys(ASSESSMENTS, FORMS[0]))
    vouched: set[str] = field(default_factory=set)
    own: set[str] = field(default_factory=set)
    members: dict[str, set[str]] = field(default_factory=dict)
    writers: dict[str, set[str]] = field(default_factory=dict)

    def copy(self) -> ExpectedFile:
        """Return a copy of the file: its drafts get other names when sealed."""
        twins: dict[int, ExpectedEntry] = {}
        for draft in self.drafts:
            parents = tuple(twins.get(id(parent), parent) for parent in draft.parents)
            twins[id(draft)] = ExpectedEntry(
                draft.assessment, draft.kind, draft.key, draft.payload, parents, draft.at,
                draft.writer, draft.name, draft.author,
            )  # fmt: skip
        receipts = [
            Receipt(one.id, set(one.carried), set(one.brought), one.undone) for one in self.receipts
        ]
        return ExpectedFile(
            list(twins.values()), set(self.has), set(self.blind), receipts, dict(self.waiting),
            set(self.refused), set(self.roster), set(self.controllers), dict(self.forms),
            set(self.vouched), set(self.own),
        )  # fmt: skip

    def find_members(self, sealed: Iterable[ExpectedEntry]) -> None:
        """Find whose words count as the team's: keys that were ever on the roster and signed."""
        self.members = {uuid: set() for uuid in ASSESSMENTS}
        self.writers = {uuid: set() for uuid in ASSESSMENTS}
        for said in sealed:
            self.writers[said.assessment].add(said.writer)
            if said.writer in self.vouched:
                self.members[said.assessment].add(said.writer)

    def doubtful(self, said: ExpectedEntry) -> bool:
        """Return whether an entry is of somebody who does not belong to a team that is known."""
        members = self.members[said.assessment]
        return (
            bool(members)
            and not said.name.startswith("~")
            and said.writer not in (members | self.own)
        )

    def joins(self, said: ExpectedEntry) -> bool:
        """Return whether an alias counts: its writer speaks for the team of both assessments."""
        if said.name.startswith("~"):
            return True
        members, ours = self.members[said.key], self.own | self.vouched
        trusted = self.writers[said.key] & (
            members | self.own if members else self.writers[said.key]
        )
        return not self.doubtful(said) and said.writer in ours | trusted

    def supersedes(self, said: ExpectedEntry, parent: ExpectedEntry) -> bool:
        """Return whether an entry replaces its parent: not a member's by somebody else's."""
        if said.subject != parent.subject:
            return False
        return said.writer == parent.writer or not self.doubtful(said) or self.doubtful(parent)

    def knows(self) -> tuple[int, ...]:
        """Return a value that changes with the oracle's knowledge of the entries."""
        return len(self.drafts), len(self.has), len(self.blind), len(self.controllers)

    def says(self, said: ExpectedEntry) -> str:
        return said.name if said.name in self.blind else said.says()

    def by_form(self, said: ExpectedEntry) -> bool:
        """Return whether the form set the value itself, as far as this file knows."""
        if said.name in self.blind or said.payload == "null":
            return False
        return json.loads(said.payload).get("auto") is True

    def at(self, said: ExpectedEntry) -> int:
        """Return when an entry was written, as far as this file knows: its moment or its day."""
        return said.at - said.at % DAY if moments([said.name]) & self.blind else said.at

    def rank(self, said: ExpectedEntry) -> tuple[bool, int, int, str]:
        """Return the display precedence of a head."""
        if said.name in self.blind:
            rank = 3
        elif said.payload == "null":
            rank = 0
        elif json.loads(said.payload).get("value") == "":
            rank = 1
        else:
            rank = 2 if self.by_form(said) else 4
        return not self.doubtful(said), rank, self.at(said), said.name

    def disagree(self, members: Iterable[ExpectedEntry]) -> bool:
        """Return whether heads differ; between joined assessments only a person's answers count."""
        members = tuple(members)
        told = {self.says(said) for said in members if not self.doubtful(said)} | {""}
        outside = {
            self.says(said)
            for said in members
            if self.doubtful(said) and said.kind not in ("alias", "published", "repeat")
        }
        if outside - told:  # nobody of the team says that: a person decides
            return True
        apart: dict[str, set[str]] = defaultdict(set)
        spoken = set()
        for said in members:
            apart[said.assessment].add(self.says(said))
            if not self.by_form(said):
                spoken.add(self.says(said))
        return len(spoken) > 1 or any(len(within) > 1 for within in apart.values())


def standing(
    expected: ExpectedFile, here: Iterable[ExpectedEntry]
) -> dict[Subject, list[ExpectedEntry]]:
    """Return the heads: entries that no entry with authority names as parent."""
    everything = list(here)
    superseded = {
        parent.name
        for said in everything
        for parent in said.parents
        if expected.supersedes(said, parent)
    }
    subjects: dict[Subject, list[ExpectedEntry]] = defaultdict(list)
    for said in everything:
        if said.name not in superseded:
            subjects[said.subject].append(said)
    return dict(subjects)


def joined(expected: ExpectedFile, heads: dict[Subject, list[ExpectedEntry]]) -> bool:
    """Return whether two assessments are joined by a current alias with authority."""
    return any(
        said.payload != "null" and expected.joins(said)
        for (_, kind, _), members in heads.items()
        if kind == "alias"
        for said in members
    )


def disputes(
    expected: ExpectedFile, heads: dict[Subject, list[ExpectedEntry]]
) -> dict[Subject, set[str]]:
    """Return every conflict with its heads; in joined assessments by the smallest uuid."""
    together: dict[Subject, list[ExpectedEntry]] = defaultdict(list)
    one = joined(expected, heads)
    for (uuid, kind, key), members in heads.items():
        if kind not in ("redaction", "form", "renamed"):  # executed, the latest first
            together[min(ASSESSMENTS) if one else uuid, kind, key] += members
    return {
        subject: {said.name for said in members}
        for subject, members in together.items()
        if expected.disagree(members)
    }
