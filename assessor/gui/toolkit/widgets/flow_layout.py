"""Widgets beside each other that wrap like words on a line, or stand in equal columns."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget


class FlowLayout(QWidget):
    """Children in reading order, wrapped at the width there is; mirrored right to left.

    `columns` > 0 sets them in that many equal columns instead, fewer where the width asks it.
    """

    def __init__(self, parent: QWidget | None = None, *, gap: int = 4, columns: int = 0) -> None:
        super().__init__(parent)
        self._children: list[QWidget] = []
        self._gap = gap
        self._columns = columns
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, widget: QWidget) -> None:
        """Take one more child at the end."""
        widget.setParent(self)
        self._children.append(widget)
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        """A narrower line makes more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height its lines take at a width."""
        return self._arrange(width, place=False)

    def sizeHint(self) -> QSize:
        """One line of everything; heightForWidth says the rest."""
        sizes = [child.sizeHint() for child in self._children]
        wide = sum(size.width() for size in sizes) + self._gap * max(0, len(sizes) - 1)
        return QSize(wide, max((size.height() for size in sizes), default=0))

    def minimumSizeHint(self) -> QSize:
        """The largest single child."""
        widest = max((self._narrowest(child) for child in self._children), default=0)
        return QSize(widest, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set the children anew."""
        super().resizeEvent(event)
        self._arrange(self.width(), place=True)

    def event(self, event: QEvent) -> bool:
        """A child that changed its wish, or the direction, sets them anew."""
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.LayoutDirectionChange):
            self._arrange(self.width(), place=True)
            self.updateGeometry()
        return super().event(event)

    @staticmethod
    def _narrowest(child: QWidget) -> int:
        return max(child.minimumWidth(), child.minimumSizeHint().width())

    def _arrange(self, room: int, *, place: bool) -> int:
        cell = self._cell(room)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x = y = line = 0
        for child in self._children:
            wish = child.sizeHint().boundedTo(child.maximumSize()).expandedTo(child.minimumSize())
            width = min(cell or wish.width(), room)
            if x and x + width > room:
                x, y, line = 0, y + line + self._gap, 0
            height = child.heightForWidth(width) if child.hasHeightForWidth() else wish.height()
            if place:
                child.setGeometry(room - x - width if mirrored else x, y, width, height)
            x += width + self._gap
            line = max(line, height)
        return y + line

    def _cell(self, room: int) -> int:
        """The width of a column, 0 when children keep their own."""
        if not self._columns or not self._children:
            return 0
        widest = min(max(child.sizeHint().width() for child in self._children), 280)
        fit = max(1, min(self._columns, (room + self._gap) // (widest + self._gap)))
        return (room - (fit - 1) * self._gap) // fit
