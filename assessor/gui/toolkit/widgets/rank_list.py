"""A list that the user sorts with the mouse or the keyboard."""

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
from assessor.gui.toolkit.style.painting import at_side, direction
from assessor.gui.toolkit.style.theme import BASE, font, pixmap, tokens

_PAD = 10
_CHIP = 26
_GRIP = 18
_VALUE = int(Qt.ItemDataRole.UserRole)
_RANKED = _VALUE + 1
Index = QModelIndex | QPersistentModelIndex


class RankList(QListWidget):
    """A sortable list. `ordered` is called with all values after a change by the user.

    Ctrl with an arrow moves the current line, Enter accepts the order, Delete removes the ranking;
    the mouse drags a line.
    """

    def __init__(
        self, ordered: Callable[[list[str]], None], blanked: Callable[[], None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._ordered = ordered
        self._blanked = blanked
        self._dragged = -1
        self._order_before_drag: list[str] = []
        self._name = ""
        self.setProperty("role", "rank")
        self.setItemDelegate(_LineDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setDragEnabled(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @property
    def values(self) -> list[str]:
        """The values in the order shown."""
        return [str(self.item(row).data(_VALUE)) for row in range(self.count())]

    @property
    def dragging(self) -> bool:
        """Whether a line is being dragged."""
        return self._dragged >= 0

    def show_order(self, lines: Sequence[tuple[str, str]], ranked: Sequence[str]) -> None:
        """Show (value, label) in this order; values that are not `ranked` get no number."""
        values = self.values
        current = values[self.currentRow()] if 0 <= self.currentRow() < len(values) else ""
        if [value for value, _ in lines] != values:
            self.clear()
            for value, _ in lines:
                item = QListWidgetItem(self)
                item.setData(_VALUE, value)
        for row, (value, label) in enumerate(lines):
            item = self.item(row)
            item.setText(label)
            item.setData(_RANKED, value in ranked)
            spoken = f"{row + 1}. {label}" if value in ranked else label
            item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
            if value == current:
                self.setCurrentRow(row)
        if self.currentRow() < 0 and lines:
            self.setCurrentRow(0)
        self._fit()

    def move_line(self, step: int) -> None:
        """Move the current line up (-1) or down (1)."""
        row = self.currentRow()
        if row >= 0 and 0 <= row + step < self.count() and self.isEnabled():
            self._move_row(row, row + step)
            self._ordered(self.values)

    def accept_order(self) -> None:
        """Report the order as it is."""
        self._ordered(self.values)

    def _move_row(self, row: int, to: int) -> None:
        self.insertItem(to, self.takeItem(row))
        self.setCurrentRow(to)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handle Ctrl+Up, Ctrl+Down, Enter and Delete."""
        with_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if with_control and step:
            self.move_line(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accept_order()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._blanked()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Start dragging a line."""
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._dragged = self.indexAt(event.position().toPoint()).row()
            self._order_before_drag = self.values

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Swap the dragged line with the one under the pointer."""
        if self._dragged < 0:
            super().mouseMoveEvent(event)
            return
        over = self.indexAt(event.position().toPoint()).row()
        if over >= 0 and over != self._dragged:
            self._move_row(self._dragged, over)
            self._dragged = over

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End dragging."""
        super().mouseReleaseEvent(event)
        if self._dragged >= 0:
            self._dragged = -1
            if self.values != self._order_before_drag:
                self._ordered(self.values)

    def _fit(self) -> None:
        rows = sum(max(0, self.sizeHintForRow(row)) for row in range(self.count()))
        self.setFixedHeight(rows + 2 * self.frameWidth())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the height: another width wraps labels differently."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()
        self._fit()

    def sizeHint(self) -> QSize:
        """Return the height of the lines."""
        return QSize(320, self.height())


class _LineDelegate(QStyledItemDelegate):
    """Paints a grip, the number and the label."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of the label at the list's width."""
        parent = self.parent()
        width = (
            parent.viewport().width() if isinstance(parent, QListWidget) else option.rect.width()
        )
        text_width = width - _GRIP - _CHIP - 5 * _PAD
        text = str(index.data())
        return QSize(width, max(_CHIP, text_measure.height(text, text_width, BASE)) + 2 * 7)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one line."""
        colours = tokens()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        enabled = bool(option.state & QStyle.StateFlag.State_Enabled)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        if selected and enabled:
            painter.fillRect(option.rect, QColor(colours.accent_soft if focused else colours.hover))
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
            grip, chip, label = (_turned(box_part, rect) for box_part in (grip, chip, label))
        painter.drawPixmap(grip, pixmap("drag", colours.faint, _GRIP))
        chip_colour = QColor(colours.accent if enabled else colours.muted)
        painter.setPen(Qt.PenStyle.NoPen if ranked else QPen(QColor(colours.faint), 1.25))
        painter.setBrush(chip_colour if ranked else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QRectF(chip).adjusted(1, 1, -1, -1))
        painter.setFont(font(12))
        painter.setPen(QColor(colours.on_accent if ranked else colours.muted))
        number = str(index.row() + 1) if ranked else "–"
        painter.drawText(chip, int(Qt.AlignmentFlag.AlignCenter), number)
        painter.setFont(text_measure.widget_font(BASE))
        painter.setPen(QColor(colours.ink if enabled else colours.muted))
        flags = int(at_side(mirrored))
        painter.setLayoutDirection(direction(mirrored))
        painter.drawText(label, flags | text_measure.WRAP, str(index.data()))


def _turned(box: QRect, within: QRect) -> QRect:
    return QRect(within.left() + within.right() - box.right(), box.top(), box.width(), box.height())
