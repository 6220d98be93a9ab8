"""A map of the world without borders: outlines of land, a grid of degrees, towns, and one mark."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from assessor.gui.toolkit.maps import atlas
from assessor.gui.toolkit.maps.atlas import NORTH, Town, latitude_at, mercator
from assessor.gui.toolkit.maps.land_shapes import drawn
from assessor.gui.toolkit.style.theme import font, set_role, tokens

CLOSEST = 4000.0
"""Pixels of a degree of longitude at most: about 28 m a pixel at the equator."""
_STEPS = (30.0, 10.0, 5.0, 2.0, 1.0, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01)
"""Degrees from one line of the grid to the next."""
_APART = 90
"""Pixels there are at least between two of these lines."""
_COARSE = 12.0
"""Pixels of a degree below which outlines are drawn with fewer points."""
_MOST_TOWNS = 60
_LEAST = ((6.0, 3000), (20.0, 500), (60.0, 80), (math.inf, 0))
"""Up to how many pixels of a degree a town needs how many thousands of people to be named."""
_TURN = 1.25
"""How much larger one notch of the wheel makes it."""
_KM = 111.32
"""Kilometres of a degree of longitude at the equator."""


class WorldMap(QWidget):
    """Turns, zooms, and holds one mark; `marked` is told where a person puts it.

    The wheel and + and - zoom, dragging and the arrows move, a click puts the mark there, Enter
    or Space at the cross in the middle. Home shows where it began, 0 the whole world. It is never
    mirrored: west is at the left in every language.
    """

    def __init__(self, parent: QWidget, marked: Callable[[float, float], object]) -> None:
        super().__init__(parent)
        self._marked = marked
        self._middle = QPointF(0.0, 0.0)
        self._scale = 2.0
        self._home: tuple[float, float, float, float] | None = None
        self._grabbed: QPointF | None = None
        self._moved = False
        self.mark: tuple[float, float] | None = None
        """Latitude and longitude in degrees of what is marked."""
        set_role(self, "map")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setMinimumSize(320, 240)

    # What is shown

    @property
    def scale(self) -> float:
        """Pixels of a degree of longitude."""
        return self._scale

    @property
    def middle(self) -> tuple[float, float]:
        """Latitude and longitude in the middle, in degrees."""
        return latitude_at(self._middle.y()), self._middle.x()

    def begin_at(self, span: tuple[float, float, float, float] | None) -> None:
        """Show west, south, east, north, in degrees; None: the world. Home comes back here."""
        self._home = span
        self.go_home()

    def go_home(self) -> None:
        """Show where it began."""
        west, south, east, north = self._home or (-170.0, -58.0, 190.0, 80.0)
        top, bottom = mercator(north), mercator(south)
        room = self.size()
        wide = max(east - west, 0.4) * (1.3 if self._home else 1.0)
        tall = max(bottom - top, 0.4) * (1.3 if self._home else 1.0)
        self._scale = self._bound(min(room.width() / wide, room.height() / tall))
        self._look_at((west + east) / 2, (top + bottom) / 2)

    def show_world(self) -> None:
        """Show all of it."""
        kept, self._home = self._home, None
        self.go_home()
        self._home = kept

    def show_place(self, latitude: float, longitude: float, *, closer: bool = True) -> None:
        """Put the mark there, in sight; nobody is told."""
        self.mark = latitude, longitude
        if closer:
            self._scale = max(self._scale, 150.0)
        self._look_at(longitude, mercator(latitude))

    def put_mark(self, latitude: float, longitude: float) -> None:
        """The person marks a place, no finer than a pixel is here."""
        digits = self.digits
        self.mark = round(latitude, digits), round((longitude + 180) % 360 - 180, digits)
        self.update()
        self._marked(*self.mark)

    @property
    def digits(self) -> int:
        """Decimals of a degree that a pixel tells apart."""
        return max(1, min(5, math.ceil(math.log10(self._scale))))

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Show it larger or smaller; what is at `at` (else in the middle) stays there."""
        held = at or QPointF(self.rect().center())
        before = self._world(held)
        self._scale = self._bound(self._scale * factor)
        after = self._world(held)
        moved = self._middle + before - after
        self._look_at(moved.x(), moved.y())

    def move_by(self, across: float, down: float) -> None:
        """Move what is seen by pixels."""
        self._look_at(
            self._middle.x() + across / self._scale, self._middle.y() + down / self._scale
        )

    def _bound(self, scale: float) -> float:
        return max(self.width() / 400.0, min(CLOSEST, scale))

    def _look_at(self, x: float, y: float) -> None:
        end = -mercator(NORTH)
        half = min(end, self.height() / 2 / self._scale)
        self._middle = QPointF((x + 180) % 360 - 180, max(half - end, min(end - half, y)))
        self.update()

    def _world(self, at: QPointF) -> QPointF:
        """Where a pixel lies on the map."""
        offset = at - QPointF(self.width() / 2, self.height() / 2)
        return self._middle + offset / self._scale

    def _pixel(self, x: float, y: float) -> QPointF:
        """The pixel of a place on the map, on the side of the world that is nearer."""
        near = (x - self._middle.x() + 180) % 360 - 180
        return QPointF(
            self.width() / 2 + near * self._scale,
            self.height() / 2 + (y - self._middle.y()) * self._scale,
        )

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Sea, land, grid, towns, mark; the cross while the keyboard is here."""
        colours = tokens()
        painter = QPainter(self)
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(colours.accent_soft))
        self._paint_land(painter)
        self._paint_grid(painter)
        self._paint_towns(painter)
        self._paint_bar(painter)
        if self.mark is not None:
            self._paint_mark(painter, self._pixel(self.mark[1], mercator(self.mark[0])))
        if self.hasFocus():
            middle = QPointF(self.width() / 2, self.height() / 2)
            painter.setPen(QPen(QColor(colours.ink), 1.5))
            for step in (QPointF(10, 0), QPointF(0, 10)):
                painter.drawLine(middle - step, middle + step)
        edge = QPen(QColor(colours.accent if self.hasFocus() else colours.line))
        edge.setWidthF(2.0 if self.hasFocus() else 1.0)
        painter.setPen(edge)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))

    def _paint_land(self, painter: QPainter) -> None:
        colours = tokens()
        sea, land = QColor(colours.accent_soft), QColor(colours.paper)
        outline = QPen(QColor(colours.faint), 1.0)
        outline.setCosmetic(True)
        seen = QRectF(self._world(QPointF(0, 0)), self._world(QPointF(self.width(), self.height())))
        for turn in (-360.0, 0.0, 360.0):
            place = QTransform()
            place.translate(self.width() / 2, self.height() / 2)
            place.scale(self._scale, self._scale)
            place.translate(turn - self._middle.x(), -self._middle.y())
            painter.setTransform(place)
            here = seen.translated(-turn, 0.0)
            for shape in drawn(coarse=self._scale < _COARSE):
                if not shape.box.intersects(here):
                    continue
                painter.setPen(Qt.PenStyle.NoPen)
                for at, ring in enumerate(shape.rings):
                    painter.setBrush(sea if at else land)
                    painter.drawPolygon(ring)
                painter.setPen(outline)
                for coast in shape.coasts:
                    painter.drawPolyline(coast)
        painter.resetTransform()

    def _paint_grid(self, painter: QPainter) -> None:
        colours = tokens()
        step = next((s for s in reversed(_STEPS) if s * self._scale >= _APART), _STEPS[0])
        line = QColor(colours.muted)
        line.setAlphaF(0.35)
        painter.setFont(font(11))
        metrics = QFontMetrics(painter.font())
        left, right = self._world(QPointF(0, 0)), self._world(QPointF(self.width(), self.height()))
        for at in _multiples(left.x(), right.x(), step):
            x = self.width() / 2 + (at - self._middle.x()) * self._scale
            painter.setPen(line)
            painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))
            painter.setPen(QColor(colours.muted))
            text = degrees((at + 180) % 360 - 180, "EW", step)
            painter.drawText(QPointF(x + 4, 4 + metrics.ascent()), text)
        for at in _multiples(latitude_at(right.y()), latitude_at(left.y()), step):
            y = self._pixel(0.0, mercator(at)).y()
            painter.setPen(line)
            painter.drawLine(QPointF(0, y), QPointF(self.width(), y))
            painter.setPen(QColor(colours.muted))
            if metrics.height() + 10 < y < self.height() - 40:
                painter.drawText(QPointF(4, y - 3), degrees(at, "NS", step))

    def _paint_towns(self, painter: QPainter) -> None:
        colours = tokens()
        painter.setFont(font(12))
        metrics = QFontMetrics(painter.font())
        taken: list[QRectF] = []
        for town in self._towns_seen():
            spot = self._pixel(town.longitude, mercator(town.latitude))
            name = town.name
            wide = metrics.horizontalAdvance(name)
            box = QRectF(spot.x() - 4, spot.y() - 8, wide + 14, 16)
            if any(box.intersects(each) for each in taken):
                continue
            taken.append(box)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.muted))
            painter.drawEllipse(spot, 2.5, 2.5)
            painter.setPen(QColor(colours.ink))
            painter.drawText(QPointF(spot.x() + 6, spot.y() + metrics.ascent() / 2 - 1), name)

    def _towns_seen(self) -> Iterator[Town]:
        """The largest towns in sight; more of them the closer one looks."""
        count, middle = 0, self._middle.x()
        half = self.width() / 2 / self._scale
        top, bottom = self._world(QPointF(0, 0)).y(), self._world(QPointF(0, self.height())).y()
        north, south = latitude_at(top), latitude_at(bottom)
        least = next(people for scale, people in _LEAST if self._scale < scale)
        for town in atlas.towns():
            if town.people < least or count == _MOST_TOWNS:
                return
            if (
                south < town.latitude < north
                and abs((town.longitude - middle + 180) % 360 - 180) < half
            ):
                count += 1
                yield town

    def _paint_bar(self, painter: QPainter) -> None:
        """How far a round number of kilometres is in the middle."""
        colours = tokens()
        km = _KM * math.cos(math.radians(self.middle[0])) / self._scale
        most = 120 * km
        length = 10 ** math.floor(math.log10(most))
        length = next(each * length for each in (5, 2, 1) if each * length <= most)
        wide = length / km
        text = f"{length:g} km"
        bottom, end = self.height() - 12, self.width() - 14
        painter.setFont(font(11))
        box = QRectF(end - wide - 8, bottom - 22, wide + 16, 30)
        ground = QColor(colours.paper)
        ground.setAlphaF(0.85)
        painter.fillRect(box, ground)
        painter.setPen(QPen(QColor(colours.ink), 2))
        painter.drawLine(QPointF(end - wide, bottom), QPointF(end, bottom))
        painter.drawText(box.adjusted(0, 2, 0, -12), int(Qt.AlignmentFlag.AlignCenter), text)

    @staticmethod
    def _paint_mark(painter: QPainter, spot: QPointF) -> None:
        colours = tokens()
        painter.setPen(QPen(QColor(colours.paper), 2))
        painter.setBrush(QColor(colours.danger))
        head = spot - QPointF(0, 18)
        painter.drawPolygon(QPolygonF([spot, head + QPointF(-6, 4), head + QPointF(6, 4)]))
        painter.drawEllipse(head, 8, 8)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.paper))
        painter.drawEllipse(head, 3, 3)

    # What people do

    def sizeHint(self) -> QSize:
        """Wide."""
        return QSize(640, 420)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom where the pointer is."""
        self.zoom_by(_TURN ** (event.angleDelta().y() / 120), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the map."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._grabbed, self._moved = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag it."""
        if self._grabbed is None:
            return
        step = self._grabbed - event.position()
        if self._moved or step.manhattanLength() > 4:
            self._moved, self._grabbed = True, event.position()
            self.move_by(step.x(), step.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click that dragged nothing puts the mark there."""
        if self._grabbed is not None and not self._moved:
            at = self._world(event.position())
            self.put_mark(latitude_at(at.y()), at.x())
        self._grabbed = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, zoom, mark; see the class. With Shift the arrows move by a pixel."""
        keys = Qt.Key
        by = 1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 60
        ways: dict[int, Callable[[], object]] = {
            keys.Key_Left: lambda: self.move_by(-by, 0),
            keys.Key_Right: lambda: self.move_by(by, 0),
            keys.Key_Up: lambda: self.move_by(0, -by),
            keys.Key_Down: lambda: self.move_by(0, by),
            keys.Key_Plus: lambda: self.zoom_by(_TURN**2),
            keys.Key_Equal: lambda: self.zoom_by(_TURN**2),
            keys.Key_Minus: lambda: self.zoom_by(_TURN**-2),
            keys.Key_Home: self.go_home,
            keys.Key_0: self.show_world,
            keys.Key_Return: lambda: self.put_mark(*self.middle),
            keys.Key_Enter: lambda: self.put_mark(*self.middle),
            keys.Key_Space: lambda: self.put_mark(*self.middle),
        }
        way = ways.get(event.key())
        if way is None:
            super().keyPressEvent(event)
            return
        way()
        event.accept()


def degrees(value: float, sides: str, step: float = 0.0) -> str:
    """Degrees with the side of the world (`EW` or `NS`), as fine as a grid of `step` needs."""
    digits = max(0, math.ceil(-math.log10(step))) if 0 < step < 1 else 0
    side = "" if round(value, 6) == 0 else sides[value < 0]
    return f"{abs(value):.{digits}f}°{side}"


def _multiples(first: float, last: float, step: float) -> Iterator[float]:
    for at in range(math.ceil(first / step), math.floor(last / step) + 1):
        yield at * step
