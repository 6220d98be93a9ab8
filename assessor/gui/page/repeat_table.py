"""A repeat as a table: one row per instance, one column per question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from PySide6 import QtWidgets
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QResizeEvent

from assessor.form.labels.styled_text import plain_text
from assessor.form.live.node import Node
from assessor.gui.questions.answer_text import answer_text
from assessor.gui.toolkit.style import text_measure
from assessor.gui.toolkit.style.painting import at_side
from assessor.gui.toolkit.style.theme import BASE, icon, tokens

_MOST_COLUMNS = 6
_MOST_ROWS = 10
_ROW = 40
_PAD = 10
_TRAILING = Qt.AlignmentFlag.AlignTrailing
_SAMPLED_ROWS = 40
_MOST_MEASURED_ROWS = 200
Index = QModelIndex | QPersistentModelIndex


def leaves(node: Node) -> Iterator[Node]:
    """Yield the questions of an instance, without notes and inner repeats."""
    for child in node.children:
        if child.kind == "group":
            yield from leaves(child)
        elif child.kind == "question" and child.control != "note":
            yield child


class RepeatModel(QAbstractTableModel):
    """The instances of a repeat as a Qt model; it stores no answers."""

    def __init__(self, node: Node, parent: QtWidgets.QWidget, language: str) -> None:
        super().__init__(parent)
        self.node = node
        self._language = language
        self._leaves: dict[str, list[Node]] = {}
        self._instances: Sequence[Node] = node.children
        self._rows: dict[str, int] = {}
        self._index_rows()

    def refresh(self, *, structure: bool) -> None:
        """Report changed answers; with `structure`, also changed instances or order."""
        if structure:
            self.beginResetModel()
            self._leaves.clear()
            self._instances = self.node.children
            self._index_rows()
            self.endResetModel()
        elif self.rowCount():
            last = self.index(self.rowCount() - 1, max(0, self.columnCount() - 1))
            self.dataChanged.emit(self.index(0, 0), last)

    def instance(self, row: int) -> Node:
        """Return the instance in a row."""
        return self._instances[row]

    def row_of(self, reference: str) -> int:
        """Return the row of an instance, -1 if it was deleted."""
        return self._rows.get(reference, -1)

    def _index_rows(self) -> None:
        self._rows = {each.reference: row for row, each in enumerate(self._instances)}

    def _columns(self, row: int) -> list[Node]:
        instance = self.instance(row)
        if instance.reference not in self._leaves:
            self._leaves[instance.reference] = list(leaves(instance))[:_MOST_COLUMNS]
        return self._leaves[instance.reference]

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of instances."""
        return 0 if parent is not None and parent.isValid() else len(self._instances)

    def columnCount(self, parent: Index | None = None) -> int:
        """Return the number of questions shown, six at most."""
        if (parent is not None and parent.isValid()) or not self._instances:
            return 0
        return len(self._columns(0))

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the label of a column, aligned as its answers, or the number of a row."""
        across = orientation == Qt.Orientation.Horizontal
        if role == Qt.ItemDataRole.TextAlignmentRole and across and self.columnCount() > section:
            return self._alignment(self._columns(0)[section])
        if role != Qt.ItemDataRole.DisplayRole or section < 0:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1)
        return plain_text(self._columns(0)[section].label) if self.columnCount() > section else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the answer as text; an icon in the first column marks a violation."""
        if not index.isValid():
            return None
        node = self._columns(index.row())[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            text = answer_text(node, self._language) if node.relevant else ""
            return text or ("–" if role == Qt.ItemDataRole.DisplayRole else None)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{plain_text(node.label)}: {answer_text(node, self._language)}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(node)
        if role == Qt.ItemDataRole.DecorationRole and not index.column():
            wrong = any(leaf.violation for leaf in leaves(self.instance(index.row())))
            return icon("danger", "danger", 16) if wrong else None
        return None

    @staticmethod
    def _alignment(node: Node) -> int:
        figures = node.type in ("int", "decimal")
        side = Qt.AlignmentFlag.AlignTrailing if figures else Qt.AlignmentFlag.AlignLeading
        return int(side | Qt.AlignmentFlag.AlignVCenter) | text_measure.WRAP

    def preferred_width(self, column: int) -> int:
        """Return the preferred width of a column in px: that of its longest text, limited."""
        label = str(self.headerData(column, Qt.Orientation.Horizontal) or "")
        rows = range(min(self.rowCount(), _SAMPLED_ROWS))
        texts = [str(self.index(row, column).data()) for row in rows]
        longest = max((text_measure.width(text, BASE) for text in texts), default=0)
        words = max((text_measure.width(word, 12, bold=True) for word in label.split()), default=0)
        return max(56, words + 4, min(longest + 4, 420)) + 2 * _PAD

    def row_height(self, row: int, widths: list[int]) -> int:
        """Return the height of a row in px at these column widths, three lines at most."""
        most = 0
        for column, width in enumerate(widths):
            text = str(self.index(row, column).data())
            line = text_measure.height(text, 9999, BASE)
            most = max(most, min(text_measure.height(text, width - 2 * _PAD, BASE), 3 * line))
        return most + 18


class CellPainter(QtWidgets.QStyledItemDelegate):
    """Paint the text on up to three lines, elided, after an icon if there is a violation."""

    def paint(
        self, painter: QPainter, option: QtWidgets.QStyleOptionViewItem, index: Index
    ) -> None:
        """Paint background, icon and text."""
        colours = tokens()
        chosen = bool(option.state & QtWidgets.QStyle.StateFlag.State_Selected)
        over = bool(option.state & QtWidgets.QStyle.StateFlag.State_MouseOver)
        if chosen or over:
            painter.fillRect(option.rect, QColor(colours.accent_soft if chosen else colours.hover))
        if index.row() < index.model().rowCount() - 1:  # the frame closes the last
            painter.setPen(QColor(colours.line))
            painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        box = option.rect.adjusted(_PAD, 8, -_PAD, -8)
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        sign = index.data(Qt.ItemDataRole.DecorationRole)
        if sign is not None:
            left = box.right() - 15 if mirrored else box.left()
            sign.paint(painter, QRect(left, box.center().y() - 8, 16, 16))
            box.adjust(0 if mirrored else 22, 0, -22 if mirrored else 0, 0)
        painter.setFont(text_measure.widget_font(BASE))
        painter.setPen(QColor(colours.ink))
        painter.setLayoutDirection(option.direction)
        flags = self._flags(mirrored, index)
        painter.drawText(box, flags, self._cut(str(index.data()), box.width()))

    @staticmethod
    def _flags(mirrored: bool, index: Index) -> int:
        trailing = int(index.data(Qt.ItemDataRole.TextAlignmentRole)) & int(_TRAILING)
        right = bool(trailing) != mirrored
        return int(at_side(right)) | text_measure.WRAP

    @staticmethod
    def _cut(text: str, width: int) -> str:
        """The words that fit on three lines."""
        line = text_measure.height(text, 9999, BASE)
        if text_measure.height(text, width, BASE) <= 3 * line:
            return text
        words = text.split()
        while (
            len(words) > 1 and text_measure.height(" ".join(words) + " …", width, BASE) > 3 * line
        ):
            words.pop()
        return " ".join(words) + " …"


def column_widths(preferred: list[int], room: int) -> list[int]:
    """Divide `room` px: narrow columns get their preferred width, wide ones share the rest."""
    fair = room // max(1, len(preferred))
    narrow = [width for width in preferred if width <= fair]
    rest, wide = room - sum(narrow), sum(width for width in preferred if width > fair)
    if not wide:
        return [room * width // max(1, sum(preferred)) for width in preferred]
    return [width if width <= fair else rest * width // wide for width in preferred]


class RowActions(Protocol):
    """The actions on the rows of a table, implemented by its owner."""

    def open_row(self, row: int) -> None:
        """Open the instance of a row."""

    def delete_row(self, row: int) -> None:
        """Delete the instance of a row."""

    def duplicate_row(self, row: int) -> None:
        """Duplicate the instance of a row."""

    def move_row(self, row: int, to: int) -> None:
        """Move the instance of a row."""

    def add_row(self) -> None:
        """Add an instance at the end."""


class RepeatTable(QtWidgets.QTableView):
    """The table. A click or Enter opens an instance, Insert adds, Delete deletes, Ctrl+D copies,
    Ctrl with an arrow moves the current one.
    """

    def __init__(self, model: RepeatModel, does: RowActions) -> None:
        super().__init__()
        self._rows = model
        self._actions = does
        self.setModel(model)
        self.setProperty("role", "repeat")
        self.setSelectionBehavior(QtWidgets.QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QtWidgets.QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QtWidgets.QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(CellPainter(self))
        self.setMouseTracking(True)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(24)
        self.verticalHeader().setSectionResizeMode(QtWidgets.QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.horizontalHeader().setSectionResizeMode(QtWidgets.QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeading
            | Qt.AlignmentFlag.AlignVCenter
            | Qt.AlignmentFlag(text_measure.WRAP)
        )
        self.clicked.connect(self._clicked)

    def _clicked(self, index: QModelIndex) -> None:
        self._actions.open_row(index.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handle the keys of rows; Qt handles the others."""
        row, key = self.currentIndex().row(), event.key()
        with_control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(key), 0)
        if key == Qt.Key.Key_Insert:
            self._actions.add_row()
        elif row < 0:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._actions.open_row(row)
        elif key == Qt.Key.Key_Delete:
            self._actions.delete_row(row)
        elif with_control and key == Qt.Key.Key_D:
            self._actions.duplicate_row(row)
        elif with_control and step:
            self._actions.move_row(row, row + step)
        else:
            super().keyPressEvent(event)

    def fit_size(self) -> None:
        """Set the column widths and the height of the table, ten rows at most."""
        count = self._rows.columnCount()
        preferred = [self._rows.preferred_width(column) for column in range(count)]
        widths = column_widths(preferred, self.viewport().width())
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)
        rows = self._rows.rowCount()
        if rows <= _MOST_MEASURED_ROWS:
            for row in range(rows):
                self.setRowHeight(row, self._rows.row_height(row, widths))
        shown = sum(self.rowHeight(row) for row in range(min(rows, _MOST_ROWS)))
        head = self._head_height(widths)
        self.horizontalHeader().setFixedHeight(head)
        self.setFixedHeight(head + shown + 2 * self.frameWidth() + 2)

    def _head_height(self, widths: list[int]) -> int:
        labels = [
            str(self._rows.headerData(column, Qt.Orientation.Horizontal) or "")
            for column in range(len(widths))
        ]
        heights = [
            text_measure.height(label, width - 2 * _PAD, 12, bold=True)
            for label, width in zip(labels, widths, strict=True)
        ]
        return max(heights, default=0) + 16

    def sizeHint(self) -> QSize:
        """Return the preferred size."""
        return QSize(400, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Update the column widths."""
        super().resizeEvent(event)
        self.fit_size()
