"""One star of a rating."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from assessor.gui.toolkit.style.painting import paint_focus_ring, set_ink, smooth_painter
from assessor.gui.toolkit.style.theme import pixmap, tokens

_SIDE = 36
_GLYPH = 26


class StarButton(QAbstractButton):
    """A star, filled or hollow; the owner knows its number."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._full = False
        self.setCheckable(True)
        self.setFixedSize(_SIDE, _SIDE)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def fill(self, full: bool) -> None:
        """Show the star filled or hollow."""
        if full != self._full:
            self._full = full
            self.update()

    def sizeHint(self) -> QSize:
        """Return a fixed square."""
        return QSize(_SIDE, _SIDE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the star and the focus ring."""
        colours = tokens()
        painter = smooth_painter(self)
        if self.underMouse() and self.isEnabled():
            set_ink(painter, fill=colours.hover)
            painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        strong = colours.accent if self.isEnabled() else colours.muted
        name, colour = ("star-full", strong) if self._full else ("star", colours.faint)
        side = (_SIDE - _GLYPH) // 2
        painter.drawPixmap(side, side, pixmap(name, colour, _GLYPH))
        if self.hasFocus():
            paint_focus_ring(painter, QRectF(self.rect()).adjusted(1, 1, -1, -1))
