"""Pictures made from bytes that are not trusted: bounded in size, or none at all."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPixmap

MOST_PIXELS = 40_000_000
"""A picture with more pixels is not drawn: it would fill the memory."""


def image_of(content: bytes | None, within: QSize | None = None) -> QImage | None:
    """The picture in `content`, upright, no larger than `within`; None if it cannot be drawn."""
    if not content:
        return None
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid() or size.width() * size.height() > MOST_PIXELS:
        return None
    if within is not None and (size.width() > within.width() or size.height() > within.height()):
        reader.setScaledSize(size.scaled(within, Qt.AspectRatioMode.KeepAspectRatio))
    found = reader.read()
    return None if found.isNull() else found


def picture_of(content: bytes | None, within: QSize | None = None) -> QPixmap | None:
    """The same as a pixmap, at most 480 × 320 px unless told otherwise."""
    found = image_of(content, within or QSize(480, 320))
    return None if found is None else QPixmap.fromImage(found)
