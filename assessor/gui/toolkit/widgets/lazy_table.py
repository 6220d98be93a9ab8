"""A table of any length whose lines are made when they become visible."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from assessor.gui.toolkit.style.theme import icon
from assessor.gui.toolkit.widgets import table_view

Index = QModelIndex | QPersistentModelIndex

_MEASURED_ROWS = 60
"""Lines by which columns are measured and recognised as figures."""
_MAX_WIDTH, _MIN_WIDTH = 320, 64


class LazyRows(QAbstractTableModel):
    """A table model whose lines are made when they are painted."""

    def __init__(self, parent: QTableView) -> None:
        super().__init__(parent)
        self._view = parent
        self._headings: tuple[str, ...] = ()
        self._count = 0
        self._make: Callable[[int], table_view.TableLine] = lambda _row: ()
        self._cache: dict[int, table_view.TableLine] = {}
        self._alignments: list[Qt.AlignmentFlag] = []

    def show(
        self, headings: Sequence[str], count: int, make_line: Callable[[int], table_view.TableLine]
    ) -> None:
        """Show `count` lines under `headings`; `make_line` returns the line of a row."""
        self.beginResetModel()
        self._headings, self._count, self._make, self._cache = tuple(headings), count, make_line, {}
        first = [self._line(row) for row in range(min(count, _MEASURED_ROWS))]
        self._alignments = [
            table_view.cell_alignment(table_view.are_figures(cells))
            for cells in zip(*first, strict=True)
        ]
        self.endResetModel()

    def rowCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        """Return the number of lines."""
        return self._count

    def columnCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of columns."""
        return len(self._headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        """Return the headings of the columns."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self._headings[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section < len(self._alignments):
            return self._alignments[section]
        return None

    def _line(self, row: int) -> table_view.TableLine:
        if row not in self._cache:
            self._cache[row] = self._make(row)
        return self._cache[row]

    def data(self, index: Index, role: int = 0) -> Any:
        """Return text, icon or alignment of a cell, as table_view.fill_table does."""
        cell = self._line(index.row())[index.column()]
        text, icon_name, token = cell if isinstance(cell, tuple) else (str(cell), "", "")
        if role == Qt.ItemDataRole.DisplayRole:
            return (
                f"{table_view.FIRST}{text}{table_view.LAST}" if self._view.isRightToLeft() else text
            )
        if role == Qt.ItemDataRole.ToolTipRole:
            return text
        if role == Qt.ItemDataRole.DecorationRole and icon_name:
            return icon(icon_name, token, 16)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignments[index.column()]
        return None


class LazyTable(QTableView):
    """A read-only table; column `stretched` takes the free width."""

    def __init__(
        self,
        parent: QWidget,
        stretched: int,
        on_change: Callable[[], object],
        *,
        several: bool = False,
    ) -> None:
        """`on_change` is called for a new current line; with `several`, for a new selection."""
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
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        header.setResizeContentsPrecision(_MEASURED_ROWS)
        selection = self.selectionModel()
        (selection.selectionChanged if several else selection.currentRowChanged).connect(
            lambda *_: on_change()
        )

    def show_lines(
        self,
        headings: Sequence[str],
        count: int,
        make_line: Callable[[int], table_view.TableLine],
        row: int = 0,
    ) -> None:
        """Show lines (see LazyRows.show) and select one."""
        self.lines.show(headings, count, make_line)
        header = self.horizontalHeader()
        for column in range(len(headings)):
            is_stretched = column == self._stretched
            stretch, interactive = (
                QHeaderView.ResizeMode.Stretch,
                QHeaderView.ResizeMode.Interactive,
            )
            header.setSectionResizeMode(column, stretch if is_stretched else interactive)
            if not is_stretched:
                content_width = max(self.sizeHintForColumn(column), header.sectionSizeHint(column))
                self.setColumnWidth(column, max(_MIN_WIDTH, min(_MAX_WIDTH, content_width + 12)))
        if count:
            self.setCurrentIndex(self.lines.index(max(0, min(row, count - 1)), 0))

    def row(self) -> int:
        """Return the current row; -1 for none."""
        return self.currentIndex().row()

    def chosen_rows(self) -> tuple[int, ...]:
        """Return the selected rows in order."""
        return tuple(sorted(index.row() for index in self.selectionModel().selectedRows()))
