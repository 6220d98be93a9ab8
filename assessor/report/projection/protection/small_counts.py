"""Find counts that reveal a hidden small count together with a total.

Source: Hundepool et al., Statistical Disclosure Control (2012), 4.3, secondary suppression.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass

from assessor.report.projection.audience import (
    SENSITIVITY_LEVELS,
    SMALLEST_COUNT,
    Audience,
    VisibleAnswer,
    is_count,
    strictest_level,
)
from assessor.report.projection.live_form import LiveNode
from assessor.report.projection.projection import Visibility
from assessor.store.model.entry import Entry


@dataclass(frozen=True, slots=True)
class GuardedCount:
    """A count of people or cases.

    `reported` if printed, `guarded` if small values must stay hidden, `of` are references of its
    totals.
    """

    reference: str
    value: int
    reported: bool
    guarded: bool
    of: Sequence[str] = ()


def secondary_cells(counts: Collection[GuardedCount]) -> frozenset[str]:
    """Return references of further counts to hide.

    A part is hidden if the rest of a reported total is small. If exactly one part of a complete sum
    is hidden, so is the smallest other part.
    """
    known = {count.reference: count for count in counts}
    parts: dict[str, list[GuardedCount]] = {}
    for count in counts:
        for total in count.of:
            if total in known and known[total].reported:
                parts.setdefault(total, []).append(count)
    hidden: set[str] = set()
    for total, members in parts.items():
        hidden |= set(_parts_revealing_rest(known[total], members))
        hidden |= set(_second_part(known[total], members, hidden))
    return frozenset(hidden)


def hide_revealed(
    nodes: Mapping[str, LiveNode],
    visible: MutableMapping[str, VisibleAnswer],
    entries: Mapping[str, Entry],
    audience: Audience,
    decided: Mapping[str, str],
) -> None:
    """Hide the visible answers that together reveal a small count, but for those that the team
    `decided` to tell this audience (of RELEASE_LEVELS). All are by reference."""
    counts = []
    for reference, answer in visible.items():
        node, body = nodes[reference], entries[reference].body or {}
        value = str(body.get("value", ""))
        if node.type == "int" and not node.choices and node.relevant and is_count(value):
            level = strictest_level(
                SENSITIVITY_LEVELS,
                node.meta.get("sensitivity", ""),
                str(body.get("sensitivity", "")),
            )
            reported = answer.visibility is not Visibility.NONE and not answer.small
            released = audience.is_reader(decided.get(reference, ""))
            guarded = not released and audience.protects_count(node.meta, level)
            counts.append(GuardedCount(reference, int(value), reported, guarded, node.bounds))
    for reference in secondary_cells(counts):
        visible[reference] = VisibleAnswer(Visibility.NONE, why="beside")


def _parts_revealing_rest(total: GuardedCount, parts: Sequence[GuardedCount]) -> Iterator[str]:
    """Yield parts that leave a small rest."""
    for part in parts:
        if part.reported and part.guarded and 0 < total.value - part.value < SMALLEST_COUNT:
            yield part.reference


def _second_part(
    total: GuardedCount, parts: Sequence[GuardedCount], hidden: Collection[str]
) -> Iterator[str]:
    """Yield the smallest reported part if a single hidden one follows from the others."""
    hidden_parts = [part for part in parts if not part.reported or part.reference in hidden]
    others = [part for part in parts if part not in hidden_parts and part.value]
    if len(hidden_parts) == 1 and others and sum(part.value for part in parts) == total.value:
        yield min(others, key=lambda part: (part.value, part.reference)).reference
