"""Which files stand beside which question, and which have the same bytes: read out of the heads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from assessor.store.model.entry import Entry, displayed_head

KIND = "evidence"


class EvidenceIndex:
    """Ids of the files that stand, by question and by SHA-256.

    A mission holds thousands, and the inspector asks after every answer: looking through all of
    them took 2 s with 5,000.
    """

    def __init__(self, heads: Mapping[tuple[str, str], tuple[Entry, ...]]) -> None:
        self._places: dict[str, tuple[str, str]] = {}
        self._beside: defaultdict[str, set[str]] = defaultdict(set)
        self._alike: defaultdict[str, set[str]] = defaultdict(set)
        for (kind, key), tips in heads.items():
            if kind == KIND:
                self.put(key, tips)

    def put(self, key: str, tips: tuple[Entry, ...]) -> None:
        """The heads of a file are these now."""
        reference, digest = self._places.pop(key, ("", ""))
        self._beside[reference].discard(key)
        self._alike[digest].discard(key)
        body = displayed_head(tips).body
        if body is not None:
            reference, digest = str(body.get("reference", "")), str(body.get("sha256", ""))
            self._places[key] = (reference, digest)
            self._beside[reference].add(key)
            self._alike[digest].add(key)

    def all(self) -> tuple[str, ...]:
        """Every file that stands."""
        return tuple(self._places)

    def beside(self, reference: str) -> tuple[str, ...]:
        """Those beside a question, in no order."""
        return tuple(self._beside.get(reference, ()))

    def alike(self, digest: str) -> tuple[str, ...]:
        """Those with these bytes, in no order."""
        return tuple(self._alike.get(digest, ()))
