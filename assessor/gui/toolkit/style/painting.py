"""Smooth painters, the outline and fill of shapes, focus rings, and alignment at a side."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPaintDevice, QPainter, QPen
from PySide6.QtWidgets import QWidget

from assessor.gui.toolkit.style.theme import tokens


def smooth_painter(device: QPaintDevice) -> QPainter:
    """Return a painter that smooths edges."""
    painter = QPainter(device)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return painter


def set_ink(
    painter: QPainter,
    edge: str | QColor | None = None,
    width: float = 1,
    *,
    fill: str | QColor | None = None,
) -> None:
    """Set outline (`width` in px) and fill of the shapes that follow; None paints none."""
    painter.setPen(Qt.PenStyle.NoPen if edge is None else QPen(QColor(edge), width))
    painter.setBrush(Qt.BrushStyle.NoBrush if fill is None else QColor(fill))


def paint_focus_ring(painter: QPainter, box: QRectF, radius: float = 6) -> None:
    """Paint the ring around what has the focus."""
    set_ink(painter, tokens().accent, 2)
    painter.drawRoundedRect(box, radius, radius)


def paint_card(painter: QPainter, card: QWidget, fill: str, edge: str, width: float) -> None:
    """Paint the ground of a card, inset while the focus ring is around it."""
    box = QRectF(card.rect()).adjusted(1, 1, -1, -1)
    if card.hasFocus():
        paint_focus_ring(painter, box, 9)
        box = box.adjusted(3, 3, -3, -3)
    set_ink(painter, edge, width, fill=fill)
    painter.drawRoundedRect(box, 7, 7)


def at_side(
    right: bool, vertical: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignVCenter
) -> Qt.AlignmentFlag:
    """Return the alignment at the right or left, which Qt does not mirror."""
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    return side | vertical | Qt.AlignmentFlag.AlignAbsolute


def direction(right_to_left: bool) -> Qt.LayoutDirection:
    """Return the direction of a layout."""
    directions = Qt.LayoutDirection
    return directions.RightToLeft if right_to_left else directions.LeftToRight
