"""A radar chart of sections: the evidenced stage filled, the asserted one as a dashed line."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from assessor.gui.toolkit.style.painting import set_ink, smooth_painter
from assessor.gui.toolkit.style.theme import font, tokens

Axis = tuple[str, float | None, float | None]
"""A section's code, asserted stage and evidenced stage."""


class RadarView(QWidget):
    """A radar with axes clockwise from the top; counter-clockwise for right-to-left languages."""

    def __init__(self, parent: QWidget, highest: int) -> None:
        super().__init__(parent)
        self._highest = max(1, highest)
        self._axes: tuple[Axis, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(QSize(280, 280))

    def show_axes(self, axes: Sequence[Axis], description: str) -> None:
        """Show these axes; `description` is their text alternative."""
        self._axes = tuple(axes)
        self.setAccessibleName(description)
        self.setToolTip(description)
        self.update()

    def _place(self, at: int, stage: float) -> QPointF:
        side = min(self.width(), self.height())
        reach = (side / 2 - 44) * stage / self._highest
        turn = 2 * pi * at / len(self._axes)
        way = -1 if self.isRightToLeft() else 1
        return QPointF(
            self.width() / 2 + way * reach * sin(turn), self.height() / 2 - reach * cos(turn)
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint rings, axes, both shapes and the section codes."""
        if not self._axes:
            return
        colours = tokens()
        painter = smooth_painter(self)
        axes = range(len(self._axes))
        painter.setPen(QPen(QColor(colours.line), 1))
        for ring in range(1, self._highest + 1):
            painter.drawPolygon(QPolygonF([self._place(at, ring) for at in axes]))
        for at in axes:
            painter.drawLine(self._place(at, 0), self._place(at, self._highest))
        filled = QColor(colours.accent)
        filled.setAlphaF(0.28)
        self._shape(painter, 2, QPen(QColor(colours.accent), 2), filled)
        self._shape(painter, 1, QPen(QColor(colours.ink), 1.2, Qt.PenStyle.DashLine))
        painter.setPen(QColor(colours.ink))
        painter.setFont(font(12))
        for at in axes:
            spot = self._place(at, self._highest * 1.12)
            box = QRectF(spot.x() - 40, spot.y() - 10, 80, 20)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), self._axes[at][0])
        painter.end()

    def _shape(
        self, painter: QPainter, which: int, pen: QPen, filled: QColor | None = None
    ) -> None:
        """Paint one stage of each section as a polygon, with gaps for sections without one."""
        places = [
            None if axis[which] is None else self._place(at, float(axis[which] or 0))
            for at, axis in enumerate(self._axes)
        ]
        for at, here in enumerate(places):
            previous = places[at - 1]
            if here is None:
                continue
            if previous is not None:
                if filled is not None:
                    set_ink(painter, fill=filled)
                    painter.drawPolygon(QPolygonF([self._place(at, 0), previous, here]))
                painter.setPen(pen)
                painter.drawLine(previous, here)
            set_ink(painter, pen.color(), fill=pen.color())
            painter.drawEllipse(here, 2, 2)
        painter.setBrush(Qt.BrushStyle.NoBrush)
