"""A choice as a tile: a picture, a label, or both; lit and ticked when chosen."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from assessor.gui.toolkit.buttons.wrapping_button import WrappingButton
from assessor.gui.toolkit.style import text_measure
from assessor.gui.toolkit.style.theme import BASE, pixmap, tokens

_PAD = 10
_GAP = 6
_TALL = 120
_TICK = 18


class PictureButton(WrappingButton):
    """One choice. `exclusive`: one of several; else each is chosen by itself."""

    def __init__(
        self, text: str, picture: QPixmap | None, parent: QWidget, *, exclusive: bool
    ) -> None:
        super().__init__(text, parent, exclusive=exclusive)
        self._picture = picture if picture is not None and not picture.isNull() else None

    def heightForWidth(self, width: int) -> int:
        """The picture above the wrapped label."""
        words = text_measure.height(self.text(), width - 2 * _PAD - 2 * _TICK, BASE)
        drawn = self._drawn(width).height() + _GAP if self._picture is not None else 0
        return max(_TICK, drawn + words) + 2 * _PAD

    def sizeHint(self) -> QSize:
        """As wide as picture and label ask, within reason."""
        words = min(text_measure.width(self.text(), BASE) + 4, 240) + 2 * _TICK
        drawn = min(self._drawn(200).width(), 180) if self._picture is not None else 0
        width = max(96, words, drawn) + 2 * _PAD
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Room for a small picture."""
        return QSize(96, _TICK + 2 * _PAD)

    def _drawn(self, width: int) -> QSize:
        if self._picture is None:
            return QSize(0, 0)
        whole = self._picture.deviceIndependentSize().toSize()
        room = QSize(max(20, width - 2 * _PAD), _TALL)
        fits = whole.width() <= room.width() and whole.height() <= room.height()
        return whole if fits else whole.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, picture, label, tick, ring."""
        colours = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._paint_ground(painter)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        top = _PAD
        if self._picture is not None:
            size = self._drawn(self.width())
            left = (self.width() - size.width()) // 2
            painter.drawPixmap(QRect(left, top, size.width(), size.height()), self._picture)
            top += size.height() + _GAP
        painter.setPen(QColor(colours.ink if self.isEnabled() else colours.muted))
        box = QRect(
            _PAD + _TICK, top, self.width() - 2 * _PAD - 2 * _TICK, self.height() - top - _PAD
        )
        painter.setLayoutDirection(self.layoutDirection())
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter) | text_measure.WRAP, self.text())
        if self.isChecked():
            at = _PAD - 2 if mirrored else self.width() - _PAD - _TICK + 2
            strong = colours.accent if self.isEnabled() else colours.muted
            painter.drawPixmap(at, self.height() - _PAD - _TICK + 2, pixmap("check", strong, _TICK))

    def _paint_ground(self, painter: QPainter) -> None:
        colours = tokens()
        ground, edge, wide = colours.paper, colours.line, 1.0
        if self.isChecked():
            ground, edge, wide = colours.accent_soft, colours.accent, 2.0
        elif self.underMouse() and self.isEnabled():
            ground, edge = colours.hover, colours.accent
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 9, 9)
            box = box.adjusted(3, 3, -3, -3)
        painter.setPen(QPen(QColor(edge), wide))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(box, 7, 7)
