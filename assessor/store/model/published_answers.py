"""What shared reports told of answers whose bodies stayed behind: said of an entry, never as one.

A statement of kind `published` says, under the key of who exported, what one audience read of one
entry. It is a subject of its own, so it supersedes nothing and disagrees with nothing. Only where
the entry came without its body does it stand in for it, marked as what it is; whoever holds the
body sees no difference. docs/parcel-format.md, section 6, has the words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from assessor.store.model.canonical_json import JSON
from assessor.store.model.entry import Entry, Subject, precedence

PUBLISHED_KIND = "published"
AUDIENCES = ("government", "public")
"""Whose pages may say more, the first."""
PUBLISHED_FIELDS = ("value", "evidence", "note", "missing", "below", "sensitivity")
"""What a statement may say: `below` is a number that a count hidden on the page is less than,
`sensitivity` that an answer was kept from the public though its question is not."""


def publication_key(audience: str, entry: str, signer: str) -> str:
    """The key of what `signer` (64 hex) tells an audience of the entry of that name."""
    return f"{audience} {entry} {signer}"


def published_entry(key: str) -> str:
    """The name of the entry that such a key is about; "" if it is none."""
    parts = key.split(" ")
    return parts[1] if len(parts) == 3 and parts[0] in AUDIENCES else ""


def with_published(heads: Mapping[Subject, tuple[Entry, ...]]) -> dict[Subject, tuple[Entry, ...]]:
    """The heads of an assessment, with what was published of an answer where its body is not here.

    Of several such statements the author's own stands before anybody else's, then the one to the
    closer audience, then as heads are shown.
    """
    told: dict[str, list[Entry]] = defaultdict(list)
    for (kind, key), tips in heads.items():
        if kind == PUBLISHED_KIND and published_entry(key):
            told[published_entry(key)] += [
                tip for tip in tips if tip.body and key.endswith(tip.signer)
            ]
    if not told:
        return dict(heads)
    return {
        subject: _with(tips, told) if subject[0] == "answer" else tips
        for subject, tips in heads.items()
    }


def _with(tips: tuple[Entry, ...], told: Mapping[str, list[Entry]]) -> tuple[Entry, ...]:
    if not any(tip.withheld and told.get(tip.name) for tip in tips):
        return tips
    found = [_as_told(tip, told.get(tip.name, ())) if tip.withheld else tip for tip in tips]
    return tuple(sorted(found, key=precedence, reverse=True))


def _as_told(entry: Entry, told: Iterable[Entry]) -> Entry:
    best = max(told, key=lambda each: (each.signer == entry.signer, *_rank(each)), default=None)
    if best is None or best.body is None:
        return entry
    body: JSON = {
        part: said for part in PUBLISHED_FIELDS if isinstance(said := best.body.get(part), str)
    }
    return replace(entry, body=body, published=best.name)


def _rank(entry: Entry) -> tuple[int, tuple[int, int, str]]:
    return -AUDIENCES.index(entry.key.split(" ")[0]), precedence(entry)
