"""A frame that accepts a dropped or pasted file, and an overlay while files hang above a screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6 import QtGui
from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QRectF, Qt
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from assessor.gui.toolkit.style.basic_widgets import fill, label, picture, rows
from assessor.gui.toolkit.style.painting import smooth_painter
from assessor.gui.toolkit.style.theme import set_role, tokens
from assessor.gui.toolkit.system.file_types import is_file, local_paths


class DropBox(QFrame):
    """A dashed frame that accepts one file, by its path or content; several only where allowed."""

    def __init__(
        self,
        accept: Callable[[Path | bytes, str], None],
        parent: QWidget,
        accept_several: Callable[[Sequence[Path]], object] | None = None,
    ) -> None:
        super().__init__(parent)
        self._accept, self._accept_several = accept, accept_several
        self._over = False
        self.dashed = True
        self.setAcceptDrops(True)

    def take_data(self, data: QMimeData) -> bool:
        """Accept the file or picture that `data` carries; return whether there was one."""
        paths = [path for path in local_paths(data) if is_file(path)]
        if len(paths) == 1:
            self._accept(paths[0], "")
            return True
        if paths and self._accept_several is not None:
            self._accept_several(paths)
            return True
        image = data.imageData() if data.hasImage() else None
        if isinstance(image, QtGui.QImage) and not image.isNull():
            self._accept(as_png(image), "")
            return True
        return False

    def dragEnterEvent(self, event: QtGui.QDragEnterEvent) -> None:
        """Accept what can be taken."""
        if self.takes(event.mimeData()):
            event.acceptProposedAction()
            self._highlight(True)

    def takes(self, data: QMimeData) -> bool:
        """Whether `data` is a file, several files where allowed, or a picture."""
        paths = local_paths(data)
        files = [path for path in paths if is_file(path)]
        fits = len(files) == 1 or (
            self._accept_several is not None and len(files) == len(paths) > 0
        )
        return self.isEnabled() and self.acceptDrops() and (fits or data.hasImage())

    def dragLeaveEvent(self, _event: QtGui.QDragLeaveEvent) -> None:
        """Remove the highlight."""
        self._highlight(False)

    def dropEvent(self, event: QtGui.QDropEvent) -> None:
        """Take the dropped data."""
        self._highlight(False)
        if self.take_data(event.mimeData()):
            event.acceptProposedAction()

    def _highlight(self, on: bool) -> None:
        self._over = on
        self.update()

    def paintEvent(self, _event: QtGui.QPaintEvent) -> None:
        """Paint a dashed edge, solid and tinted while a file hovers."""
        colours = tokens()
        painter = smooth_painter(self)
        edge = QtGui.QPen(QtGui.QColor(colours.accent if self._over else colours.line), 1.5)
        if self.dashed and not self._over:
            edge.setStyle(Qt.PenStyle.DashLine)
            edge.setColor(QtGui.QColor(colours.faint))
        painter.setPen(edge)
        painter.setBrush(QtGui.QColor(colours.accent_soft if self._over else colours.paper))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)


def as_png(picture: QtGui.QImage) -> bytes:
    """Return a picture as PNG without metadata."""
    image = picture.convertToFormat(QtGui.QImage.Format.Format_ARGB32)
    for key in image.textKeys():
        image.setText(key, "")
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # PySide6
    return bytes(buffer.data().data())


_ICON = "receive"


class DropOverlay(QFrame):
    """Hidden until `show_sentence`; it takes no room, and nothing of the screen moves."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        set_role(self, "veil")
        down = rows(self, 1, gap=16, margins=(24, 24, 24, 24))
        self._drawn: QLabel = picture(self, _ICON, "ink", 48)
        self._sentence = label(self, "title", wrap=True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        fill(down, (self._drawn, 0, Qt.AlignmentFlag.AlignHCenter), self._sentence, 1)
        self.hide()

    def show_sentence(self, text: str, *, good: bool) -> None:
        """Come down with a sentence, or several lines; `good` if the files can be used."""
        set_role(self, "veil" if good else "veil-no")
        self._sentence.setText(text)
        self.setAccessibleName(text)
        self.raise_()
        self.show()
