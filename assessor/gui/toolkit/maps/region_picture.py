"""A drawing whose parts can be clicked: each part that is named as a choice stands for it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from PySide6.QtCore import QByteArray, QEvent, QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from assessor.gui.toolkit.style.theme import INKS, LIGHT, SHEET, pixmap, tokens

LARGEST = 4 << 20
"""A drawing of more bytes is not shown."""

ROOM = QSize(520, 380)
"""The most px a drawing takes on a page."""
_CHOSEN, _NEAR, _SOLID = 170, 70, 40
"""How strongly a chosen part, and the one under the pointer, are tinted; from where on a pixel
belongs to a part (of 255)."""
_MARK = 14


class RegionPicture(QWidget):
    """Shows a drawing (SVG) and which of its parts are chosen; keeps nothing of the answer.

    `clicked` is called with the value of the part a person clicks. The keyboard and screen readers
    use the buttons that stand beneath it.
    """

    def __init__(self, clicked: Callable[[str], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._clicked = clicked
        self.room = ROOM
        self._drawing = QSvgRenderer(self)
        self._labels: dict[str, str] = {}
        self._chosen: frozenset[str] = frozenset()
        self._masks: dict[str, tuple[QPoint, QImage]] = {}
        self._shapes: dict[str, tuple[QPoint, QImage]] = {}
        self._middles: dict[str, QPoint] = {}
        self._near = ""
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def draw(self, content: bytes, labels: Mapping[str, str]) -> bool:
        """Take a drawing and the choices (value → label); whether it has parts for any of them."""
        for kept in (self._masks, self._shapes, self._middles):
            kept.clear()
        fits = len(content) <= LARGEST and self._drawing.load(QByteArray(content))
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
        """The value of the part at a point; "" for none."""
        at = place.toPoint()
        return next((value for value in self._labels if self._covers(value, at)), "")

    def place_of(self, value: str) -> QRectF:
        """Where a part lies in this widget, in px; empty for none."""
        box, bounds = self._drawing.viewBoxF(), self._drawing.boundsOnElement(value)
        bounds = self._drawing.transformForElement(value).mapRect(bounds)
        if box.isEmpty() or bounds.isEmpty():
            return QRectF()
        across, down = self.width() / box.width(), self.height() / box.height()
        return QRectF(
            (bounds.x() - box.x()) * across,
            (bounds.y() - box.y()) * down,
            bounds.width() * across,
            bounds.height() * down,
        )

    def _area(self, value: str) -> float:
        place = self.place_of(value)
        return place.width() * place.height()

    def _mask(self, value: str) -> tuple[QPoint, QImage]:
        """What a part covers: where its corner is, and how opaque it is from there on."""
        if value not in self._masks:
            place = self.place_of(value)
            size = place.size().toSize().expandedTo(QSize(1, 1))
            mask = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
            mask.fill(Qt.GlobalColor.transparent)
            painter = QPainter(mask)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._drawing.render(painter, value, QRectF(mask.rect()))
            painter.end()
            self._masks[value] = (place.topLeft().toPoint(), mask)
        return self._masks[value]

    def _shape(self, value: str) -> tuple[QPoint, QImage]:
        """What of a part is seen: all but what smaller parts cover."""
        if value not in self._shapes:
            corner, mask = self._mask(value)
            shape, here = mask.copy(), self.place_of(value)
            painter = QPainter(shape)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationOut)
            for other in self._labels:
                if self._area(other) < self._area(value) and self.place_of(other).intersects(here):
                    place, cover = self._mask(other)
                    painter.drawImage(place - corner, cover)
            painter.end()
            self._shapes[value] = (corner, shape)
        return self._shapes[value]

    def _covers(self, value: str, at: QPoint) -> bool:
        corner, shape = self._shape(value)
        inside = at - corner
        return shape.rect().contains(inside) and shape.pixelColor(inside).alpha() > _SOLID

    def _middle(self, value: str) -> QPoint:
        """The point of a part that is farthest from what is none of it: a mark can stand there."""
        if value not in self._middles:
            corner, shape = self._shape(value)
            across, down = max(1, shape.width() // 12), max(1, shape.height() // 12)
            grid = [
                QPoint(x, y)
                for x in range(-across, shape.width() + across, across)
                for y in range(-down, shape.height() + down, down)
            ]
            own = [at for at in grid if self._covers(value, corner + at)]
            others = [at for at in grid if at not in own]
            far = max(
                own or [shape.rect().center()],
                key=lambda at: min((at - other).manhattanLength() for other in others),
            )
            self._middles[value] = corner + far
        return self._middles[value]

    # What Qt asks

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The drawing on a sheet, its chosen parts tinted and framed."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(SHEET))
        self._drawing.render(painter, QRectF(self.rect()))
        for value in self._labels:
            strength = _CHOSEN if value in self._chosen else _NEAR if value == self._near else 0
            if strength:
                corner, shape = self._shape(value)
                painter.drawImage(corner, _tinted(shape, strength))
            if value in self._chosen:
                self._mark(painter, self._middle(value))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(tokens().line), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    @staticmethod
    def _mark(painter: QPainter, at: QPoint) -> None:
        """A tick on a round ground: what is chosen is not told by its colour alone."""
        painter.setPen(QPen(QColor(SHEET), 2))
        painter.setBrush(QColor(INKS[0]))
        painter.drawEllipse(at, _MARK // 2 + 4, _MARK // 2 + 4)
        painter.drawPixmap(at - QPoint(_MARK // 2, _MARK // 2), pixmap("check", SHEET, _MARK))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light the part under the pointer."""
        near = self.part_at(event.position()) if self.isEnabled() else ""
        if near != self._near:
            self._near = near
            shape = Qt.CursorShape.PointingHandCursor if near else Qt.CursorShape.ArrowCursor
            self.setCursor(shape)
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """No part is near."""
        self._near = ""
        self.update()
        super().leaveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Say the part clicked."""
        value = self.part_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and value:
            self._clicked(value)

    def event(self, event: QEvent) -> bool:
        """The label of the part under the pointer, as a tip."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            value = self.part_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self._labels.get(value, ""), self)
            return True
        return super().event(event)


def _tinted(mask: QImage, strength: int) -> QImage:
    """A part's shape in the accent colour."""
    made = mask.copy()
    painter = QPainter(made)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    colour = QColor(LIGHT.accent)  # drawings lie on a white sheet, in the dark too
    colour.setAlpha(strength)
    painter.fillRect(made.rect(), colour)
    painter.end()
    return made
