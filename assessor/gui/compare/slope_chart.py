"""Stages over missions as lines: evidenced, asserted, and gaps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise
from math import hypot

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from assessor import words
from assessor.gui.toolkit.style import text_measure
from assessor.gui.toolkit.style.painting import set_ink, smooth_painter
from assessor.gui.toolkit.style.theme import font, tokens
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.registry.analysis.slopes import Slope, SlopePoint

STAGES = range(1, 6)
_DOT, _NEAR = 5.0, 14.0
"""How large a mission is drawn, and how near the pointer must come to it."""
_EDGE, _TOP, _FOOT, _LINE = 40, 64, 36, 16
_FEW, _NAMED = 4, 24
"""Lines up to which what is asserted is drawn of each, and up to which each has its name."""

Named = tuple[str, Slope]
"""The name of a line in this picture, and the line."""
At = tuple[int, int]
"""The indices of a line and of a point on it."""


class SlopeChart(QWidget):
    """Named lines, never coloured by stage; pointer or arrows read a mission, Enter opens it."""

    def __init__(
        self,
        parent: QWidget,
        phrases: Phrases,
        opens: Callable[[Slope, SlopePoint], object],
        reads: Callable[[str, Slope, SlopePoint], object],
    ) -> None:
        """`opens` is called with a chosen mission, `reads` with the current one."""
        super().__init__(parent)
        self._phrases, self._opens, self._reads = phrases, opens, reads
        self._title = ""
        self._lines: tuple[Named, ...] = ()
        self._points: tuple[tuple[SlopePoint, ...], ...] = ()
        self._days: tuple[tuple[int, ...], ...] = ()
        self._wide = 0.0
        self._at: At | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(QSize(420, 260))

    def show_lines(self, title: str, lines: Sequence[Named]) -> None:
        """Show lines under `title`; missions without a date are left out."""
        self._title = title
        self._lines = tuple((name, one) for name, one in lines if placed(one))
        self._points = tuple(placed(one) for _, one in self._lines)
        self._days = tuple(tuple(map(_day, points)) for points in self._points)
        names = [self._called(at) for at in range(len(self._lines))]
        self._wide = 20.0 + max((text_measure.width(name, 12) for name in names), default=0)
        self._at = None
        self.setAccessibleName(title)
        self.setAccessibleDescription("")
        if self.hasFocus() and self._lines:
            self.go_to((0, 0))
        self.update()

    # Geometry
    @property
    def _mirrored(self) -> bool:
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def _names_wide(self) -> float:
        return min(self._wide, self.width() * 0.34) if len(self._lines) <= _NAMED else 24.0

    def _field(self) -> QRectF:
        """Return the plot area, as in a left-to-right layout."""
        width = self.width() - _EDGE - self._names_wide()
        return QRectF(_EDGE, _TOP, max(60.0, width), max(60.0, self.height() - _TOP - _FOOT))

    def _across(self, x: float) -> float:
        return self.width() - x if self._mirrored else x

    def _span(self) -> tuple[int, int]:
        return min(min(days) for days in self._days), max(max(days) for days in self._days)

    def _level(self, field: QRectF, stage: float) -> float:
        return field.bottom() - (stage - STAGES[0]) / (STAGES[-1] - STAGES[0]) * field.height()

    def _when(self, field: QRectF, day: int, span: tuple[int, int]) -> float:
        first, last = span
        share = (day - first) / (last - first) if last > first else 0.5
        return self._across(field.left() + 10 + share * (field.width() - 20))

    def place_of(self, at: At) -> QPointF:
        """Return the position of a mission in px."""
        return self._place(self._field(), self._span(), at)

    def _place(self, field: QRectF, span: tuple[int, int], at: At) -> QPointF:
        line, place = at
        level = self._level(field, self._points[line][place].evidenced)
        return QPointF(self._when(field, self._days[line][place], span), level)

    def nearest(self, spot: QPointF) -> At | None:
        """Return the mission near a point, or None."""
        if not self._lines:
            return None
        field, span = self._field(), self._span()
        found: list[tuple[float, At]] = []
        for line, points in enumerate(self._points):
            for place in range(len(points)):
                here = self._place(field, span, (line, place)) - spot
                found.append((hypot(here.x(), here.y()), (line, place)))
        far, at = min(found, default=(_NEAR + 1, (0, 0)))
        return at if far <= _NEAR else None

    # Events
    def go_to(self, at: At | None) -> None:
        """Move to a point, given by its line and its place on the line, or to none."""
        if at == self._at:
            return
        self._at = at
        if at is not None:
            name, one = self._lines[at[0]]
            self._reads(name, one, self._points[at[0]][at[1]])
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read the mission under the pointer."""
        at = self.nearest(event.position())
        self.setCursor(Qt.CursorShape.ArrowCursor if at is None else _HAND)
        if at is not None:
            self.go_to(at)

    def leaveEvent(self, event: QEvent) -> None:
        """Keep the last mission read."""
        self.setCursor(Qt.CursorShape.ArrowCursor)
        super().leaveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the clicked mission."""
        at = self.nearest(event.position())
        if event.button() == Qt.MouseButton.LeftButton and at is not None:
            self.go_to(at)
            self._open()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Start at the first mission."""
        super().focusInEvent(event)
        if self._at is None and self._lines:
            self.go_to((0, 0))
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move along a line with left and right, between lines with up and down."""
        key = event.key()
        onward = Qt.Key.Key_Left if self._mirrored else Qt.Key.Key_Right
        back = Qt.Key.Key_Right if self._mirrored else Qt.Key.Key_Left
        if not self._lines or self._at is None:
            super().keyPressEvent(event)
            return
        line, place = self._at
        last = len(self._points[line]) - 1
        if key in (onward, back):
            self.go_to((line, max(0, min(last, place + (1 if key == onward else -1)))))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.go_to((line, 0 if key == Qt.Key.Key_Home else last))
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            to = max(0, min(len(self._lines) - 1, line + (1 if key == Qt.Key.Key_Down else -1)))
            self.go_to((to, min(place, len(self._points[to]) - 1)))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open()
        else:
            super().keyPressEvent(event)

    def _open(self) -> None:
        if self._at is not None:
            line, place = self._at
            self._opens(self._lines[line][1], self._points[line][place])

    # Painting
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint title, legend, scale, lines and names."""
        painter = smooth_painter(self)
        painter.setLayoutDirection(self.layoutDirection())
        painter.fillRect(self.rect(), QColor(tokens().paper))
        self._say(painter, self._title, QRectF(12, 2, self.width() - 24, 20), "start", strong=True)
        if not self._lines:
            return
        field = self._field()
        self._draw_signs(painter)
        self._draw_scale(painter, field)
        chosen = self._at[0] if self._at is not None else -1
        order = [at for at in range(len(self._lines)) if at != chosen] + [chosen] * (chosen >= 0)
        for at in order:
            self._draw_line(painter, field, at, chosen)
        self._draw_names(painter, field, chosen)
        if self._at is not None and self.hasFocus():
            set_ink(painter, tokens().accent, 2)
            painter.drawEllipse(self.place_of(self._at), _DOT + 5, _DOT + 5)

    def _say(
        self, painter: QPainter, text: str, box: QRectF, side: str, *, tint: str = "ink",
        strong: bool = False,
    ) -> None:  # fmt: skip
        """Draw a text in a left-to-right box; `side` is start, middle or end."""
        if self._mirrored:
            box = QRectF(self.width() - box.right(), box.top(), box.width(), box.height())
            side = {"start": "end", "end": "start"}.get(side, side)
        flag = {"start": Qt.AlignmentFlag.AlignLeft, "end": Qt.AlignmentFlag.AlignRight}
        align = flag.get(side, Qt.AlignmentFlag.AlignHCenter) | Qt.AlignmentFlag.AlignVCenter
        panel = font(12)
        panel.setBold(strong)
        painter.setFont(panel)
        painter.setPen(QColor(getattr(tokens(), tint)))
        shown = painter.fontMetrics().elidedText(
            text, Qt.TextElideMode.ElideRight, int(box.width())
        )
        painter.drawText(box, int(align | Qt.AlignmentFlag.AlignAbsolute), shown)

    def _draw_signs(self, painter: QPainter) -> None:
        """Draw the legend in one line under the title."""
        say, x, y = self._phrases, 12.0, 32.0
        for kind, text in (
            ("evidenced", say("Evidenced")),
            ("asserted", say("Asserted")),
            ("thin", say("Thin data")),
            ("broken", say("Another wording: not joined")),
        ):
            spot = QPointF(self._across(x + 8), y)
            if kind == "broken":
                self._say(painter, "≠", QRectF(x, y - 10, 16, 20), "middle", strong=True)
            else:
                self._dot(painter, spot, tokens().accent, kind)
            width = text_measure.width(text, 12) + 6.0
            self._say(painter, text, QRectF(x + 20, y - 10, width, 20), "start", tint="muted")
            x += 20 + width + 18

    def _draw_scale(self, painter: QPainter, field: QRectF) -> None:
        language, line = self._phrases.language, QColor(tokens().line)
        for stage in STAGES:
            y = self._level(field, stage)
            painter.setPen(QPen(line, 1))
            painter.drawLine(QPointF(self._across(field.left()), y),
                             QPointF(self._across(field.right()), y))  # fmt: skip
            number = words.format_number(stage, language)
            self._say(painter, number, QRectF(12, y - 10, 20, 20), "middle", tint="muted")
        taken = -1e9
        span = self._span()
        for day in _ticks(*span):
            x = self._across(self._when(field, day, span))
            at = date.fromordinal(day)
            whole = (at.month, at.day) == (1, 1)
            text = str(at.year) if whole else words.month_text(at, language)
            if x - taken > 96:
                box = QRectF(x - 60, field.bottom() + 8, 120, 20)
                self._say(painter, text, box, "middle", tint="muted")
                painter.setPen(QPen(line, 1))
                painter.drawLine(QPointF(self._across(x), field.bottom()),
                                 QPointF(self._across(x), field.bottom() + 6))  # fmt: skip
                taken = x

    def _draw_line(self, painter: QPainter, field: QRectF, at: int, chosen: int) -> None:
        """Draw a line: evidenced solid, asserted dashed, with gaps."""
        colours, points, span = tokens(), self._points[at], self._span()
        lit = at == chosen or (chosen < 0 and len(self._lines) <= _NAMED)
        colour = colours.accent if lit else colours.faint
        spots = [self._place(field, span, (at, place)) for place in range(len(points))]
        if at == chosen or len(self._lines) <= _FEW:
            items = [
                QPointF(spot.x(), self._level(field, one.asserted))
                for spot, one in zip(spots, points, strict=True)
                if one.asserted is not None
            ]
            if len(items) == len(points):
                dashes = QPen(QColor(colour), 1.4, Qt.PenStyle.DashLine)
                self._join(painter, points, items, dashes)
            for spot in items:
                self._dot(painter, spot, colour, "asserted")
        self._join(painter, points, spots, QPen(QColor(colour), 2.4 if at == chosen else 1.6))
        for after, one in zip(spots, points, strict=True):
            if one.broken:
                box = QRectF(self._across(after.x()) - 10, after.y() - _DOT - 20, 20, 20)
                self._say(painter, "≠", box, "middle", strong=True)
        for spot, one in zip(spots, points, strict=True):
            self._dot(painter, spot, colour, "thin" if one.thin else "evidenced")

    @staticmethod
    def _join(
        painter: QPainter, points: Sequence[SlopePoint], spots: Sequence[QPointF], pen: QPen
    ) -> None:
        painter.setPen(pen)
        for (before, after), one in zip(pairwise(spots), points[1:], strict=True):
            if not one.broken:
                painter.drawLine(before, after)

    @staticmethod
    def _dot(painter: QPainter, spot: QPointF, colour: str, kind: str) -> None:
        """Draw a point: evidenced filled, asserted a ring, thin data hatched."""
        filled = kind == "evidenced"
        set_ink(painter, colour, 1.6, fill=colour if filled else tokens().paper)
        reach = 3.5 if kind == "asserted" else _DOT
        painter.drawEllipse(spot, reach, reach)
        if kind == "thin":
            painter.setBrush(QBrush(QColor(colour), Qt.BrushStyle.Dense4Pattern))
            painter.drawEllipse(spot, reach, reach)

    def _called(self, at: int) -> str:
        value = words.format_number(self._points[at][-1].evidenced, self._phrases.language, 2)
        return f"\u2068{self._lines[at][0]}\u2069  {value}"

    def _draw_names(self, painter: QPainter, field: QRectF, chosen: int) -> None:
        """Draw the name of each line at its end, without overlap."""
        taken: list[float] = []
        for at in range(len(self._lines)):
            if len(self._lines) > _NAMED and at != chosen:
                continue
            end = self.place_of((at, len(self._points[at]) - 1))
            y = _free(min(end.y(), field.bottom() - _LINE / 2), taken, field.bottom())
            taken.append(y)
            painter.setPen(QPen(QColor(tokens().faint), 1, Qt.PenStyle.DotLine))
            edge = self._across(field.right() + 6)
            painter.drawLine(end + QPointF(-_DOT if self._mirrored else _DOT, 0), QPointF(edge, y))
            width = max(self._names_wide() - 12, 150.0 if len(self._lines) > _NAMED else 0.0)
            start = min(field.right() + 10, self.width() - width)
            box = QRectF(start, y - 10, width, 20)
            self._say(painter, self._called(at), box, "start", strong=at == chosen)


_HAND = Qt.CursorShape.PointingHandCursor


def placed(slope: Slope) -> tuple[SlopePoint, ...]:
    """Return the missions of a line that have a date."""
    return tuple(each for each in slope.points if day_of(each) is not None)


def day_of(point: SlopePoint) -> date | None:
    """Return the start day of a mission, if known."""
    try:
        return date.fromisoformat(point.start[:10])
    except ValueError:
        return None


def _day(point: SlopePoint) -> int:
    found = day_of(point)
    assert found is not None
    return found.toordinal()


def _ticks(first: int, last: int) -> list[int]:
    """Return the labelled days of the time axis: both ends and years between."""
    begin, end = date.fromordinal(first), date.fromordinal(last)
    years = [date(year, 1, 1).toordinal() for year in range(begin.year + 1, end.year + 1)]
    return [first, *years] if len(years) > 1 else sorted({first, last})


def _free(wanted: float, taken: Sequence[float], lowest: float) -> float:
    """Return the free height nearest to `wanted`, above `lowest`."""
    for step in range(120):
        for side in (-1, 1):
            at = wanted + side * step * 4
            if at < lowest and all(abs(at - other) >= _LINE for other in taken):
                return at
    return wanted
