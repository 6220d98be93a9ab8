"""The world offline: outlines of land, without any border, and towns to be found by name."""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assessor.gui.toolkit.text.search_folding import fold_text
from assessor.shipped import RESOURCES_FOLDER

_ATLAS = RESOURCES_FOLDER / "atlas"
NORTH = 85.0
"""The latitude at which the map ends, north and south: Mercator's has no poles."""
_BETWEEN = "¦"
"""A sign that no name has and folding leaves."""
_FEW = 4
"""Towns of a country below which it has no middle of its own."""

Point = tuple[float, float]
"""Longitude and latitude in degrees, WGS 84."""


@dataclass(frozen=True, slots=True)
class Land:
    """A land: its outline and the seas within, on Mercator's map, and the box it lies in.

    Points are (x, y) in degrees of the equator, x to the east and y to the south; what lies across
    180° has an x beyond it.
    """

    rings: tuple[tuple[Point, ...], ...]
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Town:
    """A town: `country` is ISO 3166-1 alpha-3, `people` in thousands.

    It is named as GeoNames does, in Latin letters: nobody says there of its other names which
    language they are, nor which is in use.
    """

    name: str
    country: str
    latitude: float
    longitude: float
    people: int
    others: tuple[str, ...] = ()

    def called(self, text: str) -> str:
        """The name of it that a search for `text` meets: its own one, else the closest."""
        wanted = " ".join(fold_text(text).split())
        met = [each for each in (self.name, *self.others) if wanted in fold_text(each)]
        return min(met, key=lambda each: (each != self.name, len(each)), default=self.name)


def mercator(latitude: float) -> float:
    """The y of a latitude on Mercator's map, in degrees of the equator, to the south."""
    bound = math.radians(max(-NORTH, min(NORTH, latitude)))
    return -math.degrees(math.asinh(math.tan(bound)))


def latitude_at(y: float) -> float:
    """The latitude of a y; the other way round."""
    return math.degrees(math.atan(math.sinh(math.radians(-y))))


@lru_cache(maxsize=1)
def lands() -> tuple[Land, ...]:
    """Every land, the largest first."""
    shapes = json.loads(gzip.decompress((_ATLAS / "land.json.gz").read_bytes()))
    found = []
    for shape in shapes:
        rings = tuple(tuple(_points(steps)) for steps in shape)
        across, down = [x for x, _ in rings[0]], [y for _, y in rings[0]]
        found.append(Land(rings, (min(across), min(down), max(across), max(down))))
    return tuple(sorted(found, key=lambda each: -_size(each)))


def _points(steps: list[int]) -> Iterator[Point]:
    """A ring on the map. What crosses 180° goes on beyond it, so that no line runs back across the
    world; what goes round a pole is closed beyond the end of the map.
    """
    x, y = steps[0], steps[1]
    first = at_x = x / 1000
    yield at_x, mercator(y / 1000)
    for at in range(2, len(steps), 2):
        across = (steps[at] / 1000 + 180) % 360 - 180
        at_x, y = at_x + across, y + steps[at + 1]
        yield at_x, mercator(y / 1000)
    if abs(at_x - first) > 180:
        beyond = math.copysign(-mercator(NORTH) + 1, -y)
        yield at_x, beyond
        yield first, beyond


def _size(land: Land) -> float:
    left, top, right, bottom = land.box
    return (right - left) * (bottom - top)


@lru_cache(maxsize=1)
def towns() -> tuple[Town, ...]:
    """Every town, the largest first."""
    return tuple(_town(line) for line in _lines())


def _lines() -> list[str]:
    return gzip.decompress((_ATLAS / "towns.tsv.gz").read_bytes()).decode().split("\n")


def _town(line: str) -> Town:
    name, country, latitude, longitude, people, others = line.split("\t")
    kept = tuple(each for each in others.split("|") if each)
    return Town(name, country, float(latitude), float(longitude), int(people), kept)


@lru_cache(maxsize=1)
def _searched() -> tuple[str, ...]:
    """The names of each town, folded, each between bars."""
    names = ("|".join((each.name, *each.others)) for each in towns())
    return tuple(f"|{line}|" for line in fold_text(_BETWEEN.join(names)).split(_BETWEEN))


def find(text: str, country: str = "", *, most: int = 40) -> tuple[Town, ...]:
    """Towns by a part of any of their names, in any of the six scripts.

    A name that is just so comes first, then those that begin so; among these the towns of `country`
    (ISO 3166-1 alpha-3), then the larger ones. Blank finds nothing.
    """
    wanted = " ".join(fold_text(text).split())
    if not wanted:
        return ()
    whole, begun = f"|{wanted}|", f"|{wanted}"
    ranked = []
    for at, names in enumerate(_searched()):
        if wanted in names:
            rank = 0 if whole in names else 1 if begun in names else 2
            ranked.append((rank, towns()[at].country != country, at))
    return tuple(towns()[at] for _, _, at in sorted(ranked)[:most])


@lru_cache(maxsize=8)
def span_of(country: str) -> tuple[float, float, float, float] | None:
    """West, south, east and north of where a country's towns lie; None for one not known.

    `country` is ISO 3166-1 alpha-3. A country across the line of 180° has an east beyond it.
    """
    own = [each for each in towns() if each.country == country]
    if not own:
        return None
    across = sorted(each.longitude for each in own)
    if across[-1] - across[0] > 180:
        across = sorted(each if each > 0 else each + 360 for each in across)
    down = sorted(each.latitude for each in own)
    cut = len(own) // 50 if len(own) > _FEW else 0  # islands far away do not make it small
    return across[cut], down[cut], across[-1 - cut], down[-1 - cut]
