"""Functions on geopoints, traces and shapes, on a sphere as in JavaRosa."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from assessor.form.model.xpath_nodes import XNode
from assessor.form.xpath.functions.declaration import KnownArgument, function
from assessor.form.xpath.functions.strings import flat

EARTH = 6_378_100.0
"""Earth radius of JavaRosa, in metres."""
Point = tuple[float, float]


def points_of(text: str) -> list[Point] | None:
    """Return latitude and longitude of every point in `text`, or None if it is invalid."""
    found: list[Point] = []
    for part in text.split(";"):
        if not part.strip():
            continue
        try:
            numbers = [float(word) for word in part.split()]
        except ValueError:
            return None
        if len(numbers) < 2 or not (abs(numbers[0]) <= 90 and abs(numbers[1]) <= 180):
            return None
        found.append((numbers[0], numbers[1]))
    return found


def _all_points(parts: tuple[str | list[XNode], ...]) -> list[Point] | None:
    found: list[Point] = []
    for text in flat(parts):
        points = points_of(text)
        if points is None:
            return None
        found += points
    return found


def _segment_length(first: Point, second: Point) -> float:
    lat1, lat2 = math.radians(first[0]), math.radians(second[0])
    half_lat, half_lon = (lat2 - lat1) / 2, math.radians(second[1] - first[1]) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(half_lon) ** 2
    return 2 * EARTH * math.asin(min(1.0, math.sqrt(chord)))


def _distance(*parts: str | list[XNode]) -> float:
    points = _all_points(parts)
    if points is None or len(points) < 2:
        return math.nan if points is None else 0.0
    return round(sum(_segment_length(first, second) for first, second in pairwise(points)), 2)


def _area(*parts: str | list[XNode]) -> float:
    points = _all_points(parts)
    if points is None or len(points) < 3:
        return math.nan if points is None else 0.0
    ring = points if points[0] == points[-1] else [*points, points[0]]
    total = 0.0
    for (lat1, lon1), (lat2, lon2) in pairwise(ring):
        sines = 2 + math.sin(math.radians(lat1)) + math.sin(math.radians(lat2))
        total += math.radians(lon2 - lon1) * sines
    return round(abs(total * EARTH * EARTH / 2), 2)


def _geofence(place: str, shape: str) -> bool:
    """Return whether a point is inside a closed shape (ray casting on plane coordinates)."""
    points, ring = points_of(place), points_of(shape)
    if not points or not ring or len(ring) < 4 or ring[0] != ring[-1]:
        return False
    lat, lon = points[0]
    inside = False
    for (lat1, lon1), (lat2, lon2) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (lat1 > lat) != (lat2 > lat):
            crossing = (lon2 - lon1) * (lat - lat1) / (lat2 - lat1) + lon1
            inside ^= lon < crossing
    return inside


def _check_places(arguments: Sequence[KnownArgument]) -> str:
    for each in arguments:
        if each.text is not None and not points_of(each.text):
            return f"`{each.text}` is no place"
    return ""


def _check_single_points(arguments: Sequence[KnownArgument]) -> str:
    """Check that several arguments are single points, as ODK clients require."""
    if len(arguments) > 1:
        for each in arguments:
            if each.type in {"geotrace", "geoshape"} or len(points_of(each.text or "") or ()) > 1:
                return "only one trace or shape, or else several points, can be measured"
    return _check_places(arguments)


FUNCTIONS = (
    function("distance", "t+", "number", _distance, check=_check_single_points),
    function("area", "t+", "number", _area, check=_check_places),
    function("geofence", "ss", "boolean", _geofence, check=_check_places),
)
