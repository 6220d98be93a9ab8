"""The outlines of land as Qt draws them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPolygonF

from assessor.gui.toolkit.maps.atlas import NORTH, Land, Point, lands, mercator

_COARSE = 0.12
"""Degrees from one point to the next at least, where few pixels make a degree."""
_END = -mercator(NORTH) + 0.01
"""The y beyond which the map ends."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A land as Qt draws it: its rings, the coasts along them, the box it lies in."""

    rings: tuple[QPolygonF, ...]
    coasts: tuple[QPolygonF, ...]
    box: QRectF


@lru_cache(maxsize=2)
def drawn(*, coarse: bool) -> tuple[Shape, ...]:
    """The lands as Qt draws them; made once."""
    return tuple(_shape(land, _COARSE if coarse else 0.0) for land in lands())


def _shape(land: Land, apart: float) -> Shape:
    left, top, right, bottom = land.box
    rings = [list(_thinned(ring, apart)) for ring in land.rings]
    coasts = [_polygon(part) for ring in rings for part in _coasts(ring)]
    box = QRectF(left, top, right - left, bottom - top)
    return Shape(tuple(_polygon(ring) for ring in rings), tuple(coasts), box)


def _polygon(points: Sequence[Point]) -> QPolygonF:
    return QPolygonF([QPointF(*at) for at in points])


def _thinned(ring: Sequence[Point], apart: float) -> Iterator[Point]:
    """The points that lie at least so far from the one before, and the last."""
    last = ring[0]
    yield last
    for point in ring[1:]:
        if abs(point[0] - last[0]) + abs(point[1] - last[1]) >= apart or _is_cut(point):
            yield point
            last = point


def _coasts(ring: Sequence[Point]) -> Iterator[list[Point]]:
    """A ring without the stretches where only the map ends, which would look like borders."""
    part = [ring[0]]
    for before, point in pairwise([*ring, ring[0]]):
        if _is_cut(before) or _is_cut(point):
            yield part
            part = []
        part.append(point)
    yield part


def _is_cut(point: Point) -> bool:
    """Whether a point lies beyond the end of the map."""
    return abs(point[1]) > _END
