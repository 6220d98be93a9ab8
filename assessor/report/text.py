"""Text in lines: spans of any script, broken to a width, ordered by UAX #9, shaped and drawn.

A `Text` is a block of one or more paragraphs (split at line feeds). It belongs to a direction, that
of the report's language; its lines are laid out once for each width it is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple
from unicodedata import bidirectional

from assessor.form.colours import legible
from assessor.form.styling import plain, styled
from assessor.report import bidi
from assessor.report.fonts import (
    BOLD,
    ITALIC,
    LATIN,
    REGULAR,
    SEMIBOLD,
    Face,
    Shaped,
    face,
    families,
    invisible,
    printable,
)
from assessor.report.pen import Colour, Pen, Run

__all__ = ["BOLD", "ITALIC", "REGULAR", "SEMIBOLD", "Span", "Style", "Text", "plain", "spans_of"]

_SPACES = (
    " \t\u2000-\u2006\u2008-\u200a\u205f\u3000"  # where a line may break; not the no-break ones
)
_HAN = "\u2e80-\u2fdf\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_HAN_OPENS = "（［｛《〈「『【〔“‘"
_HAN_CLOSES = "，。、；：？！）］｝》〉」』】〕”’…—％"
_PIECE = re.compile(
    rf"[{_SPACES}]+"
    # Chinese: a line may break between any two, but for their marks (UAX #14, ID, OP and CL)
    rf"|[{_HAN_OPENS}]*[{_HAN}][{_HAN_CLOSES}]*"
    # up to a hyphen, dash or slash between words, where a line may break too
    rf"|[^{_SPACES}]+?(?:(?<=[\w)\]])[-‐–—/](?=\w)|\u200b|(?=[{_SPACES}]|[{_HAN_OPENS}]*[{_HAN}]|$))"
)
_NEVER_FIRST = re.compile(r"[!?:;%‰€»”)\]}،؛؟]|\d{3}(?!\d)")
"""What never begins a line even after a space: closing marks, and the rest of 12 345."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a text looks; sizes in points. `align` is by reading side: start, centre or end."""

    size: float
    leading: float
    colour: Colour
    weight: str = REGULAR
    align: str = "start"

    def but(self, **changes: object) -> Style:
        """This style with some of it changed."""
        return replace(self, **changes)  # type: ignore[arg-type]


class Span(NamedTuple):
    """A stretch of text that differs from its paragraph's style where it says so."""

    text: str
    weight: str = ""
    colour: Colour | None = None
    link: str = ""
    size: float = 0


class _Atom(NamedTuple):
    """A shaped stretch between two places where anything may change."""

    start: int
    end: int
    shaped: Shaped
    face: Face
    span: Span
    size: float
    width: float
    space: bool
    breakable: bool  # a line may break before it


class _Line(NamedTuple):
    runs: tuple[Run, ...]
    width: float


class _Paragraph(NamedTuple):
    text: str
    atoms: tuple[_Atom, ...]
    levels: Sequence[int]


Made = dict[tuple[tuple[Span, ...], float, str], tuple[_Paragraph, ...]]
"""Paragraphs by their spans, size and weight."""


class Text:
    """Paragraphs of spans in one style and one direction.

    Texts of one direction may share what was `made` before: shaping does not depend on leading.
    """

    def __init__(
        self,
        content: str | Iterable[Span],
        style: Style,
        *,
        right_to_left: bool = False,
        made: Made | None = None,
    ) -> None:
        spans = (Span(content),) if isinstance(content, str) else tuple(content)
        self.spans = spans
        self.style = style
        self.right_to_left = right_to_left
        key = (spans, style.size, style.weight)
        found = None if made is None else made.get(key)
        if found is None:
            found = tuple(_paragraph(part, style, int(right_to_left)) for part in _split(spans))
            if made is not None:
                made[key] = found
        self._paragraphs = found
        self._laid: dict[float, tuple[_Line, ...]] = {}

    def __bool__(self) -> bool:
        """Whether there is anything to draw."""
        return any(paragraph.atoms for paragraph in self._paragraphs)

    def lines(self, width: float) -> tuple[_Line, ...]:
        """The lines at a width in points."""
        found = self._laid.get(width)
        if found is None:
            base = int(self.right_to_left)
            found = self._laid[width] = tuple(
                line
                for paragraph in self._paragraphs
                for line in _lay(paragraph, width, self.style, base)
            )
        return found

    @property
    def baseline(self) -> float:
        """How far below its top the first line stands, in points."""
        return (self.style.leading + self.style.size * 0.72) / 2

    def natural(self) -> float:
        """The width the text takes without a break, in points."""
        return max((line.width for line in self.lines(1e6)), default=0.0)

    def height(self, width: float) -> float:
        """The height at a width, in points."""
        return len(self.lines(width)) * self.style.leading

    def draw(
        self, pen: Pen, x: float, y: float, width: float, first: int = 0, last: int | None = None
    ) -> None:
        """Draw lines `first` to `last` (all of them) with the top at `y`."""
        style = self.style
        baseline = y + self.baseline
        for line in self.lines(width)[first:last]:
            room = width - line.width
            shift = 0 if style.align == "start" else room if style.align == "end" else room / 2
            pen.text(line.runs, x + shift, baseline, line.width)
            baseline += style.leading


