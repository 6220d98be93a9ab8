"""Which missions stand for their country: those of makers for whom somebody vouches.

Anybody can begin a mission about any country under any name. What a registry compares is therefore
a function of the stored missions and of whom its owner vouches for, in whatever order they came.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from itertools import chain
from typing import NamedTuple


class Maker(NamedTuple):
    """A key (64 hex) that began a mission, with the name it uses; for a mission of an earlier
    version, which does not say who began it, a key that speaks in it."""

    public: str
    name: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Who made a mission (joined ones are one) about a country (a code, or blank).

    `is_committed` says that its id names who began it.
    """

    country: str
    makers: tuple[Maker, ...]
    is_committed: bool = True

    @property
    def place(self) -> str:
        """Return the country, however its code is written."""
        return self.country.strip().casefold()

    @property
    def keys(self) -> frozenset[str]:
        """Return the keys of its makers."""
        return frozenset(maker.public for maker in self.makers)


class FounderStanding(Enum):
    """VERIFIED: somebody vouches for who made the mission. UNVERIFIED: nobody does, and it is shown
    with that mark. APART: nobody does, and it counts in no comparison."""

    VERIFIED = auto()
    UNVERIFIED = auto()
    APART = auto()


def judge_origins(
    origins: Mapping[str, Origin], vouched: Collection[str], own: Collection[str]
) -> dict[str, FounderStanding]:
    """Return the standing of each mission by its id.

    `vouched` are the keys of others that the owner of the registry vouches for; `own` are keys that
    write in it. Where anybody is vouched for, all other missions stand apart. Where nobody is, a
    mission is shown, marked, unless another maker speaks of the same country: then none of them
    stands for it. Missions of earlier versions, which name no founder, are then shown together.
    """
    trusted = {*vouched, *own}
    unknown = {uuid: each for uuid, each in origins.items() if trusted.isdisjoint(each.keys)}
    known = {origins[uuid].place for uuid in origins.keys() - unknown.keys()} - {""}
    apart = {uuid for uuid, each in unknown.items() if vouched or each.place in known}
    for rivals in find_rivals(unknown).values():
        if any(unknown[uuid].is_committed for uuid in rivals):
            apart.update(rivals)
    return {
        uuid: FounderStanding.APART if uuid in apart
        else FounderStanding.UNVERIFIED if uuid in unknown
        else FounderStanding.VERIFIED
        for uuid in origins
    }  # fmt: skip


def find_rivals(unknown: Mapping[str, Origin]) -> dict[str, tuple[str, ...]]:
    """Return the missions (ids) about each place of which several makers speak. Missions are of
    one maker only if exactly the same keys made them."""
    about: dict[str, dict[frozenset[str], list[str]]] = defaultdict(lambda: defaultdict(list))
    for uuid, each in unknown.items():
        if each.place:
            about[each.place][each.keys].append(uuid)
    return {
        country: tuple(chain.from_iterable(makers.values()))
        for country, makers in about.items()
        if len(makers) > 1
    }
