"""A place that says a file may be dropped or pasted here, and takes it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QImage,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QFrame, QWidget

from assessor.gui.dropping import local_paths
from assessor.gui.theme import tokens


class DropBox(QFrame):
    """A dashed frame. `took` is called with the path, or the bytes and the name, of one file."""

    def __init__(self, took: Callable[[Path | bytes, str], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._took = took
        self._over = False
        self.dashed = True
        self.setAcceptDrops(True)

    def offer(self, data: QMimeData) -> bool:
        """Take the file or picture that `data` carries; whether there was one."""
        paths = [path for path in local_paths(data) if path.is_file()]
        if len(paths) == 1:
            self._took(paths[0], "")
            return True
        found = data.imageData() if data.hasImage() else None
        if isinstance(found, QImage) and not found.isNull():
            self._took(as_png(found), "")
            return True
        return False

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Say yes to one file, or a picture."""
        data = event.mimeData()
        one = len([path for path in local_paths(data) if path.is_file()]) == 1
        if self.isEnabled() and (one or data.hasImage()):
            event.acceptProposedAction()
            self._lit(True)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """It went elsewhere."""
        self._lit(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take it."""
        self._lit(False)
        if self.offer(event.mimeData()):
            event.acceptProposedAction()

    def _lit(self, on: bool) -> None:
        self._over = on
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A dashed edge, solid and tinted while a file hovers."""
        colours = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = QPen(QColor(colours.accent if self._over else colours.line), 1.5)
        if self.dashed and not self._over:
            edge.setStyle(Qt.PenStyle.DashLine)
            edge.setColor(QColor(colours.faint))
        painter.setPen(edge)
        painter.setBrush(QColor(colours.accent_soft if self._over else colours.paper))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)


def as_png(picture: QImage) -> bytes:
    """A picture as PNG, with nothing in it but its pixels."""
    bare = picture.convertToFormat(QImage.Format.Format_ARGB32)
    for key in bare.textKeys():
        bare.setText(key, "")
    held = QBuffer()
    held.open(QIODevice.OpenModeFlag.WriteOnly)
    bare.save(held, "PNG")  # type: ignore[call-overload]
    return bytes(held.data().data())
