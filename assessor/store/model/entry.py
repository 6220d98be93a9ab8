"""Entries and the rules for which of them are current: pure functions."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from assessor.store.model.authority import (
    AUTHORITY_KINDS,
    OUTSIDER,
    TRUSTED,
    WAITING,
    Authority,
)
from assessor.store.model.canonical_json import JSON, encode_canonical
from assessor.store.model.changeset import Changeset as Changeset

ORDER_KINDS = frozenset({"redaction", "form", "renamed"}) | AUTHORITY_KINDS
"""Kinds of which only the latest order is executed; several orders are no conflict. Each has rules
of its own about whose orders are obeyed."""
UNASKED_KINDS = ORDER_KINDS | {"published", "alias", "repeat"}
"""Kinds of which nothing that an outsider says waits for a person: orders, what was published (see
published_answers), joins, and repeat instances, which come with what is answered in them."""

SHOWN_STRANGERS = 3
"""How many heads of others than members are shown at first."""

Subject = tuple[str, str]
"""(kind, key): what an entry is about, within one assessment."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One statement of one person; never changed, never deleted.

    `name` is `<64 hex>:<position>` once sealed in a changeset and `~<n>` while a draft. `body` is
    None for a tombstone (`is_tombstone`) and for a body that is withheld or redacted, which
    `commitment` (64 hex) then replaces. `parents` are the heads that the person saw. `at` is
    milliseconds since 1970 UTC by the writer's clock, used only to order the display. `published`
    names the entry from which `body` was taken where the own body is withheld, or the entry itself
    if somebody without authority says that this was published (see published_answers). `standing`
    is that of its signer (see authority.Authority.standing).
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
    standing: int = TRUSTED

    @property
    def is_draft(self) -> bool:
        """Return whether it is not yet sealed in a changeset."""
        return self.name.startswith("~")

    @property
    def withheld(self) -> bool:
        """Return whether its body is withheld or redacted."""
        return self.body is None and not self.is_tombstone

    @property
    def subject(self) -> Subject:
        """Return (kind, key)."""
        return self.kind, self.key


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry to be written. `body` None makes a tombstone; `parents` are entry names."""

    kind: str
    key: str
    body: JSON | None
    parents: tuple[str, ...]
    at: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """Several heads of one subject with different content; the displayed one comes first. `id` is a
    short stable text that changes when a head is added or superseded."""

    id: str
    assessment: str
    kind: str
    key: str
    heads: tuple[Entry, ...]


def evidence_digest(body: str) -> str:
    """Return the SHA-256 that the stored body of an entry of evidence names, or ""."""
    value = json.loads(body)
    digest = value.get("sha256") if isinstance(value, dict) else None
    return digest if isinstance(digest, str) else ""


def named_evidence(changesets: Iterable[Changeset]) -> dict[str, str]:
    """Return the files of evidence that changesets name: SHA-256 → name."""
    bodies = (
        json.loads(payload)
        for changeset in changesets
        for line, payload in zip(changeset.header.lines, changeset.payloads, strict=True)
        if line.kind == "evidence" and payload not in (None, "null")
    )
    return {str(body["sha256"]): str(body.get("name", "")) for body in bodies if "sha256" in body}


def find_heads(
    entries: Iterable[Entry], authority: Authority | None = None
) -> dict[Subject, tuple[Entry, ...]]:
    """Return, for every subject of one assessment, the entries that are not superseded. The
    displayed head comes first. A parent in another subject supersedes nothing; with `authority`,
    neither does an entry whose signer may not."""
    subjects: dict[Subject, list[Entry]] = defaultdict(list)
    for entry in entries:
        subjects[entry.subject].append(entry)
    heads = {}
    for subject, members in subjects.items():
        signers = {member.name: member.signer for member in members}
        superseded = {
            parent
            for member in members
            for parent in member.parents
            if authority is None
            or authority.may_supersede(member.signer, signers.get(parent, member.signer))
        }
        current = [member for member in members if member.name not in superseded]
        heads[subject] = tuple(sorted(current, key=precedence, reverse=True))
    return heads


def group_heads(current: Iterable[Entry]) -> dict[Subject, tuple[Entry, ...]]:
    """Return the heads by subject, the displayed one first, from entries known to be heads."""
    subjects: dict[Subject, list[Entry]] = defaultdict(list)
    for entry in current:
        subjects[entry.subject].append(entry)
    return {
        subject: tuple(sorted(members, key=precedence, reverse=True))
        for subject, members in subjects.items()
    }


def precedence(entry: Entry) -> tuple[bool, int, int, str]:
    """Return the sort key of heads: the greatest is displayed.

    Words of members come before those of others. A person's answer comes before a withheld one,
    then the form's default, a blank, a tombstone; of two alike the later.
    """
    if entry.is_tombstone:
        rank = 0
    elif entry.body is None:
        rank = 3
    elif entry.body.get("value") == "":
        rank = 1
    else:
        rank = 2 if set_by_form(entry) else 4
    return entry.standing == TRUSTED, rank, entry.at, entry.name


def set_by_form(entry: Entry) -> bool:
    """Return whether the form set the value itself (a default or an id)."""
    return entry.body is not None and entry.body.get("auto") is True


def split_heads(
    heads: Mapping[Subject, tuple[Entry, ...]],
) -> tuple[dict[Subject, tuple[Entry, ...]], dict[Subject, tuple[Entry, ...]]]:
    """Return the heads that count, and those of outsiders, who have no authority: whatever they
    say is seen by a person before it is anything. Orders have rules of their own and count."""
    counted: dict[Subject, tuple[Entry, ...]] = {}
    outside: dict[Subject, tuple[Entry, ...]] = {}
    for subject, of_subject in heads.items():
        if subject[0] in ORDER_KINDS or not any(each.standing == OUTSIDER for each in of_subject):
            counted[subject] = of_subject
            continue
        outside[subject] = tuple(each for each in of_subject if each.standing == OUTSIDER)
        if len(outside[subject]) < len(of_subject):
            counted[subject] = tuple(each for each in of_subject if each.standing != OUTSIDER)
    return counted, outside


def listed_texts(said: object) -> tuple[str, ...]:
    """Return the texts of a list in a body; none of what is no list: another program wrote it."""
    return tuple(map(str, said)) if isinstance(said, (list, tuple)) else ()


def displayed_head(heads: Iterable[Entry]) -> Entry:
    """Return the head to display, by precedence. Raises ValueError for no heads."""
    return max(heads, key=precedence)


def comparison_text(entry: Entry) -> str:
    """Return an entry's content as text to compare; a blank equals a tombstone."""
    if entry.withheld:
        return entry.commitment
    if entry.is_tombstone or entry.body == {"value": ""}:
        return ""
    return encode_canonical(entry.body)


