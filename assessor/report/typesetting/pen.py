"""Draws a page: coordinates from the reading side and the top, mirrored by language.

`x` grows from the reading side, `y` downwards, in points. Right-to-left mirroring of shapes and
lines happens only here; text keeps its own order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from math import cos, radians, sin
from typing import Any, NamedTuple

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from assessor.report.typesetting.fonts import EmbeddedFont, FontFace, Glyph, ShapedWord
from assessor.report.typesetting.tags import StructureTree, tag_page

Colour = tuple[float, float, float]
Point = tuple[float, float]

rl_config.useA85 = 0  # binary streams: faster and a quarter smaller

_KAPPA = 0.5523  # Bézier control points of a quarter circle


class ShapedRun(NamedTuple):
    """A shaped word with size and colour, `x` points from the left of its line."""

    shaped: ShapedWord
    face: FontFace
    size: float
    colour: Colour
    x: float
    width: float
    link: str


class PdfCanvas(Canvas):  # type: ignore[misc]  # reportlab
    """A reportlab canvas without a default font (PDF/A requires embedded fonts)."""

    def _make_preamble(self) -> None:
        self._preamble = "1 0 0 1 0 0 cm"


class DocumentFonts:
    """The fonts embedded in one document."""

    def __init__(self, canvas: PdfCanvas) -> None:
        self._document: Any = canvas._doc
        self._faces: dict[str, EmbeddedFont] = {}
        self._written: dict[tuple[int, float], tuple[ShapedWord, str]] = {}

    def embedded(self, face: FontFace) -> EmbeddedFont:
        """Return the embedded font; registers it on first use."""
        cached = self._faces.get(face.name)
        if cached is None:
            cached = self._faces[face.name] = EmbeddedFont(face, f"A{len(self._faces) + 1}")
            self._document.delayedFonts.append(cached)
        return cached

    def written(self, run: ShapedRun) -> str:
        """Return the text operators of a run."""
        key = (id(run.shaped), run.size)
        cached = self._written.get(key)
        if cached is None:
            font = self.embedded(run.face)
            cached = self._written[key] = (run.shaped, _showing(run.shaped, font, run.size))
        return cached[1]


class Pen:
    """Draws one page. Call `finish` at its end."""

    def __init__(
        self,
        canvas: PdfCanvas,
        fonts: DocumentFonts,
        size: Point,
        right_to_left: bool,
        tree: StructureTree,
        pages: Mapping[str, int] | None = None,
    ) -> None:
        self.canvas = canvas
        self.tree = tree
        tree.page()
        self.pages = pages or {}  # anchor → page number
        self.fonts = fonts
        self.width, self.height = size
        self.right_to_left = right_to_left
        self._code: list[str] = []
        self._inside = self._artifact = False  # a leaf, an artifact

    def finish(self) -> None:
        """Pass the page to the canvas."""
        self._end_artifact()
        self.canvas._code.extend(self._code)
        self._code = []
        number = self.canvas.getPageNumber() - 1
        self.canvas.showPage()
        tag_page(self.canvas._doc, number)

    @contextmanager
    def leaf(self, role: str, alt: str = "") -> Iterator[None]:
        """Tag the drawn content as one element; nested leaves belong to the outer one."""
        if self._inside:
            yield
            return
        self._end_artifact()
        name, number = self.tree.mark(role, alt)
        self._code.append(f"/{name} <</MCID {number}>> BDC")
        self._inside = True
        yield
        self._inside = False
        self._code.append("EMC")

    def _end_artifact(self) -> None:
        if self._artifact:
            self._code.append("EMC")
            self._artifact = False

    def _emit(self, code: str) -> None:
        """Draw; content outside a leaf is an artifact."""
        if not self._inside and not self._artifact:
            self._code.append("/Artifact BMC")
            self._artifact = True
        self._code.append(code)

    def _x(self, x: float) -> float:
        return self.width - x if self.right_to_left else x

    def _point(self, point: Point) -> str:
        return f"{self._x(point[0]):.2f} {self.height - point[1]:.2f}"

    def _paint(
        self, path: str, fill: Colour | None, stroke: Colour | None, weight: float, dash: str = ""
    ) -> None:
        parts = ["q"]
        if fill:
            parts.append(f"{_numbers(fill)} rg")
        if stroke:
            parts.append(f"{_numbers(stroke)} RG {weight:.2f} w 1 j")
        if dash:
            parts.append(f"[{dash}] 0 d")
        end = "B" if fill and stroke else "f" if fill else "S"
        parts += [path, end, "Q"]
        self._emit(" ".join(parts))

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: Colour | None = None,
        stroke: Colour | None = None,
        weight: float = 0.5,
        radius: float = 0,
    ) -> None:
        """Draw a rectangle with corners rounded by `radius`."""
        radius = min(radius, width / 2, height / 2)
        if not radius:
            left = min(self._x(x), self._x(x + width))
            path = f"{left:.2f} {self.height - y - height:.2f} {width:.2f} {height:.2f} re"
            self._paint(path, fill, stroke, weight)
            return
        right, bottom, bend = x + width, y + height, radius * (1 - _KAPPA)
        path = " ".join(
            (
                f"{self._point((x + radius, y))} m {self._point((right - radius, y))} l",
                self._curve((right - bend, y), (right, y + bend), (right, y + radius)),
                f"{self._point((right, bottom - radius))} l",
                self._curve(
                    (right, bottom - bend), (right - bend, bottom), (right - radius, bottom)
                ),
                f"{self._point((x + radius, bottom))} l",
                self._curve((x + bend, bottom), (x, bottom - bend), (x, bottom - radius)),
                f"{self._point((x, y + radius))} l",
                self._curve((x, y + bend), (x + bend, y), (x + radius, y)),
                "h",
            )
        )
        self._paint(path, fill, stroke, weight)

    def _curve(self, first: Point, second: Point, end: Point) -> str:
        return f"{self._point(first)} {self._point(second)} {self._point(end)} c"

    def line(
        self, start: Point, end: Point, colour: Colour, weight: float = 0.5, dash: str = ""
    ) -> None:
        """Draw a straight line; `dash` as in PDF, such as "2 2"."""
        path = f"{self._point(start)} m {self._point(end)} l"
        self._paint(path, None, colour, weight, dash)

    def polygon(
        self,
        points: Sequence[Point],
        *,
        fill: Colour | None = None,
        stroke: Colour | None = None,
        weight: float = 0.5,
    ) -> None:
        """Draw a closed polygon."""
        path = " l ".join(self._point(point) for point in points).replace(" l", " m", 1) + " l h"
        self._paint(path, fill, stroke, weight)

    def circle(
        self,
        centre: Point,
        radius: float,
        *,
        fill: Colour | None = None,
        stroke: Colour | None = None,
        weight: float = 0.5,
    ) -> None:
        """Draw a circle."""
        x, y = centre
        self.rect(
            x - radius, y - radius, 2 * radius, 2 * radius,
            fill=fill, stroke=stroke, weight=weight, radius=radius,
        )  # fmt: skip

    def wedge(self, centre: Point, radius: float, degrees: float, fill: Colour) -> None:
        """Draw a slice of a circle from twelve o'clock in reading direction."""
        steps = max(2, int(degrees // 6))
        arc = [
            (
                centre[0] + radius * sin(radians(degrees * step / steps)),
                centre[1] - radius * cos(radians(degrees * step / steps)),
            )
            for step in range(steps + 1)
        ]
        self.polygon([centre, *arc], fill=fill)

    def unmirrored(
        self, x: float, y: float, size: float, squares: Iterable[tuple[float, float, float]]
    ) -> None:
        """Draw ink squares (x, y, side) in a field that is never mirrored, such as a QR code."""
        left = min(self._x(x), self._x(x + size))
        path = " ".join(
            f"{left + across:.2f} {self.height - y - down - side:.2f} {side:.3f} {side:.3f} re"
            for across, down, side in squares
        )
        self._emit(f"q 0 0 0 rg {path} f Q")

    def text(self, runs: Iterable[ShapedRun], x: float, baseline: float, width: float) -> None:
        """Draw a line of runs, `width` points wide, with its reading side at `x`."""
        left = self.width - x - width if self.right_to_left else x
        parts = ["BT"]
        font, colour = "", (0.0, 0.0, 0.0)
        wanted_font = ""
        bottom = self.height - baseline
        for run in runs:
            embedded = self.fonts.embedded(run.face)
            wanted_font = f"/{embedded.name} {run.size:g} Tf"
            if wanted_font != font:
                font = wanted_font
                parts.append(font)
            if run.colour != colour:
                colour = run.colour
                parts.append(f"{_numbers(colour)} rg")
            parts.append(f"1 0 0 1 {left + run.x:.2f} {bottom:.2f} Tm {self.fonts.written(run)}")
            if run.link:
                start, low, high = left + run.x, bottom - run.size * 0.3, bottom + run.size
                box = (start, low, start + run.width, high)
                self.canvas.linkAbsolute("", run.link, box, addtopage=1, thickness=0)
        parts.append("ET")
        self._emit("q " + "\n".join(parts) + " Q")

    def link(self, x: float, y: float, width: float, height: float, anchor: str) -> None:
        """Link an area to a bookmark."""
        left = min(self._x(x), self._x(x + width))
        box = (left, self.height - y - height, left + width, self.height - y)
        self.canvas.linkAbsolute("", anchor, box, addtopage=1, thickness=0)

    def bookmark(self, anchor: str, y: float) -> None:
        """Name a position on this page as link target."""
        self.canvas.bookmarkPage(anchor, fit="XYZ", top=self.height - y, left=0, zoom=0)

    def outline(self, anchor: str, title: str) -> None:
        """Add a bookmark to the document outline."""
        self.canvas.addOutlineEntry(title, anchor, 0, closed=False)


def _numbers(values: Iterable[float]) -> str:
    return " ".join(f"{value:.3f}".rstrip("0").rstrip(".") for value in values)


def _readable(glyphs: Iterable[Glyph], blank: int) -> Iterator[Glyph]:
    """Move the text of raised glyphs to a blank glyph on the baseline.

    PDF readers treat a baseline change as a word end and would separate a vowel from its letter.
    """
    for glyph in glyphs:
        if glyph.y and glyph.text:
            yield glyph._replace(text="")
            yield Glyph(blank, 0.0, 0.0, 0.0, glyph.text)
        else:
            yield glyph


def _showing(shaped: ShapedWord, font: EmbeddedFont, size: float) -> str:
    """Return TJ operators that place each glyph as shaped."""
    parts: list[str] = []
    items: list[str] = []
    rise = owed = 0.0
    glyphs: Iterable[Glyph] = shaped.glyphs
    if any(glyph.y for glyph in shaped.glyphs):
        glyphs = _readable(glyphs, font.source.blank)
    for glyph, advance, x, y, text in glyphs:
        hex_code, reader_width = font.hex_code(glyph, text)
        if y != rise:
            if items:
                parts.append(f"[{''.join(items)}] TJ")
                items = []
            rise = y
            parts.append(f"{rise * size / 1000:.3f} Ts")
        before = owed - x
        if before > 0.01 or before < -0.01:
            items.append(f"{before:.2f}")
        items.append(hex_code)
        owed = reader_width + x - advance
    if items:
        parts.append(f"[{''.join(items)}] TJ")
    if rise:
        parts.append("0 Ts")
    return " ".join(parts)
