"""Published answers: what shared reports disclosed of answers whose bodies are withheld.

An entry of kind `published`, signed by whoever exported, repeats what one audience read of one
entry. It has a subject of its own, so it supersedes nothing and conflicts with nothing. It replaces
an entry only where that entry came without its body. docs/parcel-format.md, section 6, specifies
the fields.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from assessor.store.model.canonical_json import JSON
from assessor.store.model.entry import Entry, Subject, precedence

PUBLISHED_KIND = "published"
AUDIENCES = ("government", "public")
"""The audiences, the one with more detail first."""
PUBLISHED_FIELDS = ("value", "evidence", "note", "missing", "below", "sensitivity")
"""The possible fields. `below` is an upper limit of a hidden count; `sensitivity` marks an answer
that was kept from the public although its question is public."""


def publication_key(audience: str, entry: str, signer: str) -> str:
    """Return the key under which `signer` (64 hex) publishes an entry for an audience."""
    return f"{audience} {entry} {signer}"


def published_entry(key: str) -> str:
    """Return the name of the entry that such a key is about, or ""."""
    parts = key.split(" ")
    return parts[1] if len(parts) == 3 and parts[0] in AUDIENCES else ""


def with_published(heads: Mapping[Subject, tuple[Entry, ...]]) -> dict[Subject, tuple[Entry, ...]]:
    """Return heads in which published answers replace answers without a body. Of several, the
    author's own comes first, then the one for the audience with more detail, then precedence."""
    by_entry: dict[str, list[Entry]] = defaultdict(list)
    for (kind, key), members in heads.items():
        if kind == PUBLISHED_KIND and published_entry(key):
            by_entry[published_entry(key)] += [
                head for head in members if head.body and key.endswith(head.signer)
            ]
    if not by_entry:
        return dict(heads)
    return {
        subject: _replace_withheld(members, by_entry) if subject[0] == "answer" else members
        for subject, members in heads.items()
    }


def _replace_withheld(
    members: tuple[Entry, ...], by_entry: Mapping[str, list[Entry]]
) -> tuple[Entry, ...]:
    if not any(head.withheld and by_entry.get(head.name) for head in members):
        return members
    replaced = [
        _published_version(head, by_entry.get(head.name, ())) if head.withheld else head
        for head in members
    ]
    return tuple(sorted(replaced, key=precedence, reverse=True))


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
