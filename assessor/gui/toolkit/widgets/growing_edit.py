"""A multi-line text box that grows with its text."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from assessor.gui.toolkit.style.painting import at_side


def align_start(edit: QPlainTextEdit) -> None:
    """Align text to the start of lines; Qt's leading alignment is always left here."""
    option = edit.document().defaultTextOption()
    option.setAlignment(at_side(edit.isRightToLeft(), Qt.AlignmentFlag(0)))
    edit.document().setDefaultTextOption(option)


class GrowingEdit(QPlainTextEdit):
    """A text box of `fewest` to `most` lines. It reports all changes: listeners compare."""

    def __init__(self, parent: QWidget, *, fewest: int = 3, most: int = 14) -> None:
        super().__init__(parent)
        self._fewest = fewest
        self._most = most
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().documentLayout().documentSizeChanged.connect(self._grow)
        align_start(self)
        self._grow()

    def changeEvent(self, event: QEvent) -> None:
        """Align again when the direction changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            align_start(self)

    def _grow(self) -> None:
        lines = int(self.document().documentLayout().documentSize().height())
        visible_lines = max(self._fewest, min(lines, self._most))
        height = visible_lines * self._line_height() + 24
        if height != self.height() or height != self.minimumHeight():
            self.setFixedHeight(height)

    def _line_height(self) -> int:
        """Return the height of a line in px; Arabic lines are half as tall again as the font."""
        first = self.document().firstBlock()
        self.blockBoundingRect(first)  # forces the layout
        lines = first.layout().lineCount()
        height = first.layout().lineAt(0).height() if lines else 0.0
        return max(self.fontMetrics().lineSpacing(), math.ceil(height))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Grow or shrink: another width wraps differently."""
        super().resizeEvent(event)
        self._grow()

    def sizeHint(self) -> QSize:
        """Return a usual width and the height of the lines."""
        return QSize(300, self.minimumHeight())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll a text that is longer than the box, else let the page scroll."""
        if self.verticalScrollBar().maximum() > 0 and self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
