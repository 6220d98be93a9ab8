"""A thumbnail of a file, drawn when it becomes visible; an icon for other files."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap, QPixmapCache
from PySide6.QtWidgets import QWidget

from assessor.errors import AssessorError
from assessor.gui.toolkit.style.theme import pixmap, tokens
from assessor.gui.toolkit.widgets.safe_image import decode_pixmap

THUMBNAIL_WIDTH, THUMBNAIL_HEIGHT = 112, 84
_OVERSAMPLING = 3
"""Pixels stored for each one shown, for high-resolution screens."""

FILE_ICONS = (("image/", "camera"), ("audio/", "microphone"), ("video/", "play"), ("", "file-text"))


class Thumbnail(QWidget):
    """One file. Its bytes are read at the first paint and the thumbnail is cached."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._digest = ""
        self._kind = ""
        self._read: Callable[[], bytes] | None = None
        self._pixmap: QPixmap | None = None
        self.setFixedSize(THUMBNAIL_WIDTH, THUMBNAIL_HEIGHT)

    def show_file(self, digest: str, kind: str, read: Callable[[], bytes] | None) -> None:
        """Show the file with this SHA-256 and media type; `read` returns its bytes if present."""
        if (digest, kind) != (self._digest, self._kind):
            self._digest, self._kind, self._pixmap = digest, kind, None
            self._read = read if kind.startswith("image/") else None
            self.update()

    def _picture(self) -> QPixmap | None:
        if self._pixmap is None and self._read is not None:
            thumbnail, key = QPixmap(), f"thumbnail {self._digest}"
            if not QPixmapCache.find(key, thumbnail):
                thumbnail = self._decode(self._read) or QPixmap()
                QPixmapCache.insert(key, thumbnail)
            self._pixmap, self._read = thumbnail, None
        return None if self._pixmap is None or self._pixmap.isNull() else self._pixmap

    @staticmethod
    def _decode(read: Callable[[], bytes]) -> QPixmap | None:
        try:
            return decode_pixmap(read(), QSize(THUMBNAIL_WIDTH, THUMBNAIL_HEIGHT) * _OVERSAMPLING)
        except AssessorError:
            return None  # the card reports what is wrong with the file

    def sizeHint(self) -> QSize:
        """Return the fixed size, 4:3."""
        return QSize(THUMBNAIL_WIDTH, THUMBNAIL_HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the thumbnail, or the icon of the media type, and a frame."""
        colours = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), QColor(colours.ground))
        thumbnail = self._picture()
        if thumbnail is not None:
            size = thumbnail.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            box = QRect(0, 0, size.width(), size.height())
            box.moveCenter(self.rect().center())
            painter.drawPixmap(box, thumbnail)
        else:
            name = next(icon for kind, icon in FILE_ICONS if self._kind.startswith(kind))
            painter.drawPixmap(
                (THUMBNAIL_WIDTH - 32) // 2,
                (THUMBNAIL_HEIGHT - 32) // 2,
                pixmap(name, colours.faint, 32),
            )
        painter.setPen(QColor(colours.line))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
