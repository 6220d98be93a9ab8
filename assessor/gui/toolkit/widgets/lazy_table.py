"""A table of any length: each line is asked for when it comes into sight, and kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from assessor.gui.toolkit.style.theme import icon
from assessor.gui.toolkit.widgets.table_view import FIRST, LAST, Written, are_figures, side

At = QModelIndex | QPersistentModelIndex

_SEEN = 60
"""Lines by which columns are measured, and by which it is told whether they hold figures."""
_ROOMY, _LEAST = 320, 64


class LazyRows(QAbstractTableModel):
    """The lines of a table, made by a function when they are painted."""

    def __init__(self, parent: QTableView) -> None:
        super().__init__(parent)
        self._view = parent
        self._heads: tuple[str, ...] = ()
        self._count = 0
        self._make: Callable[[int], Written] = lambda _row: ()
        self._made: dict[int, Written] = {}
        self._sides: list[Qt.AlignmentFlag] = []

    def show(self, heads: Sequence[str], count: int, make: Callable[[int], Written]) -> None:
        """Show `count` lines under `heads`, each as `make` gives it for its row."""
        self.beginResetModel()
        self._heads, self._count, self._make, self._made = tuple(heads), count, make, {}
        first = [self._line(row) for row in range(min(count, _SEEN))]
        self._sides = [side(are_figures(cells)) for cells in zip(*first, strict=True)]
        self.endResetModel()

    def rowCount(self, _parent: At = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        """How many lines there are."""
        return self._count

    def columnCount(self, _parent: At = QModelIndex()) -> int:  # noqa: B008
        """How many columns there are."""
        return len(self._heads)

    def headerData(self, section: int, way: Qt.Orientation, role: int = 0) -> Any:
        """The heads of the columns."""
        if role == Qt.ItemDataRole.DisplayRole and way == Qt.Orientation.Horizontal:
            return self._heads[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section < len(self._sides):
            return self._sides[section]
        return None

    def _line(self, row: int) -> Written:
        if row not in self._made:
            self._made[row] = self._make(row)
        return self._made[row]

    def data(self, at: At, role: int = 0) -> Any:
        """A cell: its text, its icon, on which side it stands; as listing.fill has them."""
        cell = self._line(at.row())[at.column()]
        text, drawn, token = cell if isinstance(cell, tuple) else (str(cell), "", "")
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{FIRST}{text}{LAST}" if self._view.isRightToLeft() else text
        if role == Qt.ItemDataRole.ToolTipRole:
            return text
        if role == Qt.ItemDataRole.DecorationRole and drawn:
            return icon(drawn, token, 16)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._sides[at.column()]
        return None


class LazyTable(QTableView):
    """A table that is only read; column `stretched` takes the room left."""

    def __init__(
        self,
        parent: QWidget,
        stretched: int,
        chosen: Callable[[], object],
        *,
        several: bool = False,
    ) -> None:
        """`chosen` is called when another line is the current one, or where `several` may be
        chosen, when others are."""
        super().__init__(parent)
        self._stretched = stretched
        self.lines = LazyRows(self)
        self.setModel(self.lines)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        modes = QAbstractItemView.SelectionMode
        self.setSelectionMode(modes.ExtendedSelection if several else modes.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(36)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        head.setResizeContentsPrecision(_SEEN)
        chooses = self.selectionModel()
        (chooses.selectionChanged if several else chooses.currentRowChanged).connect(
            lambda *_: chosen()
        )

    def show_lines(
        self, heads: Sequence[str], count: int, make: Callable[[int], Written], row: int = 0
    ) -> None:
        """Show lines (see Lines.show) and go to one of them."""
        self.lines.show(heads, count, make)
        head = self.horizontalHeader()
        for column in range(len(heads)):
            wide = column == self._stretched
            stretch, loose = QHeaderView.ResizeMode.Stretch, QHeaderView.ResizeMode.Interactive
            head.setSectionResizeMode(column, stretch if wide else loose)
            if not wide:
                asked = max(self.sizeHintForColumn(column), head.sectionSizeHint(column))
                self.setColumnWidth(column, max(_LEAST, min(_ROOMY, asked + 12)))
        if count:
            self.setCurrentIndex(self.lines.index(max(0, min(row, count - 1)), 0))

    def row(self) -> int:
        """The row of the current line; -1 for none."""
        return self.currentIndex().row()

    def chosen_rows(self) -> tuple[int, ...]:
        """The rows of the chosen lines, from the top."""
        return tuple(sorted(index.row() for index in self.selectionModel().selectedRows()))
