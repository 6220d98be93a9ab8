"""Outlines of land as Qt polygons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPolygonF

from assessor.gui.toolkit.maps.atlas import MAX_LATITUDE, Land, Point, lands, mercator

_COARSE_STEP = 0.12
"""Minimum degrees between two points at small scales."""
_MAP_END = -mercator(MAX_LATITUDE) + 0.01
"""The y at which the map ends."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A land as Qt draws it: rings, coast lines and bounding box."""

    rings: tuple[QPolygonF, ...]
    coasts: tuple[QPolygonF, ...]
    box: QRectF


@lru_cache(maxsize=2)
def land_shapes(*, coarse: bool) -> tuple[Shape, ...]:
    """Return all lands as Qt shapes; cached."""
    return tuple(_shape(land, _COARSE_STEP if coarse else 0.0) for land in lands())


def _shape(land: Land, min_distance: float) -> Shape:
    left, top, right, bottom = land.box
    rings = [list(_simplified(ring, min_distance)) for ring in land.rings]
    coasts = [_polygon(part) for ring in rings for part in _coasts(ring)]
    box = QRectF(left, top, right - left, bottom - top)
    return Shape(tuple(_polygon(ring) for ring in rings), tuple(coasts), box)


def _polygon(points: Sequence[Point]) -> QPolygonF:
    return QPolygonF([QPointF(*point) for point in points])


def _simplified(ring: Sequence[Point], min_distance: float) -> Iterator[Point]:
    """Yield points at least so far apart, and all cut points."""
    last = ring[0]
    yield last
    for point in ring[1:]:
        if abs(point[0] - last[0]) + abs(point[1] - last[1]) >= min_distance or _is_cut(point):
            yield point
            last = point


def _coasts(ring: Sequence[Point]) -> Iterator[list[Point]]:
    """Yield a ring without the stretches at the end of the map, which would look like borders."""
    part = [ring[0]]
    for previous, point in pairwise([*ring, ring[0]]):
        if _is_cut(previous) or _is_cut(point):
            yield part
            part = []
        part.append(point)
    yield part


def _is_cut(point: Point) -> bool:
    return abs(point[1]) > _MAP_END
