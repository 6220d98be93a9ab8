"""A repeat as a table: one line an instance, one column a question, labels for choices."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from assessor.form.instance import Node
from assessor.gui.sections import says
from assessor.gui.theme import icon
from assessor.gui.wording import plain

_MOST_COLUMNS = 6
_MOST_ROWS = 10
_ROW = 40
Index = QModelIndex | QPersistentModelIndex


def leaves(node: Node) -> Iterator[Node]:
    """The questions of an instance that say something, those of inner repeats left out."""
    for child in node.children:
        if child.kind == "group":
            yield from leaves(child)
        elif child.kind == "question" and child.control != "note":
            yield child


class RepeatModel(QAbstractTableModel):
    """The instances of a repeat as Qt's views want them; it keeps nothing of what they say."""

    def __init__(self, node: Node, parent: QWidget) -> None:
        super().__init__(parent)
        self.node = node
        self._leaves: dict[str, list[Node]] = {}

    def refresh(self, *, structure: bool) -> None:
        """The instances say something else; with `structure`, others exist."""
        if structure:
            self.beginResetModel()
            self._leaves.clear()
            self.endResetModel()
        elif self.rowCount():
            last = self.index(self.rowCount() - 1, max(0, self.columnCount() - 1))
            self.dataChanged.emit(self.index(0, 0), last)

    def instance(self, row: int) -> Node:
        """The instance in a row."""
        return self.node.children[row]

    def row_of(self, reference: str) -> int:
        """The row of an instance, -1 when it is gone."""
        found = (n for n, each in enumerate(self.node.children) if each.reference == reference)
        return next(found, -1)

    def _columns(self, row: int) -> list[Node]:
        instance = self.instance(row)
        if instance.reference not in self._leaves:
            self._leaves[instance.reference] = list(leaves(instance))[:_MOST_COLUMNS]
        return self._leaves[instance.reference]

    def rowCount(self, parent: Index | None = None) -> int:
        """How many instances there are."""
        return 0 if parent is not None and parent.isValid() else len(self.node.children)

    def columnCount(self, parent: Index | None = None) -> int:
        """How many questions are shown, six at most."""
        if (parent is not None and parent.isValid()) or not self.node.children:
            return 0
        return len(self._columns(0))

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The questions' labels above, the instances' positions beside."""
        if role != Qt.ItemDataRole.DisplayRole or section < 0:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1)
        return plain(self._columns(0)[section].label) if self.columnCount() > section else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a question says, in words; a sign on an instance that has a violation."""
        if not index.isValid():
            return None
        node = self._columns(index.row())[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            text = says(node) if node.relevant else ""
            return text or ("–" if role == Qt.ItemDataRole.DisplayRole else None)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{plain(node.label)}: {says(node)}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.DecorationRole and not index.column():
            wrong = any(leaf.violation for leaf in leaves(self.instance(index.row())))
            return icon("danger", "danger", 16) if wrong else None
        return None

    def weight(self, column: int) -> int:
        """How much room a column asks, beside the others."""
        node = self._columns(0)[column]
        if "multiline" in node.appearance.split():
            return 6
        return {"int": 2, "decimal": 2, "date": 2}.get(node.type, 3)


class RepeatTable(QTableView):
    """The table; Enter or a click opens an instance, Delete asks for its deletion."""

    def __init__(
        self, model: RepeatModel, opened: Callable[[int], None], deleted: Callable[[int], None]
    ) -> None:
        super().__init__()
        self._rows = model
        self._opened = opened
        self._deleted = deleted
        self.setModel(model)
        self.setProperty("role", "repeat")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        )
        self.clicked.connect(self._clicked)

    def _clicked(self, index: QModelIndex) -> None:
        self._opened(index.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Delete deletes; the rest is the table's own."""
        row = self.currentIndex().row()
        if row >= 0 and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._opened(row)
        elif row >= 0 and event.key() == Qt.Key.Key_Delete:
            self._deleted(row)
        else:
            super().keyPressEvent(event)

    def settle(self) -> None:
        """Give columns their share of the width, and be as tall as the rows, up to ten."""
        count = self._rows.columnCount()
        if count:
            weights = [self._rows.weight(column) for column in range(count)]
            room = self.viewport().width()
            for column, weight in enumerate(weights):
                self.setColumnWidth(column, room * weight // sum(weights))
        rows = min(self._rows.rowCount(), _MOST_ROWS)
        head = self.horizontalHeader().sizeHint().height()
        self.setFixedHeight(head + rows * _ROW + 2 * self.frameWidth())

    def sizeHint(self) -> QSize:
        """As wide as the page."""
        return QSize(400, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self.settle()