def spans_of(label: str) -> tuple[Span, ...]:
    """A label as spans: emphasis and colours kept, headings strong, links as their words."""
    spans: list[Span] = []
    for number, line in enumerate(styled(label)):
        if number:
            spans.append(Span("\n"))
        for run in line.runs:
            weight = SEMIBOLD if run.bold or line.heading else ITALIC if run.italic else ""
            colour = None if run.colour is None else _on_paper(run.colour)
            spans.append(Span(run.text, weight, colour))
    return tuple(spans) or (Span(""),)


def _on_paper(colour: tuple[int, int, int]) -> Colour:
    red, green, blue = legible(colour, (255, 255, 255))
    return red / 255, green / 255, blue / 255


def _split(spans: Sequence[Span]) -> Iterator[list[Span]]:
    """The spans of each paragraph: line feeds end one, and control characters are dropped."""
    current: list[Span] = []
    for span in spans:
        parts = re.split(r"\r\n|[\n\r\u2028\u2029]", span.text)
        for number, part in enumerate(parts):
            if number:
                yield current
                current = []
            part = printable(re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", "", part))
            if part:
                current.append(span._replace(text=part))
    yield current


def _paragraph(spans: Sequence[Span], style: Style, base: int) -> _Paragraph:
    text = "".join(span.text for span in spans)
    levels = bidi.levels(text, base)
    atoms: list[_Atom] = []
    offset = 0
    fresh = True  # whether a line may break before the next atom
    for span in spans:
        for found in _PIECE.finditer(span.text):
            start, end = found.span()
            space = found.group()[0].isspace() and found.group()[0] not in "\u00a0\u202f"
            for left, right, family in _uniform(span.text, start, end, levels, offset):
                atom = _atom(span, left, right, family, offset, levels, style, space, fresh)
                atoms.append(atom)
                fresh = False
            fresh = space or end < len(span.text)
        offset += len(span.text)
    return _Paragraph(text, tuple(atoms), levels)


def _uniform(
    text: str, start: int, end: int, levels: Sequence[int], offset: int
) -> Iterator[tuple[int, int, str]]:
    """Stretches of one family and one embedding level."""
    for first, last, family in families(text[start:end]):
        left = start + first
        for at in range(left + 1, start + last + 1):
            if at == start + last or levels[offset + at] != levels[offset + left]:
                yield left, at, family
                left = at


def _atom(
    span: Span,
    left: int,
    right: int,
    family: str,
    offset: int,
    levels: Sequence[int],
    style: Style,
    space: bool,
    breakable: bool,
) -> _Atom:
    size = span.size or style.size
    chosen = face(family, span.weight or style.weight)
    word = "".join(char for char in span.text[left:right] if char != "\u200b")
    shaped = _shape(chosen, word.replace("\t", " "), bool(levels[offset + left] & 1))
    width = shaped.width * size / 1000
    return _Atom(offset + left, offset + right, shaped, chosen, span, size, width, space, breakable)


def _shape(chosen: Face, word: str, right_to_left: bool) -> Shaped:
    """Shape what can be seen; characters that only steer layout leave no trace."""
    if not word.isascii() and any(
        invisible(char) and ord(char) not in chosen.covered for char in word
    ):
        word = "".join(c for c in word if not invisible(c) or ord(c) in chosen.covered)
    return chosen.shape(word, right_to_left)


def _lay(paragraph: _Paragraph, width: float, style: Style, base: int) -> Iterator[_Line]:
    """Break a paragraph into lines, as full as they go."""
    if not paragraph.atoms:
        yield _Line((), 0)
        return
    line: list[_Atom] = []
    used = 0.0
    for word in _units(paragraph):
        wide = sum(atom.width for atom in word)
        if word[0].space:
            if line:
                line += word
                used += wide
            continue
        if line and used + wide > width + 0.01:
            yield _ordered(paragraph, line, style, base)
            line, used = [], 0.0
        if wide > width + 0.01:
            *full, word = _chopped(word, width, paragraph)
            for part in full:
                yield _ordered(paragraph, part, style, base)
            wide = sum(atom.width for atom in word)
        line = line + word
        used += wide
    if line:
        yield _ordered(paragraph, line, style, base)


def _units(paragraph: _Paragraph) -> Iterator[list[_Atom]]:
    """Words and the spaces between them; a word that may not begin a line stays with the last."""
    text = paragraph.text
    held: list[_Atom] = []  # a word, and perhaps the space behind it
    for word in _words(paragraph.atoms):
        spaced = bool(held) and held[-1].space
        follows = bool(held) and word[0].space and not spaced
        if follows or (spaced and not held[0].space and _bound(text, held, word)):
            held = held + word
        else:
            yield from _parted(held)
            held = word
    yield from _parted(held)


def _bound(text: str, held: Sequence[_Atom], word: Sequence[_Atom]) -> bool:
    """Whether `word` may not begin a line after what is held."""
    found = _NEVER_FIRST.match(text, word[0].start, word[-1].end)
    if not found or not found.group()[0].isdigit():
        return found is not None
    before = held[-1].start - 1
    return before >= 0 and text[before].isdigit() and text[held[-1].start : word[0].start] == " "


def _parted(held: list[_Atom]) -> Iterator[list[_Atom]]:
    """A held word and the space behind it, apart."""
    if held and held[-1].space and len(held) > 1:
        yield held[:-1]
        yield held[-1:]
    elif held:
        yield held


def _words(atoms: Sequence[_Atom]) -> Iterator[list[_Atom]]:
    """Atoms between which no line may break, together."""
    word: list[_Atom] = []
    for atom in atoms:
        if word and (atom.breakable or atom.space != word[0].space):
            yield word
            word = []
        word.append(atom)
    if word:
        yield word


def _chopped(word: list[_Atom], width: float, paragraph: _Paragraph) -> list[list[_Atom]]:
    """A word longer than the line, cut wherever it must be."""
    lines: list[list[_Atom]] = [[]]
    used = 0.0
    for atom in word:
        for part in _letters(atom, paragraph):
            if lines[-1] and used + part.width > width:
                lines.append([])
                used = 0.0
            lines[-1].append(part)
            used += part.width
    return lines


def _letters(atom: _Atom, paragraph: _Paragraph) -> Iterator[_Atom]:
    """The atom letter by letter, marks kept on their letters."""
    right_to_left = bool(paragraph.levels[atom.start] & 1)
    start = atom.start
    for at in range(atom.start + 1, atom.end + 1):
        if at < atom.end and bidirectional(paragraph.text[at]) in ("NSM", "BN"):
            continue
        shaped = _shape(atom.face, paragraph.text[start:at], right_to_left)
        width = shaped.width * atom.size / 1000
        yield atom._replace(start=start, end=at, shaped=shaped, width=width)
        start = at


def _ordered(paragraph: _Paragraph, line: list[_Atom], style: Style, base: int) -> _Line:
    """A line's runs from left to right; spaces at its end hang away."""
    while line and line[-1].space:
        line = line[:-1]
    if not line:
        return _Line((), 0)
    if base or any(paragraph.levels[atom.start] for atom in line):
        start, end = line[0].start, line[-1].end
        seen: list[_Atom] = []
        order = bidi.visual(paragraph.text[start:end], paragraph.levels[start:end], base)
        for left, right, level in order:
            part = [atom for atom in line if start + left <= atom.start < start + right]
            seen += part[::-1] if level & 1 else part
        line = seen
    runs: list[Run] = []
    x = 0.0
    for atom in line:
        colour = atom.span.colour or style.colour
        runs.append(Run(atom.shaped, atom.face, atom.size, colour, x, atom.width, atom.span.link))
        x += atom.width
    return _Line(tuple(runs), x)


@lru_cache(maxsize=4096)
def line_width(text: str, size: float, weight: str = REGULAR) -> float:
    """The width of a short text in one face, in points; for Latin and digits."""
    return face(LATIN, weight).shape(text).width * size / 1000
