"""A box for several lines of text that grows with what is written."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget


def stand_at_start(edit: QPlainTextEdit) -> None:
    """Have text stand where lines begin in the direction of its place; Qt's leading is its left."""
    mirrored = edit.layoutDirection() == Qt.LayoutDirection.RightToLeft
    side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
    option = edit.document().defaultTextOption()
    option.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute)
    edit.document().setDefaultTextOption(option)


class GrowingEdit(QPlainTextEdit):
    """At least `fewest` lines tall, at most `most`; Tab goes on to the next question.

    QPlainTextEdit has no signal that people alone cause: listeners compare before they speak.
    """

    def __init__(self, parent: QWidget, *, fewest: int = 3, most: int = 14) -> None:
        super().__init__(parent)
        self._fewest = fewest
        self._most = most
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().documentLayout().documentSizeChanged.connect(self._grow)
        stand_at_start(self)
        self._grow()

    def changeEvent(self, event: QEvent) -> None:
        """Turn round with the window."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            stand_at_start(self)

    def _grow(self) -> None:
        lines = int(self.document().documentLayout().documentSize().height())
        shown = max(self._fewest, min(lines, self._most))
        height = shown * self._line() + 24
        if height != self.height() or height != self.minimumHeight():
            self.setFixedHeight(height)

    def _line(self) -> int:
        """How tall a line is in px: in Arabic half as tall again as the face's own letters."""
        first = self.document().firstBlock()
        self.blockBoundingRect(first)  # lays it out, where it was not yet
        lines = first.layout().lineCount()
        tall = first.layout().lineAt(0).height() if lines else 0.0
        return max(self.fontMetrics().lineSpacing(), math.ceil(tall))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width makes other lines."""
        super().resizeEvent(event)
        self._grow()

    def sizeHint(self) -> QSize:
        """As wide as it may, as tall as its lines."""
        return QSize(300, self.minimumHeight())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the text while it is longer than the box, else leave the wheel to the page."""
        if self.verticalScrollBar().maximum() > 0 and self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
