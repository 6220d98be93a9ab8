"""Published answers: what shared reports disclosed of answers whose bodies are withheld.

An entry of kind `published`, signed by whoever exported, repeats what one audience read of one
entry. It has a subject of its own, so it supersedes nothing. It replaces an entry only where that
entry came without its body, and only if its signer might supersede that entry: anybody else's
stands aside, and waits for a person. docs/parcel-format.md, section 6, specifies the fields.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from assessor.store.model.authority import OUTSIDER, Authority
from assessor.store.model.canonical_json import JSON
from assessor.store.model.entry import Entry, Subject, precedence

PUBLISHED_KIND = "published"
AUDIENCES = ("government", "public")
"""The audiences, the one with more detail first."""
PUBLISHED_FIELDS = ("value", "evidence", "note", "missing", "below", "sensitivity")
"""The possible fields. `below` is an upper limit of a hidden count; `sensitivity` marks an answer
that was kept from the public although its question is public."""

Heads = Mapping[Subject, tuple[Entry, ...]]
FindAuthority = Callable[[str], Authority]
"""Returns the authority in an assessment (uuid)."""


def publication_key(audience: str, entry: str, signer: str) -> str:
    """Return the key under which `signer` (64 hex) publishes an entry for an audience."""
    return f"{audience} {entry} {signer}"


def published_entry(key: str) -> str:
    """Return the name of the entry that such a key is about, or ""."""
    parts = key.split(" ")
    return parts[1] if len(parts) == 3 and parts[0] in AUDIENCES else ""


def with_published(heads: Heads, authority_in: FindAuthority) -> dict[Subject, tuple[Entry, ...]]:
    """Return heads in which published answers replace answers without a body. Of several, the
    author's own comes first, then the one for the audience with more detail, then precedence."""
    found = dict(heads)
    for head, candidates in _withheld_answers(heads):
        valid = [each for each in candidates if _counts(each, head, authority_in)]
        members = (
            _published_version(each, valid) if each is head else each
            for each in found[head.subject]
        )
        found[head.subject] = tuple(sorted(members, key=precedence, reverse=True))
    return found


def find_claims(heads: Heads, authority_in: FindAuthority) -> dict[Subject, tuple[Entry, ...]]:
    """Return what keys without authority say was published of answers without a body, by the
    subject of the answer; not what somebody with authority published alike.

    Each is an entry of kind `answer`, whose `published` is its own name.
    """
    found: dict[Subject, tuple[Entry, ...]] = {}
    for head, candidates in _withheld_answers(heads):
        bodies = [each.body for each in candidates if _counts(each, head, authority_in)]
        found[head.subject] = found.get(head.subject, ()) + tuple(
            replace(
                said, kind=head.kind, key=head.key, published=said.name,
                standing=max(said.standing, OUTSIDER),
            )
            for said in candidates
            if not _counts(said, head, authority_in) and said.body not in bodies
        )  # fmt: skip
    return {subject: claims for subject, claims in found.items() if claims}


def _withheld_answers(heads: Heads) -> Iterator[tuple[Entry, list[Entry]]]:
    """Yield each answer without a body of which something was published, and what."""
    by_entry: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for (kind, key), members in heads.items():
        if kind == PUBLISHED_KIND and published_entry(key):
            for head in members:
                if head.body and key.endswith(head.signer):
                    by_entry[head.assessment, published_entry(key)].append(head)
    if by_entry:
        for (kind, _), members in heads.items():
            if kind == "answer":
                for head in members:
                    candidates = by_entry.get((head.assessment, head.name), [])
                    if head.withheld and candidates:
                        yield head, candidates


def _counts(said: Entry, answer: Entry, authority_in: FindAuthority) -> bool:
    """Return whether an entry is what was published of an answer: as for answers themselves."""
    if said.signer == answer.signer:
        return True
    authority = authority_in(answer.assessment)
    return authority.counts(said.signer, said.standing, answer.signer, answer.standing)


def _published_version(entry: Entry, candidates: Iterable[Entry]) -> Entry:
    best = max(
        candidates,
        key=lambda candidate: (candidate.signer == entry.signer, *_rank(candidate)),
        default=None,
    )
    if best is None or best.body is None:
        return entry
    body: JSON = {
        part: value for part in PUBLISHED_FIELDS if isinstance(value := best.body.get(part), str)
    }
    return replace(entry, body=body, published=best.name)


def _rank(entry: Entry) -> tuple[int, tuple[bool, int, int, str]]:
    return -AUDIENCES.index(entry.key.split(" ")[0]), precedence(entry)
