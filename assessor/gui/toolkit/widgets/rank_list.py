"""A list whose lines are put in order, with the mouse or from the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from assessor.gui.toolkit.style import text_measure
from assessor.gui.toolkit.style.theme import BASE, font, pixmap, tokens

_PAD = 10
_CHIP = 26
_GRIP = 18
_VALUE = int(Qt.ItemDataRole.UserRole)
_RANKED = _VALUE + 1
Index = QModelIndex | QPersistentModelIndex


class RankList(QListWidget):
    """Lines in order. `ordered` is called with all values when a person has changed the order.

    Ctrl with an arrow moves the line the keyboard is on, Enter accepts the order as it stands,
    Delete takes the ranking back; with the mouse a line is dragged.
    """

    def __init__(
        self, ordered: Callable[[list[str]], None], blanked: Callable[[], None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._ordered = ordered
        self._blanked = blanked
        self._dragged = -1
        self._at_first: list[str] = []
        self._name = ""
        self.setProperty("role", "rank")
        self.setItemDelegate(_Line(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setDragEnabled(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @property
    def values(self) -> list[str]:
        """The values, in the order shown."""
        return [str(self.item(row).data(_VALUE)) for row in range(self.count())]

    @property
    def dragging(self) -> bool:
        """Whether a line is in the person's hand."""
        return self._dragged >= 0

    def show_order(self, lines: Sequence[tuple[str, str]], ranked: Sequence[str]) -> None:
        """Show (value, label) in this order; those not `ranked` yet have no number."""
        held = self.values
        current = held[self.currentRow()] if 0 <= self.currentRow() < len(held) else ""
        if [value for value, _ in lines] != held:
            self.clear()
            for value, _ in lines:
                item = QListWidgetItem(self)
                item.setData(_VALUE, value)
        for row, (value, label) in enumerate(lines):
            item = self.item(row)
            item.setText(label)
            item.setData(_RANKED, value in ranked)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, _spoken(row, label, value in ranked))
            if value == current:
                self.setCurrentRow(row)
        if self.currentRow() < 0 and lines:
            self.setCurrentRow(0)
        self._fit()

    def move_line(self, step: int) -> None:
        """Move the line the keyboard is on by one, up (-1) or down (1)."""
        row = self.currentRow()
        if row >= 0 and 0 <= row + step < self.count() and self.isEnabled():
            self._carry(row, row + step)
            self._ordered(self.values)

    def accept_order(self) -> None:
        """The person agrees to the order as it stands."""
        self._ordered(self.values)

    def _carry(self, row: int, to: int) -> None:
        item = self.takeItem(row)
        self.insertItem(to, item)
        self.setCurrentRow(to)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Up, Ctrl+Down, Enter, Delete; the rest is the list's own."""
        moved = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if moved and step:
            self.move_line(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accept_order()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._blanked()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a line in hand."""
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._dragged = self.indexAt(event.position().toPoint()).row()
            self._at_first = self.values

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The line in hand changes places with the one it is moved over."""
        if self._dragged < 0:
            super().mouseMoveEvent(event)
            return
        over = self.indexAt(event.position().toPoint()).row()
        if over >= 0 and over != self._dragged:
            self._carry(self._dragged, over)
            self._dragged = over

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the line go."""
        super().mouseReleaseEvent(event)
        if self._dragged >= 0:
            self._dragged = -1
            if self.values != self._at_first:
                self._ordered(self.values)

    def _fit(self) -> None:
        rows = sum(max(0, self.sizeHintForRow(row)) for row in range(self.count()))
        self.setFixedHeight(rows + 2 * self.frameWidth())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width wraps the labels anew."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()
        self._fit()

    def sizeHint(self) -> QSize:
        """As tall as its lines."""
        return QSize(320, self.height())


def _spoken(row: int, label: str, ranked: bool) -> str:
    return f"{row + 1}. {label}" if ranked else label


class _Line(QStyledItemDelegate):
    """A grip, the number, the label."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As tall as the label takes at the list's width."""
        parent = self.parent()
        wide = parent.viewport().width() if isinstance(parent, QListWidget) else option.rect.width()
        room = wide - _GRIP - _CHIP - 5 * _PAD
        text = str(index.data())
        return QSize(wide, max(_CHIP, text_measure.height(text, room, BASE)) + 2 * 7)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One line of the list."""
        colours = tokens()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        enabled = bool(option.state & QStyle.StateFlag.State_Enabled)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        focus = bool(option.state & QStyle.StateFlag.State_HasFocus)
        if chosen and enabled:
            painter.fillRect(option.rect, QColor(colours.accent_soft if focus else colours.hover))
        if index.row() < index.model().rowCount() - 1:
            painter.setPen(QColor(colours.line))
            painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        self._paint_parts(painter, option.rect, index, mirrored, enabled)
        painter.restore()

    def _paint_parts(
        self, painter: QPainter, rect: QRect, index: Index, mirrored: bool, enabled: bool
    ) -> None:
        colours = tokens()
        ranked = bool(index.data(_RANKED))
        box = rect.adjusted(_PAD, 0, -_PAD, 0)
        middle = box.center().y()
        grip = QRect(box.left(), middle - _GRIP // 2, _GRIP, _GRIP)
        chip = QRect(grip.right() + _PAD, middle - _CHIP // 2, _CHIP, _CHIP)
        label = QRect(
            chip.right() + _PAD, rect.top(), box.right() - chip.right() - _PAD, rect.height()
        )
        if mirrored:
            grip, chip, label = (_turned(each, rect) for each in (grip, chip, label))
        painter.drawPixmap(grip, pixmap("drag", colours.faint, _GRIP))
        strong = QColor(colours.accent if enabled else colours.muted)
        painter.setPen(Qt.PenStyle.NoPen if ranked else QPen(QColor(colours.faint), 1.25))
        painter.setBrush(strong if ranked else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QRectF(chip).adjusted(1, 1, -1, -1))
        painter.setFont(font(12))
        painter.setPen(QColor(colours.on_accent if ranked else colours.muted))
        figure = str(index.row() + 1) if ranked else "–"
        painter.drawText(chip, int(Qt.AlignmentFlag.AlignCenter), figure)
        painter.setFont(text_measure.widget_font(BASE))
        painter.setPen(QColor(colours.ink if enabled else colours.muted))
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        flags = int(side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute)
        painter.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight
        )
        painter.drawText(label, flags | text_measure.WRAP, str(index.data()))


def _turned(box: QRect, within: QRect) -> QRect:
    """A box on the other side of the line."""
    return QRect(within.left() + within.right() - box.right(), box.top(), box.width(), box.height())
