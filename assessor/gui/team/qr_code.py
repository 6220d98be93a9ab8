"""A QR code in the window: dark on white whatever the look, or no camera would read it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

_QUIET = 4
"""Squares of white around the code that ISO/IEC 18004 asks for."""


class QrCode(QWidget):
    """Shows one text as a QR code, as large as whole pixels a square allow."""

    def __init__(self, parent: QWidget, size: int) -> None:
        super().__init__(parent)
        self._rows: tuple[bytes, ...] = ()
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_text(self, text: bytes) -> None:
        """Draw `text`; nothing for an empty one."""
        from assessor.report.blocks.qr_squares import squares  # late: only this dialog draws one

        self._rows = tuple(bytes(row) for row in squares(text)) if text else ()
        self.update()

    def sizeHint(self) -> QSize:
        """A square of the size asked for."""
        return QSize(self._size, self._size)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """White ground, black squares, never mirrored."""
        if not self._rows:
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        across = len(self._rows) + 2 * _QUIET
        side = max(1, min(self.width(), self.height()) // across)
        start = (min(self.width(), self.height()) - side * len(self._rows)) // 2
        for down, row in enumerate(self._rows):
            for along, dark in enumerate(row):
                if dark:
                    square = QRectF(start + along * side, start + down * side, side, side)
                    painter.fillRect(square, Qt.GlobalColor.black)
