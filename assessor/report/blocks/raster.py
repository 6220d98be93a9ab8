"""Draw a figure into pixels with the same pen interface as PDF pages.

So Word files show the same figures as the PDF.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from io import BytesIO
from math import hypot
from typing import Any

from PIL import Image, ImageChops, ImageDraw

from assessor.report.blocks.block import Block
from assessor.report.blocks.look import WHITE
from assessor.report.typesetting.fonts import FontFace
from assessor.report.typesetting.pen import Colour, Pen, Point, ShapedRun
from assessor.report.typesetting.tags import StructureTree

_FINE = 2
"""Oversampling per side, for smooth edges."""

_KEPT = 2.5
"""Pixels per point: 180 per inch."""

_SCALE = _FINE * _KEPT
_STEPS = 8  # line segments per Bézier curve

Contour = list[Point]


def draw_picture(
    block: Block, width: float, *, right_to_left: bool, ground: Colour = WHITE
) -> tuple[bytes, str]:
    """Return a block as a PNG, and its alternative text (blank for decoration).

    `ground` is the background colour.
    """
    pen = _PixelPen((width, block.height(width)), right_to_left, ground)
    block.draw(pen, 0, 0, width)
    return pen.png(), "; ".join(pen.said)


class _PixelPen(Pen):
    """Draws one figure on a plain background."""

    def __init__(self, size: Point, right_to_left: bool, ground: Colour) -> None:
        self.width, self.height = size
        self.right_to_left = right_to_left
        self.pages = {}
        self.tree = StructureTree()
        self.tree.page()
        self.said: list[str] = []
        self._inside = False
        across, down = (max(1, round(side * _SCALE / _FINE)) * _FINE for side in size)
        self._image = Image.new("RGB", (across, down), _ink(ground))
        self._draw = ImageDraw.Draw(self._image)

    def png(self) -> bytes:
        """Return the picture as PNG."""
        target = BytesIO()
        self._image.reduce(_FINE).save(target, "PNG")
        return target.getvalue()

    @contextmanager
    def leaf(self, role: str, alt: str = "") -> Iterator[None]:
        """Collect alternative texts; a picture has one for all."""
        if alt and not self._inside:
            self.said.append(alt)
        outer, self._inside = self._inside, True
        yield
        self._inside = outer

    def _paint(
        self, path: str, fill: Colour | None, stroke: Colour | None, weight: float, dash: str = ""
    ) -> None:
        for contour, closed in _contours(path):
            points = [(x * _SCALE, (self.height - y) * _SCALE) for x, y in contour]
            if fill and len(points) > 2:
                self._draw.polygon(points, fill=_ink(fill))
            if stroke:
                if closed:
                    points.append(points[0])
                self._stroke(points, _ink(stroke), weight, dash)

    def _stroke(self, points: Contour, ink: tuple[int, ...], weight: float, dash: str) -> None:
        wide = max(1, round(weight * _SCALE))
        lengths = [float(part) * _SCALE for part in dash.split()]
        for part in _dashed(points, lengths) if lengths else (points,):
            self._draw.line(part, fill=ink, width=wide, joint="curve")

    def unmirrored(
        self, x: float, y: float, size: float, squares: Iterable[tuple[float, float, float]]
    ) -> None:
        """Draw ink squares in a field that is never mirrored."""
        left = min(self._x(x), self._x(x + size))
        for across, down, side in squares:
            start = ((left + across) * _SCALE, (y + down) * _SCALE)
            end = (start[0] + side * _SCALE, start[1] + side * _SCALE)
            self._draw.rectangle((*start, *end), fill=0)

    def text(self, runs: Iterable[ShapedRun], x: float, baseline: float, width: float) -> None:
        """Draw a line of runs, each glyph as its outline."""
        left = self.width - x - width if self.right_to_left else x
        for run in runs:
            at = left + run.x
            for glyph in run.shaped.glyphs:
                spot = (at + glyph.x * run.size / 1000, baseline - glyph.y * run.size / 1000)
                self._glyph(run.face, glyph.code, run.size, spot, _ink(run.colour))
                at += glyph.advance * run.size / 1000

    def _glyph(
        self, face: FontFace, code: int, size: float, spot: Point, ink: tuple[int, ...]
    ) -> None:
        stencil = _mask(face, code, size)
        if stencil is not None:
            mask, left, top = stencil
            place = (round(spot[0] * _SCALE) + left, round(spot[1] * _SCALE) + top)
            self._image.paste(ink, place, mask)

    def link(self, x: float, y: float, width: float, height: float, anchor: str) -> None:
        """Do nothing: pictures have no links."""

    def bookmark(self, anchor: str, y: float) -> None:
        """Do nothing: pictures have no link targets."""

    def outline(self, anchor: str, title: str) -> None:
        """Do nothing: pictures have no outline."""


def _ink(colour: Colour) -> tuple[int, int, int]:
    red, green, blue = (round(part * 255) for part in colour)
    return red, green, blue


def _contours(path: str) -> Iterator[tuple[Contour, bool]]:
    """Yield the flattened lines of a PDF path, and whether each is closed."""
    numbers: list[float] = []
    contour: Contour = []
    closed = False
    for part in path.split():
        if part not in ("m", "l", "c", "re", "h"):
            numbers.append(float(part))
            continue
        if part in ("m", "re") and contour:
            yield contour, closed
            contour, closed = [], False
        if part == "re":
            x, y, width, height = numbers
            contour, closed = (
                [(x, y), (x + width, y), (x + width, y + height), (x, y + height)],
                True,
            )
        elif part == "c":
            pairs = list(zip(numbers[::2], numbers[1::2], strict=True))
            contour += _curve([contour[-1], *pairs])
        elif part == "h":
            closed = True
        else:
            contour.append((numbers[0], numbers[1]))
        numbers = []
    if contour:
        yield contour, closed


def _curve(points: Contour) -> Contour:
    """Flatten a Bézier curve (de Casteljau), without its first point."""
    flat = []
    for step in range(1, _STEPS + 1):
        part = step / _STEPS
        level = points
        while len(level) > 1:
            level = [
                (a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part)
                for a, b in itertools.pairwise(level)
            ]
        flat.append(level[0])
    return flat


def _dashed(points: Contour, lengths: list[float]) -> Iterator[Contour]:
    """Yield the dashes of a line, each as two points."""
    at, left = 0, lengths[0]
    for start, end in itertools.pairwise(points):
        whole = hypot(end[0] - start[0], end[1] - start[1])
        gone = 0.0
        while gone < whole:
            step = min(left, whole - gone)
            if at % 2 == 0:
                yield [
                    (
                        start[0] + (end[0] - start[0]) * part / whole,
                        start[1] + (end[1] - start[1]) * part / whole,
                    )
                    for part in (gone, gone + step)
                ]
            gone += step
            left -= step
            if left <= 0:
                at += 1
                left = lengths[at % len(lengths)]


class _Outline:
    """Collects the contours of a glyph in font units."""

    def __init__(self) -> None:
        self.contours: list[Contour] = []

    def moveTo(self, point: Point) -> None:
        self.contours.append([point])

    def lineTo(self, point: Point) -> None:
        self.contours[-1].append(point)

    def curveTo(self, *points: Point) -> None:
        self.contours[-1] += _curve([self.contours[-1][-1], *points])

    qCurveTo = curveTo

    def closePath(self) -> None:
        """Do nothing: every contour is closed."""


@lru_cache(maxsize=2048)
def _mask(face: FontFace, code: int, size: float) -> tuple[Any, int, int] | None:
    """Return a glyph's mask and its offset from the origin; None if blank."""
    outline = _Outline()
    face.font.draw_glyph_with_pen(code, outline)
    scale = size * face.scale / 1000 * _SCALE
    contours = [[(x * scale, -y * scale) for x, y in each] for each in outline.contours]
    points = [point for each in contours for point in each]
    if not points:
        return None
    left, top = (int(min(p[axis] for p in points)) - 2 for axis in (0, 1))
    right, bottom = (int(max(p[axis] for p in points)) + 2 for axis in (0, 1))
    mask = Image.new("1", (right - left, bottom - top))
    for contour in contours:
        if len(contour) > 2:
            part = Image.new("1", mask.size)
            ImageDraw.Draw(part).polygon([(x - left, y - top) for x, y in contour], fill=1)
            mask = ImageChops.logical_xor(mask, part)
    return mask, left, top
