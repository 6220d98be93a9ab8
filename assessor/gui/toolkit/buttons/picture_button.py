"""A choice as a tile with a picture, a label or both."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from assessor.gui.toolkit.buttons.choice_button import WrappingButton
from assessor.gui.toolkit.style import text_measure
from assessor.gui.toolkit.style.painting import paint_card, smooth_painter
from assessor.gui.toolkit.style.theme import BASE, pixmap, tokens

_PAD = 10
_GAP = 6
_PICTURE_HEIGHT = 120
_TICK = 18


class PictureButton(WrappingButton):
    """One choice, exclusive in its group or checked by itself."""

    def __init__(
        self, text: str, picture: QPixmap | None, parent: QWidget, *, exclusive: bool
    ) -> None:
        super().__init__(text, parent, exclusive=exclusive)
        self._picture = picture if picture is not None and not picture.isNull() else None

    def heightForWidth(self, width: int) -> int:
        """Return the height of the picture above the wrapped label."""
        text_height = text_measure.height(self.text(), width - 2 * _PAD - 2 * _TICK, BASE)
        picture_height = (
            self._picture_size(width).height() + _GAP if self._picture is not None else 0
        )
        return max(_TICK, picture_height + text_height) + 2 * _PAD

    def sizeHint(self) -> QSize:
        """Return the size of picture and label, within limits."""
        text_width = min(text_measure.width(self.text(), BASE) + 4, 240) + 2 * _TICK
        picture_width = (
            min(self._picture_size(200).width(), 180) if self._picture is not None else 0
        )
        width = max(96, text_width, picture_width) + 2 * _PAD
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return room for a small picture."""
        return QSize(96, _TICK + 2 * _PAD)

    def _picture_size(self, width: int) -> QSize:
        if self._picture is None:
            return QSize(0, 0)
        full_size = self._picture.deviceIndependentSize().toSize()
        available = QSize(max(20, width - 2 * _PAD), _PICTURE_HEIGHT)
        fits = full_size.width() <= available.width() and full_size.height() <= available.height()
        return (
            full_size if fits else full_size.scaled(available, Qt.AspectRatioMode.KeepAspectRatio)
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint background, picture, label, tick and focus ring."""
        colours = tokens()
        painter = smooth_painter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._paint_ground(painter)
        mirrored = self.isRightToLeft()
        top = _PAD
        if self._picture is not None:
            size = self._picture_size(self.width())
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
            left_edge = _PAD - 2 if mirrored else self.width() - _PAD - _TICK + 2
            tick_colour = colours.accent if self.isEnabled() else colours.muted
            painter.drawPixmap(
                left_edge, self.height() - _PAD - _TICK + 2, pixmap("check", tick_colour, _TICK)
            )

    def _paint_ground(self, painter: QPainter) -> None:
        colours = tokens()
        ground, edge, pen_width = colours.paper, colours.line, 1.0
        if self.isChecked():
            ground, edge, pen_width = colours.accent_soft, colours.accent, 2.0
        elif self.underMouse() and self.isEnabled():
            ground, edge = colours.hover, colours.accent
        paint_card(painter, self, ground, edge, pen_width)
