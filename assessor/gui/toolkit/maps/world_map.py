"""A world map without borders: land, a grid of degrees, towns and one marker."""

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
from assessor.gui.toolkit.maps.atlas import MAX_LATITUDE, Town, latitude_at, mercator
from assessor.gui.toolkit.maps.land_shapes import land_shapes
from assessor.gui.toolkit.style.painting import set_ink
from assessor.gui.toolkit.style.theme import font, set_role, tokens

MAX_SCALE = 4000.0
"""Maximum px per degree of longitude: about 28 m per px at the equator."""
_GRID_STEPS = (30.0, 10.0, 5.0, 2.0, 1.0, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01)
"""Degrees between grid lines."""
_MIN_GRID_GAP = 90
"""Minimum px between grid lines."""
_COARSE_BELOW = 12.0
"""Px per degree below which simplified outlines are drawn."""
_MOST_TOWNS = 60
_MIN_PEOPLE = ((6.0, 3000), (20.0, 500), (60.0, 80), (math.inf, 0))
"""Up to a scale in px per degree: the thousands of people a town needs to be named."""
_WHEEL_ZOOM = 1.25
"""Zoom factor of one wheel notch."""
_KM = 111.32
"""Kilometres per degree of longitude at the equator."""


class WorldMap(QWidget):
    """A map that pans and zooms and holds one marker; `marked` is called when the user sets it.

    The wheel and + and - zoom, dragging and arrows pan, a click sets the marker, as do Enter and
    Space at the cross in the middle. Home shows the first view, 0 the whole world. It is never
    mirrored: west is left in every language.
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
        """Latitude and longitude of the marker in degrees."""
        set_role(self, "map")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setMinimumSize(320, 240)

    # View

    @property
    def scale(self) -> float:
        """Px per degree of longitude."""
        return self._scale

    @property
    def middle(self) -> tuple[float, float]:
        """Latitude and longitude of the middle in degrees."""
        return latitude_at(self._middle.y()), self._middle.x()

    def begin_at(self, span: tuple[float, float, float, float] | None) -> None:
        """Show west, south, east, north in degrees, None for the world; Home returns to it."""
        self._home = span
        self.go_home()

    def go_home(self) -> None:
        """Show the first view."""
        west, south, east, north = self._home or (-170.0, -58.0, 190.0, 80.0)
        top, bottom = mercator(north), mercator(south)
        size = self.size()
        width = max(east - west, 0.4) * (1.3 if self._home else 1.0)
        height = max(bottom - top, 0.4) * (1.3 if self._home else 1.0)
        self._scale = self._bound(min(size.width() / width, size.height() / height))
        self._set_middle((west + east) / 2, (top + bottom) / 2)

    def show_world(self) -> None:
        """Show the whole world."""
        home, self._home = self._home, None
        self.go_home()
        self._home = home

    def show_place(self, latitude: float, longitude: float, *, closer: bool = True) -> None:
        """Set the marker without a callback and bring it into view."""
        self.mark = latitude, longitude
        if closer:
            self._scale = max(self._scale, 150.0)
        self._set_middle(longitude, mercator(latitude))

    def put_mark(self, latitude: float, longitude: float) -> None:
        """Set the marker for the user, rounded to the precision of a pixel."""
        digits = self.digits
        self.mark = round(latitude, digits), round((longitude + 180) % 360 - 180, digits)
        self.update()
        self._marked(*self.mark)

    @property
    def digits(self) -> int:
        """Decimals of a degree that a pixel can resolve."""
        return max(1, min(5, math.ceil(math.log10(self._scale))))

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom by a factor around the point `at`, or around the middle."""
        anchor = at or QPointF(self.rect().center())
        before = self.world_at(anchor)
        self._scale = self._bound(self._scale * factor)
        after = self.world_at(anchor)
        middle = self._middle + before - after
        self._set_middle(middle.x(), middle.y())

    def move_by(self, x: float, y: float) -> None:
        """Pan by pixels."""
        self._set_middle(self._middle.x() + x / self._scale, self._middle.y() + y / self._scale)

    def _bound(self, scale: float) -> float:
        return max(self.width() / 400.0, min(MAX_SCALE, scale))

    def _set_middle(self, x: float, y: float) -> None:
        end = -mercator(MAX_LATITUDE)
        half = min(end, self.height() / 2 / self._scale)
        self._middle = QPointF((x + 180) % 360 - 180, max(half - end, min(end - half, y)))
        self.update()

    def world_at(self, pixel: QPointF) -> QPointF:
        """Return the map position of a pixel."""
        offset = pixel - QPointF(self.width() / 2, self.height() / 2)
        return self._middle + offset / self._scale

    def _pixel(self, x: float, y: float) -> QPointF:
        """Return the pixel of a map position, on the nearer side of the world."""
        offset = (x - self._middle.x() + 180) % 360 - 180
        return QPointF(
            self.width() / 2 + offset * self._scale,
            self.height() / 2 + (y - self._middle.y()) * self._scale,
        )

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint sea, land, grid, towns and marker; the cross while focused."""
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
        visible = QRectF(
            self.world_at(QPointF(0, 0)), self.world_at(QPointF(self.width(), self.height()))
        )
        for shift in (-360.0, 0.0, 360.0):
            transform = QTransform()
            transform.translate(self.width() / 2, self.height() / 2)
            transform.scale(self._scale, self._scale)
            transform.translate(shift - self._middle.x(), -self._middle.y())
            painter.setTransform(transform)
            shifted = visible.translated(-shift, 0.0)
            for shape in land_shapes(coarse=self._scale < _COARSE_BELOW):
                if not shape.box.intersects(shifted):
                    continue
                painter.setPen(Qt.PenStyle.NoPen)
                for index, ring in enumerate(shape.rings):
                    painter.setBrush(sea if index else land)
                    painter.drawPolygon(ring)
                painter.setPen(outline)
                for coast in shape.coasts:
                    painter.drawPolyline(coast)
        painter.resetTransform()

    def _paint_grid(self, painter: QPainter) -> None:
        colours = tokens()
        step = next(
            (
                candidate
                for candidate in reversed(_GRID_STEPS)
                if candidate * self._scale >= _MIN_GRID_GAP
            ),
            _GRID_STEPS[0],
        )
        line = QColor(colours.muted)
        line.setAlphaF(0.35)
        painter.setFont(font(11))
        metrics = QFontMetrics(painter.font())
        left, right = (
            self.world_at(QPointF(0, 0)),
            self.world_at(QPointF(self.width(), self.height())),
        )
        for degree in _multiples(left.x(), right.x(), step):
            x = self.width() / 2 + (degree - self._middle.x()) * self._scale
            painter.setPen(line)
            painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))
            painter.setPen(QColor(colours.muted))
            text = degrees((degree + 180) % 360 - 180, "EW", step)
            painter.drawText(QPointF(x + 4, 4 + metrics.ascent()), text)
        for degree in _multiples(latitude_at(right.y()), latitude_at(left.y()), step):
            y = self._pixel(0.0, mercator(degree)).y()
            painter.setPen(line)
            painter.drawLine(QPointF(0, y), QPointF(self.width(), y))
            painter.setPen(QColor(colours.muted))
            if metrics.height() + 10 < y < self.height() - 40:
                painter.drawText(QPointF(4, y - 3), degrees(degree, "NS", step))

    def _paint_towns(self, painter: QPainter) -> None:
        colours = tokens()
        painter.setFont(font(12))
        metrics = QFontMetrics(painter.font())
        boxes: list[QRectF] = []
        for town in self._visible_towns():
            point = self._pixel(town.longitude, mercator(town.latitude))
            name = town.name
            width = metrics.horizontalAdvance(name)
            box = QRectF(point.x() - 4, point.y() - 8, width + 14, 16)
            if any(box.intersects(other) for other in boxes):
                continue
            boxes.append(box)
            set_ink(painter, fill=colours.muted)
            painter.drawEllipse(point, 2.5, 2.5)
            painter.setPen(QColor(colours.ink))
            painter.drawText(QPointF(point.x() + 6, point.y() + metrics.ascent() / 2 - 1), name)

    def _visible_towns(self) -> Iterator[Town]:
        """Yield the largest visible towns; more of them at larger scales."""
        count, middle = 0, self._middle.x()
        half = self.width() / 2 / self._scale
        top, bottom = self.world_at(QPointF(0, 0)).y(), self.world_at(QPointF(0, self.height())).y()
        north, south = latitude_at(top), latitude_at(bottom)
        min_people = next(limit for scale, limit in _MIN_PEOPLE if self._scale < scale)
        for town in atlas.towns():
            if town.people < min_people or count == _MOST_TOWNS:
                return
            if (
                south < town.latitude < north
                and abs((town.longitude - middle + 180) % 360 - 180) < half
            ):
                count += 1
                yield town

    def _paint_bar(self, painter: QPainter) -> None:
        """Paint the scale bar, valid in the middle of the map."""
        colours = tokens()
        km = _KM * math.cos(math.radians(self.middle[0])) / self._scale
        max_length = 120 * km
        length = 10 ** math.floor(math.log10(max_length))
        length = next(digit * length for digit in (5, 2, 1) if digit * length <= max_length)
        width = length / km
        text = f"{length:g} km"
        bottom, right = self.height() - 12, self.width() - 14
        painter.setFont(font(11))
        box = QRectF(right - width - 8, bottom - 22, width + 16, 30)
        ground = QColor(colours.paper)
        ground.setAlphaF(0.85)
        painter.fillRect(box, ground)
        painter.setPen(QPen(QColor(colours.ink), 2))
        painter.drawLine(QPointF(right - width, bottom), QPointF(right, bottom))
        painter.drawText(box.adjusted(0, 2, 0, -12), int(Qt.AlignmentFlag.AlignCenter), text)

    @staticmethod
    def _paint_mark(painter: QPainter, point: QPointF) -> None:
        colours = tokens()
        set_ink(painter, colours.paper, 2, fill=colours.danger)
        head = point - QPointF(0, 18)
        painter.drawPolygon(QPolygonF([point, head + QPointF(-6, 4), head + QPointF(6, 4)]))
        painter.drawEllipse(head, 8, 8)
        set_ink(painter, fill=colours.paper)
        painter.drawEllipse(head, 3, 3)

    # Events

    def sizeHint(self) -> QSize:
        """Return a wide size."""
        return QSize(640, 420)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer."""
        self.zoom_by(_WHEEL_ZOOM ** (event.angleDelta().y() / 120), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Start dragging."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._grabbed, self._moved = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan while dragging."""
        if self._grabbed is None:
            return
        step = self._grabbed - event.position()
        if self._moved or step.manhattanLength() > 4:
            self._moved, self._grabbed = True, event.position()
            self.move_by(step.x(), step.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Set the marker after a click without dragging."""
        if self._grabbed is not None and not self._moved:
            position = self.world_at(event.position())
            self.put_mark(latitude_at(position.y()), position.x())
        self._grabbed = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pan, zoom or mark; see the class. With Shift the arrows pan by one pixel."""
        keys = Qt.Key
        pixels = 1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 60
        actions: dict[int, Callable[[], object]] = {
            keys.Key_Left: lambda: self.move_by(-pixels, 0),
            keys.Key_Right: lambda: self.move_by(pixels, 0),
            keys.Key_Up: lambda: self.move_by(0, -pixels),
            keys.Key_Down: lambda: self.move_by(0, pixels),
            keys.Key_Plus: lambda: self.zoom_by(_WHEEL_ZOOM**2),
            keys.Key_Equal: lambda: self.zoom_by(_WHEEL_ZOOM**2),
            keys.Key_Minus: lambda: self.zoom_by(_WHEEL_ZOOM**-2),
            keys.Key_Home: self.go_home,
            keys.Key_0: self.show_world,
            keys.Key_Return: lambda: self.put_mark(*self.middle),
            keys.Key_Enter: lambda: self.put_mark(*self.middle),
            keys.Key_Space: lambda: self.put_mark(*self.middle),
        }
        action = actions.get(event.key())
        if action is None:
            super().keyPressEvent(event)
            return
        action()
        event.accept()


def degrees(value: float, sides: str, step: float = 0.0) -> str:
    """Format degrees with the side (`EW` or `NS`), as precise as a grid of `step` needs."""
    digits = max(0, math.ceil(-math.log10(step))) if 0 < step < 1 else 0
    side = "" if round(value, 6) == 0 else sides[value < 0]
    return f"{abs(value):.{digits}f}°{side}"


def _multiples(first: float, last: float, step: float) -> Iterator[float]:
    for factor in range(math.ceil(first / step), math.floor(last / step) + 1):
        yield factor * step
