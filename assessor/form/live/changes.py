"""The changes of an edit: references, and what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, lru_cache

from assessor.form.model.cells import Cell, Frame, Range

VALUE, RELEVANT, READONLY, REQUIRED, VIOLATION, CHOICES, LABEL, ADDED, REMOVED = (
    1 << bit for bit in range(9)
)
_FLAG_WORDS = (
    "value", "relevant", "readonly", "required", "violation", "choices", "label", "added",
    "removed",
)  # fmt: skip


@lru_cache(maxsize=512)
def _flag_words(bits: int) -> frozenset[str]:
    return frozenset(word for bit, word in enumerate(_FLAG_WORDS) if bits >> bit & 1)


def drop_vanished(
    noted: Mapping[Cell | Range, int], is_present: Callable[[Frame], bool]
) -> dict[Cell | Range, int]:
    """Keep only the removal of instances that no longer exist.

    An instance that was added and removed in one edit is left out.
    """
    return {
        each: bits
        for each, bits in noted.items()
        if is_present(each.frame) or bits & (REMOVED | ADDED) == REMOVED
    }


class Changes(Mapping[str, frozenset[str]]):
    """What changed, by reference: "value", "relevant", "choices", "added" …

    Repainting what is named is sufficient: "label" includes hints and messages, "added" and
    "removed" the positions of other instances of the repeat, "readonly" of a repeat whether a
    person may add to it. Of a removed instance only the removal is listed. `a | b` combines
    changes. References are built lazily.
    """

    __slots__ = ("__dict__", "_bits", "_noted")

    def __init__(
        self, noted: Mapping[Cell | Range, int] | None = None, bits: Mapping[str, int] | None = None
    ) -> None:
        self._noted = noted or {}
        self._bits = bits or {}

    @cached_property
    def _all(self) -> dict[str, int]:
        found = dict(self._bits)
        for cell, bits in self._noted.items():
            found[cell.reference] = found.get(cell.reference, 0) | bits
        return found

    def __getitem__(self, reference: str) -> frozenset[str]:
        return _flag_words(self._all[reference])

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def __or__(self, other: Changes) -> Changes:
        merged = dict(self._all)
        for reference, bits in other._all.items():
            merged[reference] = merged.get(reference, 0) | bits
        return Changes(bits=merged)

    def __repr__(self) -> str:
        return f"Changes({ {reference: sorted(self[reference]) for reference in self} })"
