"""A slider that may be blank: nothing is chosen until a person moves it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget

from assessor.gui.toolkit.style.theme import tokens

_KNOB = 9
_DEEP = 34
_LONG = 200


class RangeSlider(QSlider):
    """Whole places from 0 up; the one who owns it says which number each place means.

    Only people cause `actionTriggered`, so it is what to listen to. `blanked` is called when a
    person presses Delete.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.blanked: Callable[[], None] = lambda: None
        self._blank = True
        self._ticks = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def lay_out(self, last: int, *, standing: bool, ticks: bool) -> None:
        """Take places 0 to `last`; lie or stand; show a tick at each place or none."""
        self.setOrientation(Qt.Orientation.Vertical if standing else Qt.Orientation.Horizontal)
        self.setRange(0, max(0, last))
        self.setPageStep(max(1, last // 10))
        self._ticks = ticks
        grows, fixed = QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed
        self.setSizePolicy(fixed if standing else grows, fixed)
        self.setMaximumWidth(_DEEP if standing else 520)
        self.updateGeometry()

    def show_place(self, place: int | None, said: str) -> None:
        """Show a place, None for blank; `said` is what a screen reader reads as its value."""
        self._blank = place is None
        self.setValue(place or 0)
        self.setAccessibleDescription(said)
        self.update()

    def reached(self, said: str) -> None:
        """The person moved it: it is blank no more."""
        self._blank = False
        self.setAccessibleDescription(said)
        self.update()

    def sizeHint(self) -> QSize:
        """Long enough to aim at."""
        long, deep = _LONG, _DEEP
        return (
            QSize(deep, 160) if self.orientation() == Qt.Orientation.Vertical else QSize(long, deep)
        )

    def minimumSizeHint(self) -> QSize:
        """The same standing, half of it lying."""
        return (
            self.sizeHint() if self.orientation() == Qt.Orientation.Vertical else QSize(90, _DEEP)
        )

    # What people do

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete blanks; the first arrow from blank goes to the place it stands on."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.blanked()
            return
        arrows = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
        if self._blank and event.key() in arrows:
            self.triggerAction(QSlider.SliderAction.SliderMove)
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The knob comes to where the line is pressed, and follows from there."""
        if event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.setSliderDown(True)
        self._go(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer while it is pressed."""
        if self.isSliderDown():
            self._go(event)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go: the place stands."""
        if self.isSliderDown():
            self.setSliderDown(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()

    def _go(self, event: QMouseEvent) -> None:
        at = event.position()
        line = self._line()
        if self.orientation() == Qt.Orientation.Vertical:
            part = (line.bottom() - at.y()) / max(1.0, line.height())
        else:
            part = (at.x() - line.left()) / max(1.0, line.width())
            part = 1 - part if self._mirrored else part
        self.setSliderPosition(round(min(1.0, max(0.0, part)) * self.maximum()))
        self.actionTriggered.emit(QSlider.SliderAction.SliderMove.value)

    # Painting

    @property
    def _mirrored(self) -> bool:
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def _line(self) -> QRectF:
        box = QRectF(self.rect())
        if self.orientation() == Qt.Orientation.Vertical:
            return QRectF(box.center().x(), _KNOB + 3, 0, box.height() - 2 * _KNOB - 6)
        return QRectF(
            _KNOB + 3, box.center().y() - (3 if self._ticks else 0), box.width() - 2 * _KNOB - 6, 0
        )

    def _at(self, place: int) -> QPointF:
        line = self._line()
        part = place / self.maximum() if self.maximum() else 0.0
        if self.orientation() == Qt.Orientation.Vertical:
            return QPointF(line.x(), line.bottom() - part * line.height())
        across = part * line.width()
        return QPointF(line.right() - across if self._mirrored else line.left() + across, line.y())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The line, filled up to the knob; a hollow, dashed knob while blank."""
        colours = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        first, last, here = self._at(0), self._at(self.maximum()), self._at(self.sliderPosition())
        painter.setPen(
            QPen(QColor(colours.line), 4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        )
        painter.drawLine(first, last)
        strong = QColor(colours.accent if self.isEnabled() else colours.muted)
        if not self._blank:
            painter.setPen(QPen(strong, 4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawLine(first, here)
        if self._ticks:
            self._paint_ticks(painter, QColor(colours.faint))
        self._paint_knob(painter, here, strong)

    def _paint_ticks(self, painter: QPainter, colour: QColor) -> None:
        painter.setPen(QPen(colour, 1))
        standing = self.orientation() == Qt.Orientation.Vertical
        for place in range(self.maximum() + 1):
            at = self._at(place)
            off = QPointF(_KNOB + 2, 0) if standing else QPointF(0, _KNOB + 2)
            end = QPointF(_KNOB + 6, 0) if standing else QPointF(0, _KNOB + 6)
            painter.drawLine(at + off, at + end)

    def _paint_knob(self, painter: QPainter, at: QPointF, strong: QColor) -> None:
        colours = tokens()
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(at, _KNOB + 2, _KNOB + 2)
        if self._blank:
            painter.setPen(QPen(QColor(colours.faint), 1.5, Qt.PenStyle.DashLine))
            painter.setBrush(QColor(colours.paper))
            painter.drawEllipse(at, _KNOB - 2, _KNOB - 2)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(strong)
        painter.drawEllipse(at, _KNOB - 1, _KNOB - 1)