def fold_heads(heads: Sequence[Entry], strangers: int = SHOWN_STRANGERS) -> tuple[Entry, ...]:
    """Return the heads to show at first: all that members said, and what the first so many others
    say. Hundreds of strangers hide nobody's word."""
    others = [head for head in heads if head.standing != TRUSTED][:strangers]
    return tuple(head for head in heads if head.standing == TRUSTED or head in others)


def in_conflict(heads: Iterable[Entry]) -> bool:
    """Return whether heads of one subject differ; orders to redact never do.

    Between joined assessments only a person's answers count: two forms that each set an id of their
    own do not disagree.
    """
    alternatives = tuple(heads)
    if _waiting(alternatives):
        return True
    if len(alternatives) < 2:
        return False  # the usual case: nothing to compare
    by_assessment: dict[str, set[str]] = defaultdict(set)
    answers: set[str] = set()
    for head in alternatives:
        if head.kind not in ORDER_KINDS:
            by_assessment[head.assessment].add(comparison_text(head))
            if not set_by_form(head):
                answers.add(comparison_text(head))
    return len(answers) > 1 or any(len(texts) > 1 for texts in by_assessment.values())


def _waiting(heads: Sequence[Entry]) -> bool:
    """Return whether somebody says what nobody with authority says, and it waits for a person."""
    waiting = [
        head
        for head in heads
        if (head.standing == OUTSIDER and head.kind not in UNASKED_KINDS)
        or (head.standing == WAITING and head.kind == "answer")
    ]
    trusted = {comparison_text(head) for head in heads if head.standing == TRUSTED}
    return bool({comparison_text(head) for head in waiting} - trusted - {""})


def build_conflict(assessment: str, kind: str, key: str, members: Iterable[Entry]) -> Conflict:
    """Build the conflict between `members`, the displayed one first."""
    ordered = tuple(sorted(members, key=precedence, reverse=True))
    text = "\0".join((assessment, kind, key, *sorted(head.name for head in ordered)))
    return Conflict(hashlib.sha256(text.encode()).hexdigest()[:10], assessment, kind, key, ordered)
