"""A place that says a file may be dropped or pasted here, and takes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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

from assessor.gui.toolkit.style.theme import tokens
from assessor.gui.toolkit.system.file_types import is_file, local_paths


class DropBox(QFrame):
    """A dashed frame. `took` is called with the path, or the bytes and the name, of one file.

    Where `several` is given it is called with the paths of more than one; else they are refused.
    """

    def __init__(
        self,
        took: Callable[[Path | bytes, str], None],
        parent: QWidget,
        several: Callable[[Sequence[Path]], object] | None = None,
    ) -> None:
        super().__init__(parent)
        self._took, self._several = took, several
        self._over = False
        self.dashed = True
        self.setAcceptDrops(True)

    def offer(self, data: QMimeData) -> bool:
        """Take the file or picture that `data` carries; whether there was one."""
        paths = [path for path in local_paths(data) if is_file(path)]
        if len(paths) == 1:
            self._took(paths[0], "")
            return True
        if paths and self._several is not None:
            self._several(paths)
            return True
        found = data.imageData() if data.hasImage() else None
        if isinstance(found, QImage) and not found.isNull():
            self._took(as_png(found), "")
            return True
        return False

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Say yes to what can be taken."""
        if self.takes(event.mimeData()):
            event.acceptProposedAction()
            self._lit(True)

    def takes(self, data: QMimeData) -> bool:
        """Whether `data` is one file, or several where they may be, or a picture."""
        paths = local_paths(data)
        files = [path for path in paths if is_file(path)]
        fit = len(files) == 1 or (self._several is not None and len(files) == len(paths) > 0)
        return self.isEnabled() and self.acceptDrops() and (fit or data.hasImage())

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
