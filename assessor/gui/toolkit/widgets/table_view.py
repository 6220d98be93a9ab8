"""Read-only tables that screen readers can read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from assessor.gui.toolkit.style.basic_widgets import bind_text
from assessor.gui.toolkit.style.theme import icon

Cell = tuple[str, str, str]
"""Text, icon (or empty), colour token of the icon."""


TableLine = Sequence[Cell | str | int]
"""A line: texts, numbers, or texts with an icon."""

EMPTY_CELL = "–"
"""Text of an empty cell."""

FIRST, LAST = "\u2068", "\u2069"
"""Isolates around text that takes its direction from its first letter: FSI and PDI (UAX #9)."""


_MEASURED_ROWS, _MANY_ROWS = 60, 600
"""Rows by which columns are measured, and number of rows above which texts are not measured."""
_NAMES_WIDTH = 260
"""Maximum width in px of row names beside a table."""


class _WrappingDelegate(QStyledItemDelegate):
    """Wraps texts only in the columns that share the free width."""

    def __init__(self, parent: QWidget, columns: Collection[int]) -> None:
        super().__init__(parent)
        self._columns = columns

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Switch wrapping off in all other columns."""
        super().initStyleOption(option, index)
        if index.column() not in self._columns:
            option.features &= ~QStyleOptionViewItem.ViewItemFeature.WrapText


def cell_alignment(figures: bool) -> Qt.AlignmentFlag:
    """Return the alignment of a column: figures at the end of lines, texts at the start."""
    horizontal = Qt.AlignmentFlag.AlignTrailing if figures else Qt.AlignmentFlag.AlignLeading
    return horizontal | Qt.AlignmentFlag.AlignVCenter


def are_figures(cells: Iterable[Cell | str | int]) -> bool:
    """Whether a column holds only whole numbers, percentages and dashes."""
    values = [cell for cell in cells if cell not in (EMPTY_CELL, "")]
    return bool(values) and all(
        isinstance(cell, int) or (isinstance(cell, str) and cell.removesuffix(" %").isdecimal())
        for cell in values
    )


def table_widget(parent: QWidget, stretched: int | Collection[int], count: int) -> QTableWidget:
    """Create a read-only table of `count` columns; those in `stretched` share the free width."""
    stretched_columns = {stretched} if isinstance(stretched, int) else set(stretched)
    table = QTableWidget(0, count, parent)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(36)
    table.verticalHeader().setMinimumSectionSize(36)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setResizeContentsPrecision(_MEASURED_ROWS)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    for column in stretched_columns:
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
    table.setItemDelegate(_WrappingDelegate(table, stretched_columns))
    # Row heights follow from the wrapped texts, so they need the column widths first.
    timer = QTimer(table, singleShot=True)
    timer.timeout.connect(lambda: fit_rows(table))
    header.sectionResized.connect(lambda *_widths: timer.start())
    return table


def fit_rows(table: QTableWidget) -> None:
    """Fit row heights to wrapped texts; long tables keep one line a row, to be fast."""
    is_short = table.rowCount() <= _MANY_ROWS
    table.setWordWrap(is_short)
    if is_short:
        table.resizeRowsToContents()


def keep_names(table: QTableWidget, names: Sequence[str] = ()) -> None:
    """Keep `names` beside the table while its columns scroll, by default the first column."""
    header = table.verticalHeader()
    table.setColumnHidden(0, bool(names))
    header.setVisible(bool(names))
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
    header.setTextElideMode(Qt.TextElideMode.ElideRight)
    header.setMaximumWidth(_NAMES_WIDTH)
    for row, name in enumerate(names):
        item = QTableWidgetItem(name)
        item.setToolTip(name)
        table.setVerticalHeaderItem(row, item)


def fill_table(table: QTableWidget, lines: Sequence[TableLine]) -> None:
    """Fill a table with lines: figures at the end, texts in their own direction, icons."""
    mirrored = table.isRightToLeft()
    alignments = [cell_alignment(are_figures(cells)) for cells in zip(*lines, strict=True)]
    for column, alignment in enumerate(alignments):
        if (header_item := table.horizontalHeaderItem(column)) is not None:
            header_item.setTextAlignment(alignment)
    table.setRowCount(len(lines))
    for row, line in enumerate(lines):
        for column, cell in enumerate(line):
            text, icon_name, token = cell if isinstance(cell, tuple) else (str(cell), "", "")
            item = QTableWidgetItem(f"{FIRST}{text}{LAST}" if mirrored else bind_text(text))
            item.setToolTip(text)
            if icon_name:
                item.setIcon(icon(icon_name, token, 16))
            item.setTextAlignment(alignments[column])
            table.setItem(row, column, item)
    fit_rows(table)
