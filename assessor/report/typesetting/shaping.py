"""Shape text into words and possible line breaks, before any width is known.

UAX #9 orders the words, HarfBuzz shapes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from assessor.report.typesetting import bidi, fonts
from assessor.report.typesetting.pen import Colour

_SPACES = " \t\u2000-\u2006\u2008-\u200a\u205f\u3000"  # breakable spaces
_HAN = "\u2e80-\u2fdf\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_HAN_OPENS = "（［｛《〈「『【〔“‘"
_HAN_CLOSES = "，。、；：？！）］｝》〉」』】〕”’…—％"
_HAN_ENDS = "，。、；：？！）］｝》〉」』】〕"
"""Wide closing marks; a line may break after them."""
_PIECE = re.compile(
    rf"[{_SPACES}]+"
    # Chinese: breaks between ideographs, not around their marks (UAX #14, ID, OP and CL)
    rf"|[{_HAN_OPENS}]*[{_HAN}][{_HAN_CLOSES}]*"
    # up to a hyphen, dash, slash or Chinese mark between words, which allows a break
    rf"|[^{_SPACES}]+?(?:(?<=[\w)\]])[-‐–—/](?=\w)|\u200b|(?<=[{_HAN_ENDS}])(?![{_HAN_CLOSES}])"
    rf"|(?=[{_SPACES}]|[{_HAN_OPENS}]*[{_HAN}]|$))"
)
_NEVER_FIRST = re.compile(r"[!?:;%‰€»”)\]}،؛؟]|\d{3}(?!\d)")
"""Closing marks and digit groups (12 345) that never start a line."""


@dataclass(frozen=True, slots=True)
class Style:
    """The look of a text; sizes in points. `align` is start, centre or end of the reading side."""

    size: float
    leading: float
    colour: Colour
    weight: str = fonts.REGULAR
    align: str = "start"

    but = replace
    """Return a copy with changes."""


class Span(NamedTuple):
    """A part of a text that differs from the paragraph's style."""

    text: str
    weight: str = ""
    colour: Colour | None = None
    link: str = ""
    size: float = 0


class Atom(NamedTuple):
    """A shaped part in one font, level and style."""

    start: int
    end: int
    shaped: fonts.ShapedWord
    face: fonts.FontFace
    span: Span
    size: float
    width: float
    space: bool
    breakable: bool  # a line may break before it


class Unit(NamedTuple):
    """Atoms that stay on one line: a word or a space."""

    atoms: list[Atom]
    width: float
    space: bool


class Paragraph:
    """Shaped text and its possible breaks, independent of width.

    `flat` if all of it is left-to-right.
    """

    __slots__ = ("atoms", "flat", "levels", "text", "units", "width")

    def __init__(self, text: str, atoms: tuple[Atom, ...], levels: Sequence[int]) -> None:
        self.text, self.atoms, self.levels = text, atoms, levels
        self.flat = not any(levels)
        units = [Unit(word, sum([a.width for a in word]), word[0].space) for word in _units(self)]
        while units and units[0].space:
            del units[0]
        self.units = units
        self.width = 0.0  # on one line, without the trailing space
        used = 0.0
        for unit in units:
            used += unit.width
            if not unit.space:
                self.width = used


def shape_paragraph(spans: Sequence[Span], style: Style, base: int) -> Paragraph:
    """Shape one paragraph; `base` is its direction level: 0, or 1 for right-to-left."""
    text = "".join([span.text for span in spans])
    levels = bidi.embedding_levels(text, base)
    flat = not any(levels)
    atoms: list[Atom] = []
    offset = 0
    fresh = True  # whether a line may break before the next atom
    for span in spans:
        size, end = span.size or style.size, len(span.text)
        latin = fonts.load_face(fonts.LATIN, span.weight or style.weight)
        for match in _PIECE.finditer(span.text):
            word = match.group()
            left, right = match.span()
            space = word[0].isspace() and word[0] not in "\u00a0\u202f"
            if flat and fonts.is_latin(
                word
            ):  # the common case: one part without control characters
                shaped = latin.shape(word, False)
                wide = shaped.width * size / 1000
                where = (offset + left, offset + right)
                atoms.append(Atom(*where, shaped, latin, span, size, wide, space, fresh))
            else:
                for first, last, family in _uniform(span.text, left, right, levels, offset):
                    atoms.append(
                        _atom(span, first, last, family, offset, levels, style, space, fresh)
                    )
                    fresh = False
            fresh = space or right < end
        offset += end
    return Paragraph(text, tuple(atoms), levels)


def _uniform(
    text: str, start: int, end: int, levels: Sequence[int], offset: int
) -> Iterator[tuple[int, int, str]]:
    """Yield parts of one font family and level."""
    for first, last, family in fonts.family_runs(text[start:end]):
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
) -> Atom:
    size = span.size or style.size
    chosen = fonts.load_face(family, span.weight or style.weight)
    word = "".join(char for char in span.text[left:right] if char != "\u200b")
    shaped = shape_word(chosen, word.replace("\t", " "), bool(levels[offset + left] & 1))
    width = shaped.width * size / 1000
    return Atom(offset + left, offset + right, shaped, chosen, span, size, width, space, breakable)


def shape_word(chosen: fonts.FontFace, word: str, right_to_left: bool) -> fonts.ShapedWord:
    """Shape the visible characters of a word."""
    if not word.isascii() and any(
        fonts.is_invisible(char) and ord(char) not in chosen.covered for char in word
    ):
        word = "".join(c for c in word if not fonts.is_invisible(c) or ord(c) in chosen.covered)
    return chosen.shape(word, right_to_left)


def _units(paragraph: Paragraph) -> Iterator[list[Atom]]:
    """Yield words and spaces; a word that must not start a line joins the previous one."""
    text = paragraph.text
    pending: list[Atom] = []  # a word and the space behind it
    for word in _words(paragraph.atoms):
        spaced = bool(pending) and pending[-1].space
        follows = bool(pending) and word[0].space and not spaced
        if follows or (spaced and not pending[0].space and _bound(text, pending, word)):
            pending = pending + word
        else:
            yield from _parted(pending)
            pending = word
    yield from _parted(pending)


def _bound(text: str, pending: Sequence[Atom], word: Sequence[Atom]) -> bool:
    """Return whether `word` must not start a line after `pending`."""
    match = _NEVER_FIRST.match(text, word[0].start, word[-1].end)
    if not match or not match.group()[0].isdigit():
        return match is not None
    before = pending[-1].start - 1
    return before >= 0 and text[before].isdigit() and text[pending[-1].start : word[0].start] == " "


def _parted(pending: list[Atom]) -> Iterator[list[Atom]]:
    """Split a word from the space behind it."""
    if pending and pending[-1].space and len(pending) > 1:
        yield pending[:-1]
        yield pending[-1:]
    elif pending:
        yield pending


def _words(atoms: Sequence[Atom]) -> Iterator[list[Atom]]:
    """Yield atoms that no line break may separate."""
    word: list[Atom] = []
    for atom in atoms:
        if word and (atom.breakable or atom.space != word[0].space):
            yield word
            word = []
        word.append(atom)
    if word:
        yield word
