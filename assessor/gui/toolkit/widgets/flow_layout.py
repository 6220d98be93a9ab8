"""Widgets in lines that wrap like words, or in equal columns."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from assessor.gui.toolkit.style.basic_widgets import follow_width


class WrappingPanel(QWidget):
    """A panel that places its children itself and is as tall as they need at its width."""

    def arrange(self, width: int, *, place: bool) -> int:
        """Return the height at a width, and place the children if wanted."""
        raise NotImplementedError

    def hasHeightForWidth(self) -> bool:
        """Return True: a narrower panel needs more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the lines at a width."""
        return self.arrange(width, place=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the children again."""
        super().resizeEvent(event)
        self.arrange(self.width(), place=True)

    def event(self, event: QEvent) -> bool:
        """Place the children again when a size hint or the direction changes."""
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.LayoutDirectionChange):
            self.arrange(self.width(), place=True)
            self.updateGeometry()
        return super().event(event)

    @staticmethod
    def least_width(child: QWidget) -> int:
        """Return the width that a child needs."""
        return max(child.minimumWidth(), child.minimumSizeHint().width())


class FlowPanel(WrappingPanel):
    """Children in reading order, wrapped, or in up to `columns` equal columns."""

    def __init__(self, parent: QWidget | None = None, *, gap: int = 4, columns: int = 0) -> None:
        super().__init__(parent)
        self._children: list[QWidget] = []
        self._gap = gap
        self._columns = columns
        follow_width(self)

    def add(self, widget: QWidget) -> None:
        """Append a child."""
        widget.setParent(self)
        self._children.append(widget)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the size of all children on one line."""
        sizes = [child.sizeHint() for child in self._children]
        total_width = sum(size.width() for size in sizes) + self._gap * max(0, len(sizes) - 1)
        return QSize(total_width, max((size.height() for size in sizes), default=0))

    def minimumSizeHint(self) -> QSize:
        """Return the width of the widest child."""
        widest = max((self.least_width(child) for child in self._children), default=0)
        return QSize(widest, 0)

    def arrange(self, width: int, *, place: bool) -> int:
        """Place the children in lines; return their height."""
        column_width = self._column_width(width)
        mirrored = self.isRightToLeft()
        x = y = line_height = 0
        for child in self._children:
            hint = child.sizeHint().boundedTo(child.maximumSize()).expandedTo(child.minimumSize())
            wide = min(column_width or hint.width(), width)
            if x and x + wide > width:
                x, y, line_height = 0, y + line_height + self._gap, 0
            height = child.heightForWidth(wide) if child.hasHeightForWidth() else hint.height()
            if place:
                child.setGeometry(width - x - wide if mirrored else x, y, wide, height)
            x += wide + self._gap
            line_height = max(line_height, height)
        return y + line_height

    def _column_width(self, available: int) -> int:
        """Return the width of a column; 0 if children keep their own width."""
        if not self._columns or not self._children:
            return 0
        widest = min(max(child.sizeHint().width() for child in self._children), 280)
        count = max(1, min(self._columns, (available + self._gap) // (widest + self._gap)))
        return (available - (count - 1) * self._gap) // count
