"""A small picture of a file, drawn when it comes into sight; an icon for what is no picture."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap, QPixmapCache
from PySide6.QtWidgets import QWidget

from assessor.errors import AssessorError
from assessor.gui.toolkit.style.theme import pixmap, tokens
from assessor.gui.toolkit.widgets.safe_image import picture_of

WIDE, TALL = 112, 84
_SHARP = 3
"""Pixels kept for each one shown, for the sharpest screens."""

FILE_ICONS = (("image/", "camera"), ("audio/", "microphone"), ("video/", "play"), ("", "file-text"))


class Thumbnail(QWidget):
    """One file; its bytes are read at the first painting, and the small picture is kept."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._digest = ""
        self._kind = ""
        self._read: Callable[[], bytes] | None = None
        self._made: QPixmap | None = None
        self.setFixedSize(WIDE, TALL)

    def show_file(self, digest: str, kind: str, read: Callable[[], bytes] | None) -> None:
        """Show the file of this SHA-256 and media type; `read` gives its bytes, if it is here."""
        if (digest, kind) != (self._digest, self._kind):
            self._digest, self._kind, self._made = digest, kind, None
            self._read = read if kind.startswith("image/") else None
            self.update()

    def _picture(self) -> QPixmap | None:
        if self._made is None and self._read is not None:
            found, key = QPixmap(), f"thumbnail {self._digest}"
            if not QPixmapCache.find(key, found):
                found = self._drawn(self._read) or QPixmap()
                QPixmapCache.insert(key, found)
            self._made, self._read = found, None
        return None if self._made is None or self._made.isNull() else self._made

    @staticmethod
    def _drawn(read: Callable[[], bytes]) -> QPixmap | None:
        try:
            return picture_of(read(), QSize(WIDE, TALL) * _SHARP)
        except AssessorError:
            return None  # the card says beside it what is wrong with the file

    def sizeHint(self) -> QSize:
        """Four by three."""
        return QSize(WIDE, TALL)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The picture within its frame, or the icon of its kind."""
        colours = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), QColor(colours.ground))
        found = self._picture()
        if found is not None:
            size = found.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            box = QRect(0, 0, size.width(), size.height())
            box.moveCenter(self.rect().center())
            painter.drawPixmap(box, found)
        else:
            name = next(icon for kind, icon in FILE_ICONS if self._kind.startswith(kind))
            painter.drawPixmap((WIDE - 32) // 2, (TALL - 32) // 2, pixmap(name, colours.faint, 32))
        painter.setPen(QColor(colours.line))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
