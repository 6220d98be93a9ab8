"""Charts, readable in black and white: stages show their number, evidence its shape."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from assessor.report.blocks.block import Block
from assessor.report.blocks.look import (
    ACCENT,
    ACCENT_SOFT,
    FAINT,
    INK,
    LINE,
    MUTED,
    ON_STAGES,
    STAGES,
    WHITE,
    Look,
)
from assessor.report.blocks.qr_squares import squares
from assessor.report.typesetting.pen import Colour, Pen, Point
from assessor.report.typesetting.text_layout import SEMIBOLD, Span, Style, TextLayout

# Filled angle of an evidence disc in degrees, by level.
_FILLED = {"none": 0, "claimed": 90, "corroborated": 180, "documented": 270, "verified": 360}


def draw_centred(pen: Pen, text: str, centre: Point, style: Style) -> None:
    """Draw a short text centred at a point."""
    left, top = centre[0] - 40, centre[1] - style.leading / 2
    TextLayout(text, style.but(align="center")).draw(pen, left, top, 80)


class StageDots(Block):
    """Stages as numbered dots: evidenced filled, only asserted ringed, others faint."""

    radius, count = 6.2, 5

    def __init__(self, look: Look, asserted: int | None, evidenced: int | None) -> None:
        self.look = look
        self.asserted, self.evidenced = asserted or 0, evidenced or 0

    def height(self, width: float) -> float:
        return 2 * self.radius + 3

    def baseline(self, width: float) -> float:
        return self.radius + 4.1

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        words = self.look.translate("Stage {stage} of {count}")
        radius, step = self.radius, 2 * self.radius + 3.2
        top = y + radius + 1.5
        with pen.leaf("Figure", words.format(stage=self.evidenced, count=self.count)):
            for stage in range(1, self.count + 1):
                centre = (x + radius + (stage - 1) * step, top)
                style = Style(7.2, 9, MUTED, SEMIBOLD)
                if stage <= self.evidenced:
                    edge = INK if stage == self.evidenced else None
                    shade = min(self.evidenced, len(STAGES)) - 1
                    pen.circle(centre, radius, fill=STAGES[shade], stroke=edge, weight=0.9)
                    style = style.but(colour=ON_STAGES[shade])
                elif stage <= self.asserted:
                    pen.circle(centre, radius - 0.5, fill=WHITE, stroke=INK, weight=0.9)
                    pen.circle(centre, radius - 2.2, stroke=FAINT, weight=0.4)
                    style = style.but(colour=INK, size=6.2)
                else:
                    pen.circle(centre, radius - 0.3, stroke=LINE, weight=0.7)
                    style = style.but(colour=FAINT)
                draw_centred(pen, str(stage), centre, style)


class EvidenceBadge(Block):
    """An evidence level: a disc filled by strength, its name and the cited sources."""

    def __init__(self, look: Look, code: str, title: str, cited: Sequence[str] = ()) -> None:
        self.code = code
        spans = [Span(title, colour=INK)]
        for at, each in enumerate(cited):
            spans += [Span(", " if at else "\u2002"), Span(each, link=f"source-{each}")]
        self.text = look.text(spans, look.small)

    def height(self, width: float) -> float:
        return self.text.height(width - 13)

    def baseline(self, width: float) -> float:
        return self.text.baseline

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        with pen.leaf("P"):
            draw_disc(pen, (x + 4.2, y + self.text.style.leading / 2 + 0.2), 3.6, self.code)
            self.text.draw(pen, x + 13, y, width - 13)


def draw_disc(pen: Pen, centre: Point, radius: float, code: str) -> None:
    """Draw the disc of an evidence level."""
    degrees = _FILLED.get(code, 0)
    if degrees == 360:
        pen.circle(centre, radius, fill=INK)
    elif degrees:
        pen.wedge(centre, radius, degrees, INK)
    pen.circle(centre, radius, stroke=INK, weight=0.8)


@dataclass(eq=False)
class ScoreBar(Block):
    """A score on its scale: range, asserted mark and evidenced dot."""

    look: Look
    evidenced: float | None
    asserted: float | None
    span: tuple[float | None, float | None]
    titles: Sequence[str]

    def height(self, width: float) -> float:
        return 40

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        words = self.look.translate("Evidenced {evidenced}, asserted {asserted}")
        alt = words.format(
            evidenced=self.look.figure(self.evidenced), asserted=self.look.figure(self.asserted)
        )
        with pen.leaf("Figure", alt):
            self._scale(pen, x, y, width)

    def _scale(self, pen: Pen, x: float, y: float, width: float) -> None:
        titles = self.titles or ("",) * 5
        count = len(titles)
        first, step = x + 16, (width - 32) / (count - 1)

        def at(stage: float) -> float:
            return first + (stage - 1) * step

        middle = y + 13
        pen.line((at(1), middle), (at(count), middle), FAINT, 0.8)
        low, high = self.span
        if low is not None and high is not None:
            pen.rect(at(low) - 3, middle - 3.5, at(high) - at(low) + 6, 7,
                     fill=ACCENT_SOFT, stroke=ACCENT, weight=0.4, radius=3.5)  # fmt: skip
        style = self.look.tiny.but(align="center", size=6.6, leading=8.6)
        for stage, title in enumerate(titles, 1):
            pen.line((at(stage), middle - 2.5), (at(stage), middle + 2.5), MUTED, 0.6)
            words = self.look.text(f"{stage} {title}".strip(), style)
            words.draw(pen, at(stage) - step / 2, y + 25, step)
        if self.asserted is not None and self.asserted != self.evidenced:
            place = at(self.asserted)
            corners = [(place, middle - 6), (place + 6, middle), (place, middle + 6)]
            pen.polygon([*corners, (place - 6, middle)], fill=WHITE, stroke=INK, weight=1)
        if self.evidenced is not None:
            pen.circle((at(self.evidenced), middle), 5.6, fill=ACCENT, stroke=WHITE, weight=1)


@dataclass(eq=False)
class RadarChart(Block):
    """Sections as axes: evidenced stages filled, asserted stages outlined."""

    look: Look
    axes: Sequence[tuple[str, float | None, float | None]]
    highest: int = 5
    radius: float = 108

    def height(self, width: float) -> float:
        return 2 * self.radius + 88

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        figure = self.look.figure
        parts = (
            f"{title} {figure(value)} ({figure(asserted)})" for title, asserted, value in self.axes
        )
        with pen.leaf("Figure", self.look.semicolon.join(parts)):
            self._web(pen, x, y, width)

    def _web(self, pen: Pen, x: float, y: float, width: float) -> None:
        centre = (x + width / 2, y + self.height(width) / 2)
        turn = 2 * pi / len(self.axes)

        def place(number: int, stage: float) -> Point:
            reach = self.radius * stage / self.highest
            return (centre[0] + reach * sin(number * turn), centre[1] - reach * cos(number * turn))

        around = range(len(self.axes))
        evidenced = [None if axis[2] is None else place(at, axis[2])
                     for at, axis in enumerate(self.axes)]  # fmt: skip
        asserted = [None if axis[1] is None else place(at, axis[1])
                    for at, axis in enumerate(self.axes)]  # fmt: skip
        for before, here in _joined(evidenced):
            pen.polygon([centre, before, here], fill=_tint(ACCENT, 0.62))
        for ring in range(1, self.highest + 1):
            edge = ring == self.highest
            pen.polygon([place(at, ring) for at in around], stroke=MUTED if edge else FAINT,
                        weight=0.6 if edge else 0.35)  # fmt: skip
        for at in around:
            pen.line(centre, place(at, self.highest), FAINT, 0.35)
        for before, here in _joined(evidenced):
            pen.line(before, here, ACCENT, 1.5)
        for before, here in _joined(asserted):
            pen.line(before, here, INK, 0.9, dash="3 2")
        for spot in filter(None, evidenced):
            pen.circle(spot, 1.9, fill=ACCENT)
        for ring in range(1, self.highest + 1):
            spot = place(0, ring)
            draw_centred(pen, str(ring), (spot[0] - 5, spot[1] + 5), Style(6.2, 7, MUTED))
        for at, (title, _, value) in enumerate(self.axes):
            self._name(pen, place(at, self.highest * 1.07), at * turn, f"{at + 1}", title, value)

    def _name(
        self, pen: Pen, spot: Point, angle: float, number: str, title: str, value: float | None
    ) -> None:
        side = sin(angle)
        align = "center" if abs(side) < 0.2 else "start" if side > 0 else "end"
        width = 92.0
        style = self.look.tiny.but(align=align, colour=INK, size=7, leading=self.look.tiny.leading)
        text = self.look.text(title, style)
        score = self.look.text(self.look.figure(value), style.but(weight=SEMIBOLD, colour=ACCENT))
        high = text.height(width) + score.height(width)
        left = spot[0] - (0 if align == "start" else width if align == "end" else width / 2)
        top = spot[1] - high / 2 - cos(angle) * high / 2
        text.draw(pen, left, top, width)
        score.draw(pen, left, top + text.height(width), width)


def _joined(places: Sequence[Point | None]) -> Iterator[tuple[Point, Point]]:
    """Yield neighbouring points that both exist; a missing one leaves a gap."""
    for at, here in enumerate(places):
        before = places[at - 1]
        if here is not None and before is not None:
            yield before, here


@dataclass(eq=False)
class BarChart(Block):
    """Labelled bars with their values."""

    look: Look
    rows: Sequence[tuple[str, float, str]]
    greatest: float
    label: float = 0.42

    def _texts(self, width: float) -> list[TextLayout]:
        return [self.look.text(title, self.look.cell) for title, _, _ in self.rows]

    def height(self, width: float) -> float:
        return sum(text.height(width * self.label - 8) + 5 for text in self._texts(width))

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        start, room = x + width * self.label, width * (1 - self.label) - 62
        for text, (_, value, value_text) in zip(self._texts(width), self.rows, strict=True):
            figure = self.look.text(value_text, self.look.cell.but(weight=SEMIBOLD))
            length = room * (value / self.greatest if self.greatest else 0)
            middle = y + text.style.leading / 2
            with pen.leaf("P"):
                text.draw(pen, x, y, width * self.label - 8)
                pen.line((start, middle - 5), (start, middle + 5), FAINT, 0.5)
                if length > 0:
                    pen.rect(start, middle - 4, length, 8, fill=ACCENT)
                figure.draw(pen, start + length + 6, y, 60)
            y += text.height(width * self.label - 8) + 5


class ShareBar(Block):
    """One bar of shares with a legend of discs and counts."""

    def __init__(self, look: Look, parts: Sequence[tuple[str, str, int]]) -> None:
        self.look = look
        self.parts = [part for part in parts if part[2]]
        self.total = sum(part[2] for part in self.parts)

    def height(self, width: float) -> float:
        return 16 + self.look.small.leading + 6

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        if not self.total:
            return
        start = x
        for at, (_, _, count) in enumerate(self.parts):
            share = width * count / self.total
            pen.rect(start, y, share, 13, fill=_shade(at, len(self.parts)), stroke=WHITE, weight=1)
            start += share
        each = width / len(self.parts)
        for at, (code, title, count) in enumerate(self.parts):
            left = x + at * each
            pen.rect(left, y + 20.5, 7, 7, fill=_shade(at, len(self.parts)))
            draw_disc(pen, (left + 15, y + 24), 3.4, code)
            text = self.look.text(f"{title} {count}", self.look.cell)
            with pen.leaf("P"):
                text.draw(pen, left + 22, y + 24 - text.style.leading / 2, each - 22)


class QrCodeBlock(Block):
    """A QR code, `size` points wide."""

    def __init__(self, content: str, size: float, alt: str) -> None:
        self.size, self.alt = size, alt
        self.matrix = [bytes(row) for row in squares(content)]

    def height(self, width: float) -> float:
        return self.size

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        module = self.size / len(self.matrix)
        dark_squares = [
            (column * module, row * module, module)
            for row, cells in enumerate(self.matrix)
            for column, dark in enumerate(cells)
            if dark
        ]
        with pen.leaf("Figure", self.alt):
            pen.unmirrored(x, y, self.size, dark_squares)


def _tint(colour: Colour, white: float) -> Colour:
    red, green, blue = (part + (1 - part) * white for part in colour)
    return red, green, blue


def _shade(at: int, count: int) -> Colour:
    return _tint(ACCENT, 0.85 - 0.85 * (at / max(1, count - 1)))


_FUNNEL_WORDS = 0.36  # share of the width for the labels


@dataclass(eq=False)
class FunnelChart(Block):
    """Counts of consecutive steps, each with its share of the previous one."""

    look: Look
    rows: Sequence[tuple[str, int, str]]

    def _step(self, width: float) -> float:
        """Return the distance between bars: label height plus spacing."""
        room = width * _FUNNEL_WORDS - 10
        style = self.look.small
        tallest = max(self.look.text(title, style).height(room) for title, _, _ in self.rows)
        return max(20.0, tallest) + 6 * self.look.air

    def height(self, width: float) -> float:
        return self._step(width) * len(self.rows) - 6 * self.look.air

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        look, label = self.look, width * _FUNNEL_WORDS
        step, before = self._step(width), 0
        greatest = max(count for _, count, _ in self.rows)
        middle = y + (step - 6 * look.air) / 2
        for at, (title, count, count_text) in enumerate(self.rows):
            text = look.text(title, look.cell)
            length = max(1.5, (width - label - 120) * (count / greatest if greatest else 0))
            figure = look.text(count_text, look.strong)
            with pen.leaf("P"):
                text.draw(pen, x, middle - text.height(label - 10) / 2, label - 10)
                shade = _shade(at + 1, len(self.rows) + 1)
                pen.rect(x + label, middle - 7, length, 14, fill=shade)
                left = x + label + length
                figure.draw(pen, left + 6, middle - figure.style.leading / 2, 60)
                if before:
                    words = look.translate("{percent} % of the bar above")
                    share_text = words.format(percent=look.figure(100 * count / before, 0))
                    share = look.text(share_text, look.tiny)
                    start = left + 12 + figure.natural()
                    share.draw(pen, start, middle - share.style.leading / 2, 120)
            before, middle = count, middle + step
