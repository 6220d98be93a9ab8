"""The answers as another instrument reads them: a treaty by article, a model by part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assessor.report.blocks import Block, Lines, Stack
from assessor.report.fitting import fitted
from assessor.report.front import heading, subheading
from assessor.report.look import INK, Look
from assessor.report.projection import Projection, Reading, ReadingPart
from assessor.report.rows import Row, Table
from assessor.report.tables import head
from assessor.report.text import SEMIBOLD, Span, spans_of

_SHORT = 40
"""How long an answer is, in characters, that the annex repeats."""


def reading_chapter(look: Look, reading: Reading) -> Iterator[Block]:
    """What bears on each part and how it stands; then the parts nothing is asked about."""
    translate = look.translate
    yield heading(look, reading.title, f"reading-{reading.code}")
    words = translate(
        "This is no rating by that instrument. It shows which questions of this assessment bear on "
        "which of its parts, and what the evidence supports there."
    )
    yield Lines(look.text(words, look.small), after=6)
    covered = [part for part in reading.parts if part.covered]
    if covered:
        header = head(
            look,
            translate("Article or part"),
            translate("Evidenced"),
            translate("Indicators and their stage"),
            translate("Facts"),
        )
        rows = [Row(tuple(_row(look, part))) for part in covered]
        yield Table(header, rows, (0.28, 0.1, 0.34, 0.28), gap=9, padding=3)
    if reading.uncovered:
        yield subheading(look, translate("Nothing is asked about these"))
        listed = look.semicolon.join(_named(part) for part in reading.uncovered)
        yield Lines(look.text(listed, look.body), after=4)
    if reading.to_check:
        note = translate("Article numbers are still to be checked by a lawyer.")
        yield Lines(look.text(note, look.small), before=8)


def readings(look: Look, projection: Projection) -> Iterator[Block]:
    """The annex: every instrument the form names, its parts with what bears on them, in short."""
    if projection.readings:
        yield from fitted(look, lambda closer: _readings(closer, projection))


def _readings(look: Look, projection: Projection) -> Iterator[Block]:
    translate = look.translate
    yield heading(look, translate("The answers by other instruments"), "readings")
    words = translate(
        "This is no rating by these instruments. It shows which questions of this assessment bear "
        "on which of their parts, and what the evidence supports there."
    )
    yield Lines(look.text(words, look.small), after=2, keep=True)
    known = [reading for reading in projection.readings if reading.title != reading.code]
    for reading in known:
        yield subheading(look, reading.title, 12)
        yield from _parts(look, [part for part in reading.parts if part.covered])
        if reading.uncovered:
            listed = look.semicolon.join(_named(part) for part in reading.uncovered)
            lead = look.introducing(translate("Nothing is asked about these"))
            spans = [Span(lead, SEMIBOLD, INK), Span(listed)]
            yield Lines(look.text(spans, look.tiny), before=3)
        if reading.to_check:
            note = translate("Article numbers are still to be checked by a lawyer.")
            yield Lines(look.text(note, look.tiny), before=2)
    models = [
        replace(part, title=" ".join((reading.code, _named(part).removeprefix(reading.code))))
        for reading in projection.readings
        if reading not in known
        for part in reading.parts
        if part.covered
    ]
    if models:
        yield subheading(look, translate("Models and programmes"), 12)
        yield from _parts(look, [replace(part, number="") for part in models])


def _parts(look: Look, parts: Sequence[ReadingPart]) -> Iterator[Block]:
    """Parts with what bears on them."""
    translate = look.translate
    if parts:
        titles = (translate("Article or part"), translate("Evidenced"))
        header = head(look, *titles, translate("Indicators and their stage; facts"))
        rows = [Row(tuple(_short(look, part))) for part in parts]
        yield Table(header, rows, (0.3, 0.09, 0.61), gap=8, padding=1.6)


def _short(look: Look, part: ReadingPart) -> Iterator[Block]:
    """A part on as few lines as it takes."""
    tiny = look.tiny.but(colour=INK)
    yield Lines(look.text(_named(part), tiny))
    yield Lines(look.text(look.figure(part.evidenced), tiny.but(weight=SEMIBOLD)))
    told = [look.introducing(title, stage or "–") for title, stage in part.indicators]
    for title, said in part.facts:  # a long answer stands in its section
        short = 0 < len(said) <= _SHORT
        told.append(look.introducing(title, look.quote(said)) if short else title)
    yield Lines(look.text(look.semicolon.join(told) or "–", tiny))


def _row(look: Look, part: ReadingPart) -> Iterator[Block]:
    small = look.small.but(colour=INK)
    yield Lines(look.text(_named(part), look.body))
    yield Lines(look.text(look.figure(part.evidenced), look.strong))
    yield _pairs(look, part.indicators)
    yield _pairs(look, part.facts) if part.facts else Lines(look.text("–", small))


def _pairs(look: Look, pairs: Sequence[tuple[str, str]]) -> Block:
    small = look.small.but(colour=INK)
    lines: list[Block] = []
    for title, said in pairs:
        told = look.introducing(title, look.quote(said) if said else "–")
        lines.append(Lines(look.text(spans_of(told), small), after=1))
    return Stack(lines)


def _named(part: ReadingPart) -> str:
    return " ".join(text for text in (part.number, part.title) if text)
