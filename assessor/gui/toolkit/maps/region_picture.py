"""A drawing whose named parts are choices and can be clicked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from PySide6.QtCore import QByteArray, QEvent, QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QImage, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from assessor.gui.toolkit.style.painting import set_ink, smooth_painter
from assessor.gui.toolkit.style.theme import INKS, LIGHT, SHEET, pixmap, tokens

MAX_BYTES = 4 << 20
"""A larger drawing is not shown."""

MAX_SIZE = QSize(520, 380)
"""Maximum size of a drawing in px."""
_CHOSEN, _NEAR, _SOLID = 170, 70, 40
"""Tint (of 255) of a chosen and of a hovered part; opacity from which a pixel is in a part."""
_MARK = 14


class RegionPicture(QWidget):
    """Shows an SVG drawing and its chosen parts; `clicked` is called with the value of a part.

    Keyboard and screen readers use the buttons below it.
    """

    def __init__(self, clicked: Callable[[str], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._clicked = clicked
        self.room = MAX_SIZE
        self._drawing = QSvgRenderer(self)
        self._labels: dict[str, str] = {}
        self._chosen: frozenset[str] = frozenset()
        self._masks: dict[str, tuple[QPoint, QImage]] = {}
        self._shapes: dict[str, tuple[QPoint, QImage]] = {}
        self._middles: dict[str, QPoint] = {}
        self._hovered = ""
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def draw(self, content: bytes, labels: Mapping[str, str]) -> bool:
        """Load a drawing and the choices (value → label); return whether any choice has a part."""
        for cache in (self._masks, self._shapes, self._middles):
            cache.clear()
        fits = len(content) <= MAX_BYTES and self._drawing.load(QByteArray(content))
        box = self._drawing.viewBoxF()
        if not fits or box.isEmpty():
            self._labels = {}
            return False
        size = box.size().toSize().scaled(self.room, Qt.AspectRatioMode.KeepAspectRatio)
        self.setFixedSize(size)
        self._labels = {
            value: label for value, label in labels.items() if self._drawing.elementExists(value)
        }
        return bool(self._labels)

    def choose(self, values: Collection[str]) -> None:
        """Show which parts are chosen."""
        chosen = frozenset(values) & self._labels.keys()
        if chosen != self._chosen:
            self._chosen = chosen
            self.update()

    def part_at(self, place: QPointF) -> str:
        """Return the value of the part at a point, "" for none."""
        point = place.toPoint()
        return next((value for value in self._labels if self._covers(value, point)), "")

    def place_of(self, value: str) -> QRectF:
        """Return the rectangle of a part in px, empty for none."""
        box, bounds = self._drawing.viewBoxF(), self._drawing.boundsOnElement(value)
        bounds = self._drawing.transformForElement(value).mapRect(bounds)
        if box.isEmpty() or bounds.isEmpty():
            return QRectF()
        scale_x, scale_y = self.width() / box.width(), self.height() / box.height()
        return QRectF(
            (bounds.x() - box.x()) * scale_x,
            (bounds.y() - box.y()) * scale_y,
            bounds.width() * scale_x,
            bounds.height() * scale_y,
        )

    def _area(self, value: str) -> float:
        place = self.place_of(value)
        return place.width() * place.height()

    def _mask(self, value: str) -> tuple[QPoint, QImage]:
        if value not in self._masks:
            place = self.place_of(value)
            size = place.size().toSize().expandedTo(QSize(1, 1))
            mask = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
            mask.fill(Qt.GlobalColor.transparent)
            painter = smooth_painter(mask)
            self._drawing.render(painter, value, QRectF(mask.rect()))
            painter.end()
            self._masks[value] = (place.topLeft().toPoint(), mask)
        return self._masks[value]

    def _shape(self, value: str) -> tuple[QPoint, QImage]:
        """Return the visible area of a part, without smaller parts above it."""
        if value not in self._shapes:
            corner, mask = self._mask(value)
            shape, rectangle = mask.copy(), self.place_of(value)
            painter = QPainter(shape)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationOut)
            for other in self._labels:
                if self._area(other) < self._area(value) and self.place_of(other).intersects(
                    rectangle
                ):
                    place, cover = self._mask(other)
                    painter.drawImage(place - corner, cover)
            painter.end()
            self._shapes[value] = (corner, shape)
        return self._shapes[value]

    def _covers(self, value: str, point: QPoint) -> bool:
        corner, shape = self._shape(value)
        offset = point - corner
        return shape.rect().contains(offset) and shape.pixelColor(offset).alpha() > _SOLID

    def _middle(self, value: str) -> QPoint:
        """Return the point of a part that is farthest from its outside, to place a mark."""
        if value not in self._middles:
            corner, shape = self._shape(value)
            step_x, step_y = max(1, shape.width() // 12), max(1, shape.height() // 12)
            grid = [
                QPoint(x, y)
                for x in range(-step_x, shape.width() + step_x, step_x)
                for y in range(-step_y, shape.height() + step_y, step_y)
            ]
            inside = [point for point in grid if self._covers(value, corner + point)]
            outside = [point for point in grid if point not in inside]
            farthest = max(
                inside or [shape.rect().center()],
                key=lambda point: min((point - outer).manhattanLength() for outer in outside),
            )
            self._middles[value] = corner + farthest
        return self._middles[value]

    # Events

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the drawing; chosen parts are tinted and ticked."""
        painter = smooth_painter(self)
        painter.fillRect(self.rect(), QColor(SHEET))
        self._drawing.render(painter, QRectF(self.rect()))
        for value in self._labels:
            strength = _CHOSEN if value in self._chosen else _NEAR if value == self._hovered else 0
            if strength:
                corner, shape = self._shape(value)
                painter.drawImage(corner, _tinted(shape, strength))
            if value in self._chosen:
                self._mark(painter, self._middle(value))
        set_ink(painter, tokens().line)
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    @staticmethod
    def _mark(painter: QPainter, point: QPoint) -> None:
        """Paint a tick: colour alone does not mark what is chosen."""
        set_ink(painter, SHEET, 2, fill=INKS[0])
        painter.drawEllipse(point, _MARK // 2 + 4, _MARK // 2 + 4)
        painter.drawPixmap(point - QPoint(_MARK // 2, _MARK // 2), pixmap("check", SHEET, _MARK))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Highlight the part under the pointer."""
        hovered = self.part_at(event.position()) if self.isEnabled() else ""
        if hovered != self._hovered:
            self._hovered = hovered
            shape = Qt.CursorShape.PointingHandCursor if hovered else Qt.CursorShape.ArrowCursor
            self.setCursor(shape)
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Remove the highlight."""
        self._hovered = ""
        self.update()
        super().leaveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Report the clicked part."""
        value = self.part_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and value:
            self._clicked(value)

    def event(self, event: QEvent) -> bool:
        """Show the label of the part under the pointer as a tool tip."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            value = self.part_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self._labels.get(value, ""), self)
            return True
        return super().event(event)


def _tinted(mask: QImage, strength: int) -> QImage:
    tinted = mask.copy()
    painter = QPainter(tinted)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    colour = QColor(LIGHT.accent)  # drawings have a white background in dark mode too
    colour.setAlpha(strength)
    painter.fillRect(tinted.rect(), colour)
    painter.end()
    return tinted
