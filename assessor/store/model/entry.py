"""What one person said at one time, and which of several such sayings stand: pure functions."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from assessor.store.model.canonical_json import JSON, encode_canonical
from assessor.store.model.changeset import Changeset as Changeset

ORDER_KINDS = frozenset({"redaction", "form", "renamed"})
"""Kinds that are carried out, the latest first, whoever else ordered otherwise: no conflict."""

Subject = tuple[str, str]
"""(kind, key): what an entry is about, within one assessment."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing one person said at one time; never changed, never deleted.

    `name` is `<64 hex>:<position>` once sealed in a changeset and `~<n>` while a draft. `body` is
    the whole atom; None with `gone` is a tombstone, None without is a body withheld or redacted,
    and then `commitment` (64 hex) stands for it. `parents` are the heads the person was shown.
    `at` is milliseconds since 1970 UTC by the writer's clock: it orders display, nothing else.
    `published` names the entry of which `body` is taken where its own is withheld (see published).
    """

    name: str
    assessment: str
    kind: str
    key: str
    body: JSON | None = field(hash=False)
    is_tombstone: bool
    parents: tuple[str, ...]
    author: str
    signer: str
    at: int
    commitment: str = ""
    published: str = ""

    @property
    def is_draft(self) -> bool:
        """Whether it is on disk but not yet sealed in a changeset."""
        return self.name.startswith("~")

    @property
    def withheld(self) -> bool:
        """Whether its body stayed with its author, or was redacted."""
        return self.body is None and not self.is_tombstone

    @property
    def subject(self) -> Subject:
        """(kind, key)."""
        return self.kind, self.key


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry about to be written. `body` None makes a tombstone; `parents` are entry names."""

    kind: str
    key: str
    body: JSON | None
    parents: tuple[str, ...]
    at: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """Several heads of one subject that say different things; `heads` begins with the one shown.

    `id` is a short stable text: it changes when a head is added or superseded.
    """

    id: str
    assessment: str
    kind: str
    key: str
    heads: tuple[Entry, ...]


def find_heads(entries: Iterable[Entry]) -> dict[Subject, tuple[Entry, ...]]:
    """For every subject of one assessment, the entries that no entry of that subject supersedes.

    The one shown comes first. A parent in another subject supersedes nothing.
    """
    subjects: dict[Subject, list[Entry]] = defaultdict(list)
    for entry in entries:
        subjects[entry.subject].append(entry)
    found = {}
    for subject, members in subjects.items():
        superseded = {parent for member in members for parent in member.parents}
        alive = [member for member in members if member.name not in superseded]
        found[subject] = tuple(sorted(alive, key=precedence, reverse=True))
    return found


def precedence(entry: Entry) -> tuple[int, int, str]:
    """What a head is shown by: what a person said, then what was not seen, then what the form set
    by itself, then a blank, then a tombstone; of two alike the later."""
    if entry.is_tombstone:
        rank = 0
    elif entry.body is None:
        rank = 3
    elif entry.body.get("value") == "":
        rank = 1
    else:
        rank = 2 if set_by_form(entry) else 4
    return rank, entry.at, entry.name


def set_by_form(entry: Entry) -> bool:
    """Whether the form set this by itself, a default or an id, and nobody said it."""
    return entry.body is not None and entry.body.get("auto") is True


def displayed_head(heads: Iterable[Entry]) -> Entry:
    """The head to show, by precedence.

    Raises ValueError for no heads.
    """
    return max(heads, key=precedence)


def comparison_text(entry: Entry) -> str:
    """What an entry says, in a form to compare; a bare blank and a tombstone say the same."""
    if entry.withheld:
        return entry.commitment
    if entry.is_tombstone or entry.body == {"value": ""}:
        return ""
    return encode_canonical(entry.body)


def in_conflict(heads: Iterable[Entry]) -> bool:
    """Whether heads of one subject say different things; orders to redact never do.

    Between assessments that are joined only what people said counts: two forms that each set an id
    of their own do not disagree.
    """
    tips = tuple(heads)
    if len(tips) < 2:
        return False  # nearly always; what one says need not be put into a form to compare
    apart: dict[str, set[str]] = defaultdict(set)
    spoken: set[str] = set()
    for head in tips:
        if head.kind not in ORDER_KINDS:
            apart[head.assessment].add(comparison_text(head))
            if not set_by_form(head):
                spoken.add(comparison_text(head))
    return len(spoken) > 1 or any(len(within) > 1 for within in apart.values())


def find_conflicts(heads: Mapping[Subject, tuple[Entry, ...]]) -> Iterator[Conflict]:
    """The subjects on which people disagree, in the order given."""
    for (kind, key), members in heads.items():
        if len(members) > 1 and in_conflict(members):
            yield build_conflict(members[0].assessment, kind, key, members)


def build_conflict(assessment: str, kind: str, key: str, members: Iterable[Entry]) -> Conflict:
    """The conflict between `members`, the one shown first."""
    ordered = tuple(sorted(members, key=precedence, reverse=True))
    named = "\0".join((assessment, kind, key, *sorted(head.name for head in ordered)))
    return Conflict(hashlib.sha256(named.encode()).hexdigest()[:10], assessment, kind, key, ordered)
