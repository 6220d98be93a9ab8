"""Offline world atlas: outlines of land without borders, and searchable towns."""

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
MAX_LATITUDE = 85.0
"""The latitude at which the map ends: Mercator has no poles."""
_SEPARATOR = "¦"
"""A character that no name contains and folding keeps."""
_FEW_TOWNS = 4
"""A country needs more towns than this to drop outliers."""

Point = tuple[float, float]
"""Longitude and latitude in degrees, WGS 84."""


@dataclass(frozen=True, slots=True)
class Land:
    """A land: its outline and inner seas in Mercator projection, and the bounding box.

    Points are (x, y) in degrees of the equator, x to the east and y to the south; lands across 180°
    continue beyond it.
    """

    rings: tuple[tuple[Point, ...], ...]
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Town:
    """A town as in GeoNames: `country` is ISO 3166-1 alpha-3, `people` in thousands."""

    name: str
    country: str
    latitude: float
    longitude: float
    people: int
    others: tuple[str, ...] = ()

    def called(self, text: str) -> str:
        """Return the name that a search for `text` matches: the main one, else the closest."""
        wanted = " ".join(fold_text(text).split())
        matches = [name for name in (self.name, *self.others) if wanted in fold_text(name)]
        return min(matches, key=lambda name: (name != self.name, len(name)), default=self.name)


def mercator(latitude: float) -> float:
    """Return the Mercator y of a latitude, in degrees of the equator, to the south."""
    bound = math.radians(max(-MAX_LATITUDE, min(MAX_LATITUDE, latitude)))
    return -math.degrees(math.asinh(math.tan(bound)))


def latitude_at(y: float) -> float:
    """Return the latitude of a Mercator y."""
    return math.degrees(math.atan(math.sinh(math.radians(-y))))


@lru_cache(maxsize=1)
def lands() -> tuple[Land, ...]:
    """Return every land, the largest first; cached."""
    shapes = json.loads(gzip.decompress((_ATLAS / "land.json.gz").read_bytes()))
    all_lands = []
    for shape in shapes:
        rings = tuple(tuple(_points(steps)) for steps in shape)
        xs, ys = [x for x, _ in rings[0]], [y for _, y in rings[0]]
        all_lands.append(Land(rings, (min(xs), min(ys), max(xs), max(ys))))
    return tuple(sorted(all_lands, key=lambda land: -_size(land)))


def _points(steps: list[int]) -> Iterator[Point]:
    """Yield the points of a ring, which continues beyond 180° or, around a pole, beyond the map."""
    x, y = steps[0], steps[1]
    first = at_x = x / 1000
    yield at_x, mercator(y / 1000)
    for index in range(2, len(steps), 2):
        step = (steps[index] / 1000 + 180) % 360 - 180
        at_x, y = at_x + step, y + steps[index + 1]
        yield at_x, mercator(y / 1000)
    if abs(at_x - first) > 180:
        beyond = math.copysign(-mercator(MAX_LATITUDE) + 1, -y)
        yield at_x, beyond
        yield first, beyond


def _size(land: Land) -> float:
    left, top, right, bottom = land.box
    return (right - left) * (bottom - top)


@lru_cache(maxsize=1)
def towns() -> tuple[Town, ...]:
    """Return every town, the largest first; cached."""
    return tuple(_town(line) for line in _lines())


def _lines() -> list[str]:
    return gzip.decompress((_ATLAS / "towns.tsv.gz").read_bytes()).decode().split("\n")


def _town(line: str) -> Town:
    name, country, latitude, longitude, people, others = line.split("\t")
    other_names = tuple(each for each in others.split("|") if each)
    return Town(name, country, float(latitude), float(longitude), int(people), other_names)


@lru_cache(maxsize=1)
def _folded_names() -> tuple[str, ...]:
    """Return the folded names of each town between bars; cached."""
    names = ("|".join((each.name, *each.others)) for each in towns())
    return tuple(f"|{line}|" for line in fold_text(_SEPARATOR.join(names)).split(_SEPARATOR))


def find_towns(text: str, country: str = "", *, most: int = 40) -> tuple[Town, ...]:
    """Find towns by a part of any of their names, in any script.

    Exact names come first, then names that begin with the text; among these the towns of `country`
    (ISO 3166-1 alpha-3), then larger ones. A blank text finds nothing.
    """
    wanted = " ".join(fold_text(text).split())
    if not wanted:
        return ()
    exact, prefix = f"|{wanted}|", f"|{wanted}"
    ranked = []
    for index, names in enumerate(_folded_names()):
        if wanted in names:
            rank = 0 if exact in names else 1 if prefix in names else 2
            ranked.append((rank, towns()[index].country != country, index))
    return tuple(towns()[index] for _, _, index in sorted(ranked)[:most])


@lru_cache(maxsize=8)
def country_extent(country: str) -> tuple[float, float, float, float] | None:
    """Return west, south, east (it may be beyond 180°) and north of the towns of a country.

    `country` is ISO 3166-1 alpha-3; None if it is unknown.
    """
    country_towns = [each for each in towns() if each.country == country]
    if not country_towns:
        return None
    longitudes = sorted(each.longitude for each in country_towns)
    if longitudes[-1] - longitudes[0] > 180:
        longitudes = sorted(each if each > 0 else each + 360 for each in longitudes)
    latitudes = sorted(each.latitude for each in country_towns)
    cut = (
        len(country_towns) // 50 if len(country_towns) > _FEW_TOWNS else 0
    )  # ignore distant islands
    return longitudes[cut], latitudes[cut], longitudes[-1 - cut], latitudes[-1 - cut]
