"""Break shaped words into lines and order each line visually."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from unicodedata import bidirectional

from assessor.report.typesetting import bidi
from assessor.report.typesetting.pen import ShapedRun
from assessor.report.typesetting.shaping import Atom, Paragraph, Style, shape_word


class TextLine(NamedTuple):
    """Runs of a line from left to right, and their width in points."""

    runs: tuple[ShapedRun, ...]
    width: float


def break_lines(paragraph: Paragraph, width: float, style: Style, base: int) -> Iterator[TextLine]:
    """Break a paragraph into full lines; `base` is its direction level."""
    if not paragraph.atoms:
        yield TextLine((), 0)
    elif paragraph.width > width + 0.01:
        for line in _broken(paragraph, width):
            yield _ordered(paragraph, line, style, base)
    elif paragraph.units:
        whole = [atom for unit in paragraph.units for atom in unit.atoms]
        yield _ordered(paragraph, whole, style, base)


def _broken(paragraph: Paragraph, width: float) -> Iterator[list[Atom]]:
    """Yield the atoms of each line."""
    room = width + 0.01
    line: list[Atom] = []
    used = 0.0
    for word, wide, space in paragraph.units:
        if space:
            if line:
                line += word
                used += wide
            continue
        if line and used + wide > room:
            yield line
            line, used = [], 0.0
        if wide > room:
            *full, rest = _chopped(word, width, paragraph)
            yield from full
            line += rest
            used += sum([atom.width for atom in rest])
        else:
            line += word
            used += wide
    if line:
        yield line


def _chopped(word: list[Atom], width: float, paragraph: Paragraph) -> list[list[Atom]]:
    """Split a word that is longer than the line."""
    lines: list[list[Atom]] = [[]]
    used = 0.0
    for atom in word:
        for part in _letters(atom, paragraph):
            if lines[-1] and used + part.width > width:
                lines.append([])
                used = 0.0
            lines[-1].append(part)
            used += part.width
    return lines


def _letters(atom: Atom, paragraph: Paragraph) -> Iterator[Atom]:
    """Yield the letters of an atom with their marks."""
    right_to_left = bool(paragraph.levels[atom.start] & 1)
    start = atom.start
    for at in range(atom.start + 1, atom.end + 1):
        if at < atom.end and bidirectional(paragraph.text[at]) in ("NSM", "BN"):
            continue
        shaped = shape_word(atom.face, paragraph.text[start:at], right_to_left)
        width = shaped.width * atom.size / 1000
        yield atom._replace(start=start, end=at, shaped=shaped, width=width)
        start = at


def _ordered(paragraph: Paragraph, line: list[Atom], style: Style, base: int) -> TextLine:
    """Return a line's runs from left to right; trailing spaces hang."""
    while line and line[-1].space:
        line = line[:-1]
    if not line:
        return TextLine((), 0)
    if base or not paragraph.flat:
        start, end = line[0].start, line[-1].end
        visible: list[Atom] = []
        order = bidi.visual_runs(paragraph.text[start:end], paragraph.levels[start:end], base)
        for left, right, level in order:
            part = [atom for atom in line if start + left <= atom.start < start + right]
            visible += part[::-1] if level & 1 else part
        line = visible
    runs: list[ShapedRun] = []
    x = 0.0
    for atom in line:
        colour = atom.span.colour or style.colour
        runs.append(
            ShapedRun(atom.shaped, atom.face, atom.size, colour, x, atom.width, atom.span.link)
        )
        x += atom.width
    return TextLine(tuple(runs), x)
