"""A slider that can be blank until the user moves it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget

from assessor.gui.toolkit.style.painting import set_ink, smooth_painter
from assessor.gui.toolkit.style.theme import tokens

_KNOB_RADIUS = 9
_THICKNESS = 34
_LENGTH = 200


class RangeSlider(QSlider):
    """Integer positions from 0. `actionTriggered` is by users only; Delete calls `blanked`."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.blanked: Callable[[], None] = lambda: None
        self._blank = True
        self._ticks = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def lay_out(self, last: int, *, vertical: bool, ticks: bool) -> None:
        """Set positions 0 to `last`, the orientation, and whether each has a tick."""
        self.setOrientation(Qt.Orientation.Vertical if vertical else Qt.Orientation.Horizontal)
        self.setRange(0, max(0, last))
        self.setPageStep(max(1, last // 10))
        self._ticks = ticks
        expanding, fixed = QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed
        self.setSizePolicy(fixed if vertical else expanding, fixed)
        self.setMaximumWidth(_THICKNESS if vertical else 520)
        self.updateGeometry()

    def show_place(self, position: int | None, value_text: str) -> None:
        """Show a position, None for blank; `value_text` is the value for screen readers."""
        self._blank = position is None
        self.setValue(position or 0)
        self.setAccessibleDescription(value_text)
        self.update()

    def mark_answered(self, value_text: str) -> None:
        """End the blank state after the user moved the slider."""
        self._blank = False
        self.setAccessibleDescription(value_text)
        self.update()

    def sizeHint(self) -> QSize:
        """Return a size that is easy to hit."""
        length, thickness = _LENGTH, _THICKNESS
        return (
            QSize(thickness, 160)
            if self.orientation() == Qt.Orientation.Vertical
            else QSize(length, thickness)
        )

    def minimumSizeHint(self) -> QSize:
        """Return the same when vertical, half of it when horizontal."""
        return (
            self.sizeHint()
            if self.orientation() == Qt.Orientation.Vertical
            else QSize(90, _THICKNESS)
        )

    # What people do

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Blank on Delete; the first arrow key from blank accepts the shown position."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.blanked()
            return
        arrows = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
        if self._blank and event.key() in arrows:
            self.triggerAction(QSlider.SliderAction.SliderMove)
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Move the knob to the pointer and start dragging."""
        if event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.setSliderDown(True)
        self._follow_pointer(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer while dragging."""
        if self.isSliderDown():
            self._follow_pointer(event)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """End dragging."""
        if self.isSliderDown():
            self.setSliderDown(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll."""
        event.ignore()

    def _follow_pointer(self, event: QMouseEvent) -> None:
        pointer = event.position()
        groove = self._groove()
        if self.orientation() == Qt.Orientation.Vertical:
            fraction = (groove.bottom() - pointer.y()) / max(1.0, groove.height())
        else:
            fraction = (pointer.x() - groove.left()) / max(1.0, groove.width())
            fraction = 1 - fraction if self._mirrored else fraction
        self.setSliderPosition(round(min(1.0, max(0.0, fraction)) * self.maximum()))
        self.actionTriggered.emit(QSlider.SliderAction.SliderMove.value)

    # Painting

    @property
    def _mirrored(self) -> bool:
        return self.isRightToLeft()

    def _groove(self) -> QRectF:
        box = QRectF(self.rect())
        if self.orientation() == Qt.Orientation.Vertical:
            return QRectF(
                box.center().x(), _KNOB_RADIUS + 3, 0, box.height() - 2 * _KNOB_RADIUS - 6
            )
        return QRectF(
            _KNOB_RADIUS + 3,
            box.center().y() - (3 if self._ticks else 0),
            box.width() - 2 * _KNOB_RADIUS - 6,
            0,
        )

    def _at(self, position: int) -> QPointF:
        groove = self._groove()
        fraction = position / self.maximum() if self.maximum() else 0.0
        if self.orientation() == Qt.Orientation.Vertical:
            return QPointF(groove.x(), groove.bottom() - fraction * groove.height())
        offset = fraction * groove.width()
        return QPointF(
            groove.right() - offset if self._mirrored else groove.left() + offset, groove.y()
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the groove, filled up to the knob; the knob is hollow while blank."""
        colours = tokens()
        painter = smooth_painter(self)
        first, last, knob = self._at(0), self._at(self.maximum()), self._at(self.sliderPosition())
        painter.setPen(
            QPen(QColor(colours.line), 4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        )
        painter.drawLine(first, last)
        colour = QColor(colours.accent if self.isEnabled() else colours.muted)
        if not self._blank:
            painter.setPen(QPen(colour, 4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawLine(first, knob)
        if self._ticks:
            self._paint_ticks(painter, QColor(colours.faint))
        self._paint_knob(painter, knob, colour)

    def _paint_ticks(self, painter: QPainter, colour: QColor) -> None:
        painter.setPen(QPen(colour, 1))
        vertical = self.orientation() == Qt.Orientation.Vertical
        for position in range(self.maximum() + 1):
            point = self._at(position)
            start = QPointF(_KNOB_RADIUS + 2, 0) if vertical else QPointF(0, _KNOB_RADIUS + 2)
            end = QPointF(_KNOB_RADIUS + 6, 0) if vertical else QPointF(0, _KNOB_RADIUS + 6)
            painter.drawLine(point + start, point + end)

    def _paint_knob(self, painter: QPainter, centre: QPointF, fill: QColor) -> None:
        colours = tokens()
        if self.hasFocus():
            set_ink(painter, colours.accent, 2)
            painter.drawEllipse(centre, _KNOB_RADIUS + 2, _KNOB_RADIUS + 2)
        if self._blank:
            painter.setPen(QPen(QColor(colours.faint), 1.5, Qt.PenStyle.DashLine))
            painter.setBrush(QColor(colours.paper))
            painter.drawEllipse(centre, _KNOB_RADIUS - 2, _KNOB_RADIUS - 2)
            return
        set_ink(painter, fill=fill)
        painter.drawEllipse(centre, _KNOB_RADIUS - 1, _KNOB_RADIUS - 1)
