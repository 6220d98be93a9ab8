"""Counts that would give a small one away with the total beside them: the second cell.

Source: Hundepool et al., Statistical Disclosure Control (2012), 4.3, secondary suppression.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assessor.report.projection.audience import (
    SENSITIVITY_LEVELS,
    SMALLEST_COUNT,
    Audience,
    VisibleAnswer,
    strictest_level,
)
from assessor.report.projection.live_form import LiveNode
from assessor.report.projection.projection import Shown


@dataclass(frozen=True, slots=True)
class GuardedCount:
    """A count of people or cases: `told` as it stands, else hidden; `guarded` where a small one may
    not be told; `of` are the references of the totals it is a part of."""

    reference: str
    value: int
    told: bool
    guarded: bool
    of: Sequence[str] = ()


def secondary_cells(counts: Collection[GuardedCount]) -> frozenset[str]:
    """The references of the counts to hide besides.

    Of the parts of a total that is told, the one whose rest is small is hidden; and where parts
    make up the total and one alone is hidden, so is the smallest of the others.
    """
    known = {count.reference: count for count in counts}
    parts: dict[str, list[GuardedCount]] = {}
    for count in counts:
        for total in count.of:
            if total in known and known[total].told:
                parts.setdefault(total, []).append(count)
    hidden: set[str] = set()
    for total, found in parts.items():
        hidden |= set(_rests(known[total], found))
        hidden |= set(_seconds(known[total], found, hidden))
    return frozenset(hidden)


def revealed_counts(
    nodes: Mapping[str, LiveNode],
    seen: Mapping[str, VisibleAnswer],
    bodies: Mapping[str, Mapping[str, Any]],
    audience: Audience,
) -> frozenset[str]:
    """The references of the answers, judged one by one, that together tell a small count."""
    counts = []
    for reference, found in seen.items():
        node, body = nodes[reference], bodies[reference]
        value = str(body.get("value", ""))
        if node.type == "int" and not node.choices and node.relevant and value.isdecimal():
            level = strictest_level(
                SENSITIVITY_LEVELS,
                node.meta.get("sensitivity", ""),
                str(body.get("sensitivity", "")),
            )
            told = found.shown is not Shown.NONE and not found.small
            guarded = audience.guards(node.meta, level)
            counts.append(GuardedCount(reference, int(value), told, guarded, node.bounds))
    return secondary_cells(counts)


def _rests(total: GuardedCount, parts: Sequence[GuardedCount]) -> Iterator[str]:
    """The parts that leave a small rest nobody is to read."""
    for part in parts:
        if part.told and part.guarded and 0 < total.value - part.value < SMALLEST_COUNT:
            yield part.reference


def _seconds(
    total: GuardedCount, parts: Sequence[GuardedCount], hidden: Collection[str]
) -> Iterator[str]:
    """The smallest part that is told, where one alone is not and the others give it away."""
    unseen = [part for part in parts if not part.told or part.reference in hidden]
    others = [part for part in parts if part not in unseen and part.value]
    if len(unseen) == 1 and others and sum(part.value for part in parts) == total.value:
        yield min(others, key=lambda part: (part.value, part.reference)).reference
