"""Images from untrusted bytes, limited in size."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPixmap

MAX_PIXELS = 40_000_000
"""A larger image is not decoded: it would fill the memory."""


def decode_image(content: bytes | None, max_size: QSize | None = None) -> QImage | None:
    """Decode `content` upright, no larger than `max_size`; None if it cannot be drawn."""
    if not content:
        return None
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid() or size.width() * size.height() > MAX_PIXELS:
        return None
    if max_size is not None and (
        size.width() > max_size.width() or size.height() > max_size.height()
    ):
        reader.setScaledSize(size.scaled(max_size, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return None if image.isNull() else image


def decode_pixmap(content: bytes | None, max_size: QSize | None = None) -> QPixmap | None:
    """Return the same as a pixmap, at most 480 × 320 px by default."""
    image = decode_image(content, max_size or QSize(480, 320))
    return None if image is None else QPixmap.fromImage(image)
