"""What a file must hold, by the definitions alone: no database, no heads kept, no marks."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

ASSESSMENTS = ("aa" * 16, "bb" * 16)
FORMS = ("cd" * 32, "ef" * 32)
"""The form's digest in two versions."""

Subject = tuple[str, str, str]


@dataclass(eq=False)
class Said:
    """One entry as the person who typed it knows it; `writer` is the key (64 hex) that signs it."""

    assessment: str
    kind: str
    key: str
    payload: str
    parents: tuple[Said, ...]
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
    """A file received: the changesets it carried, and those that were new."""

    id: str
    carried: set[str]
    brought: set[str]
    undone: bool = False


@dataclass(frozen=True)
class Package:
    """What waits for trust: the changesets it carries, and the entries whose bodies it lacks."""

    carried: frozenset[str]
    blind: frozenset[str]


@dataclass
class Held:
    """What the oracle knows of one file.

    `has` are changesets, `blind` entries whose bodies are not here and changesets whose author's
    name is not, `waiting` packages by their
    fingerprint, `refused` fingerprints; `roster` None is none; `forms` the version in use.
    """

    drafts: list[Said] = field(default_factory=list)
    has: set[str] = field(default_factory=set)
    blind: set[str] = field(default_factory=set)
    receipts: list[Receipt] = field(default_factory=list)
    waiting: dict[str, Package] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    roster: set[str] = field(default_factory=set)
    controllers: set[str] = field(default_factory=set)
    forms: dict[str, str] = field(default_factory=lambda: dict.fromkeys(ASSESSMENTS, FORMS[0]))

    def copy(self) -> Held:
        """The same file once more: its drafts will get other names when they are sealed."""
        twins: dict[int, Said] = {}
        for draft in self.drafts:
            parents = tuple(twins.get(id(parent), parent) for parent in draft.parents)
            twins[id(draft)] = Said(
                draft.assessment, draft.kind, draft.key, draft.payload, parents, draft.at,
                draft.writer, draft.name, draft.author,
            )  # fmt: skip
        receipts = [
            Receipt(one.id, set(one.carried), set(one.brought), one.undone) for one in self.receipts
        ]
        return Held(
            list(twins.values()), set(self.has), set(self.blind), receipts, dict(self.waiting),
            set(self.refused), set(self.roster), set(self.controllers), dict(self.forms),
        )  # fmt: skip

    def knows(self) -> tuple[int, ...]:
        """Changes whenever what the oracle knows of the entries does."""
        return len(self.drafts), len(self.has), len(self.blind), len(self.controllers)

    def says(self, said: Said) -> str:
        return said.name if said.name in self.blind else said.says()

    def by_form(self, said: Said) -> bool:
        """Whether the form said it by itself, as far as this file can tell."""
        if said.name in self.blind or said.payload == "null":
            return False
        return json.loads(said.payload).get("auto") is True

    def rank(self, said: Said) -> tuple[int, int, str]:
        """By what a head is shown."""
        if said.name in self.blind:
            rank = 3
        elif said.payload == "null":
            rank = 0
        elif json.loads(said.payload).get("value") == "":
            rank = 1
        else:
            rank = 2 if self.by_form(said) else 4
        return rank, said.at, said.name

    def disagree(self, members: Iterable[Said]) -> bool:
        """Within an assessment whatever differs; between joined ones only what people said."""
        apart: dict[str, set[str]] = defaultdict(set)
        spoken = set()
        for said in members:
            apart[said.assessment].add(self.says(said))
            if not self.by_form(said):
                spoken.add(self.says(said))
        return len(spoken) > 1 or any(len(within) > 1 for within in apart.values())


def standing(here: Iterable[Said]) -> dict[Subject, list[Said]]:
    """The heads: what nothing in the same subject names as parent."""
    everything = list(here)
    superseded = {
        parent.name
        for said in everything
        for parent in said.parents
        if parent.subject == said.subject
    }
    subjects: dict[Subject, list[Said]] = defaultdict(list)
    for said in everything:
        if said.name not in superseded:
            subjects[said.subject].append(said)
    return dict(subjects)


def joined(heads: dict[Subject, list[Said]]) -> bool:
    """Whether the two assessments are one: an alias stands in either."""
    return any(
        said.payload != "null"
        for (_, kind, _), members in heads.items()
        if kind == "alias"
        for said in members
    )


def disputes(held: Held, heads: dict[Subject, list[Said]]) -> dict[Subject, set[str]]:
    """Every conflict and the names of its heads; in a joint assessment by its smallest uuid."""
    together: dict[Subject, list[Said]] = defaultdict(list)
    one = joined(heads)
    for (uuid, kind, key), members in heads.items():
        if kind not in ("redaction", "form", "renamed"):  # carried out, the latest first
            together[min(ASSESSMENTS) if one else uuid, kind, key] += members
    return {
        subject: {said.name for said in members}
        for subject, members in together.items()
        if held.disagree(members)
    }
