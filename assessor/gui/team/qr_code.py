"""A QR code in the window, always dark on white so that cameras can read it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

_QUIET = 4
"""White border in modules (ISO/IEC 18004)."""


class QrCode(QWidget):
    """One text as a QR code, scaled to whole pixels."""

    def __init__(self, parent: QWidget, size: int) -> None:
        super().__init__(parent)
        self._rows: tuple[bytes, ...] = ()
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def squares(self) -> tuple[bytes, ...]:
        """The rows of the code, a byte a square; none where there is no text."""
        return self._rows

    def show_text(self, text: bytes) -> None:
        """Draw `text`, or nothing for a blank one."""
        # imported late: only this dialog draws QR codes
        from assessor.report.blocks.qr_squares import squares

        self._rows = tuple(bytes(row) for row in squares(text)) if text else ()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the requested size."""
        return QSize(self._size, self._size)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint black modules on white, never mirrored."""
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
