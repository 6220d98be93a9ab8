"""Lay out, measure and draw texts in one style and direction.

A text has one or more paragraphs (separated by line feeds). Lines are cached per width.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from assessor.form.labels.colours import legible_colour
from assessor.form.labels.styled_text import plain_text, styled_lines
from assessor.report.typesetting.fonts import (
    BOLD,
    ITALIC,
    LATIN,
    REGULAR,
    SEMIBOLD,
    load_face,
    replace_undrawable,
)
from assessor.report.typesetting.line_breaking import TextLine, break_lines
from assessor.report.typesetting.pen import Colour, Pen
from assessor.report.typesetting.shaping import Paragraph, Span, Style, shape_paragraph

__all__ = [
    "BOLD",
    "ITALIC",
    "REGULAR",
    "SEMIBOLD",
    "Span",
    "Style",
    "TextLayout",
    "label_spans",
    "plain_text",
]

ShapedTexts = dict[tuple[tuple[Span, ...], float, str], tuple[Paragraph, ...]]
"""Shaped paragraphs by spans, size and weight."""


class TextLayout:
    """Paragraphs of spans in one style and direction.

    Texts of one direction can share a `cache`: shaping does not depend on leading.
    """

    def __init__(
        self,
        content: str | Iterable[Span],
        style: Style,
        *,
        right_to_left: bool = False,
        cache: ShapedTexts | None = None,
    ) -> None:
        spans = (Span(content),) if isinstance(content, str) else tuple(content)
        self.spans = spans
        self.style = style
        self.right_to_left = right_to_left
        key = (spans, style.size, style.weight)
        cached = None if cache is None else cache.get(key)
        if cached is None:
            cached = tuple(
                shape_paragraph(part, style, int(right_to_left)) for part in _split(spans)
            )
            if cache is not None:
                cache[key] = cached
        self._paragraphs = cached
        self._laid: dict[float, tuple[TextLine, ...]] = {}

    def __bool__(self) -> bool:
        """Return whether there is anything to draw."""
        return any(paragraph.atoms for paragraph in self._paragraphs)

    def lines(self, width: float) -> tuple[TextLine, ...]:
        """Return the lines at a width in points."""
        cached = self._laid.get(width)
        if cached is None:
            base = int(self.right_to_left)
            cached = self._laid[width] = tuple(
                line
                for paragraph in self._paragraphs
                for line in break_lines(paragraph, width, self.style, base)
            )
        return cached

    @property
    def baseline(self) -> float:
        """The distance from top to first baseline, in points."""
        return (self.style.leading + self.style.size * 0.72) / 2

    def natural(self) -> float:
        """Return the width without line breaks, in points."""
        return max((line.width for line in self.lines(1e6)), default=0.0)

    def height(self, width: float) -> float:
        """Return the height at a width, in points."""
        return len(self.lines(width)) * self.style.leading

    def draw(
        self, pen: Pen, x: float, y: float, width: float, first: int = 0, last: int | None = None
    ) -> None:
        """Draw lines `first` to `last` (default: all) with the top at `y`."""
        style = self.style
        baseline = y + self.baseline
        for line in self.lines(width)[first:last]:
            room = width - line.width
            shift = 0 if style.align == "start" else room if style.align == "end" else room / 2
            pen.text(line.runs, x + shift, baseline, line.width)
            baseline += style.leading


def label_spans(label: str) -> tuple[Span, ...]:
    """Convert a label to spans: emphasis and colours kept, headings strong, links as text."""
    spans: list[Span] = []
    for number, line in enumerate(styled_lines(label)):
        if number:
            spans.append(Span("\n"))
        for run in line.runs:
            weight = SEMIBOLD if run.bold or line.heading else ITALIC if run.italic else ""
            colour = None if run.colour is None else _on_paper(run.colour)
            spans.append(Span(run.text, weight, colour))
    return tuple(spans) or (Span(""),)


def _on_paper(colour: tuple[int, int, int]) -> Colour:
    red, green, blue = legible_colour(colour, (255, 255, 255))
    return red / 255, green / 255, blue / 255


def _split(spans: Sequence[Span]) -> Iterator[list[Span]]:
    """Yield the spans of each paragraph, without control characters."""
    current: list[Span] = []
    for span in spans:
        parts = re.split(r"\r\n|[\n\r\u2028\u2029]", span.text)
        for number, part in enumerate(parts):
            if number:
                yield current
                current = []
            part = replace_undrawable(re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", "", part))
            if part:
                current.append(span._replace(text=part))
    yield current


@lru_cache(maxsize=4096)
def line_width(text: str, size: float, weight: str = REGULAR) -> float:
    """Return the width of a short Latin text in points."""
    return load_face(LATIN, weight).shape(text).width * size / 1000
