"""Tables of the headquarters screens: plain rows, read by people and screen readers alike."""

from __future__ import annotations

from collections.abc import Sequence

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

from assessor.gui.theme import icon

Cell = tuple[str, str, str]
"""Text, icon (or empty), token of the icon."""


FIRST, LAST = "\u2068", "\u2069"
"""Around what takes its direction from its own first letter: FSI and PDI of UAX #9."""


class _Wrapping(QStyledItemDelegate):
    """Wraps texts in the one column that takes the room left; the others are as wide as theirs."""

    def __init__(self, parent: QWidget, column: int) -> None:
        super().__init__(parent)
        self._column = column

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """As the table has it, unwrapped in all columns but one."""
        super().initStyleOption(option, index)
        if index.column() != self._column:
            option.features &= ~QStyleOptionViewItem.ViewItemFeature.WrapText


def table(parent: QWidget, stretched: int, count: int) -> QTableWidget:
    """A table of `count` columns that is only read; column `stretched` takes the room left."""
    made = QTableWidget(0, count, parent)
    made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    made.setTabKeyNavigation(False)
    made.setShowGrid(False)
    made.verticalHeader().hide()
    made.verticalHeader().setDefaultSectionSize(36)
    made.verticalHeader().setMinimumSectionSize(36)
    head = made.horizontalHeader()
    head.setHighlightSections(False)
    head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
    head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    head.setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)
    made.setItemDelegate(_Wrapping(made, stretched))
    # Rows are as high as their texts wrapped, which is known once the columns have their widths.
    soon = QTimer(made)
    soon.setSingleShot(True)
    soon.timeout.connect(made.resizeRowsToContents)
    head.sectionResized.connect(lambda *_widths: soon.start())
    return made


def fill(into: QTableWidget, lines: Sequence[Sequence[Cell | str | int]]) -> None:
    """Show `lines`; numbers stand at the end of their column, cells with an icon carry it.

    In a mirrored table each text keeps its own direction: nobody declared its language.
    """
    mirrored = into.isRightToLeft()
    into.setRowCount(len(lines))
    for row, line in enumerate(lines):
        for column, cell in enumerate(line):
            text, drawn, token = cell if isinstance(cell, tuple) else (str(cell), "", "")
            item = QTableWidgetItem(f"{FIRST}{text}{LAST}" if mirrored else text)
            item.setToolTip(text)
            if drawn:
                item.setIcon(icon(drawn, token, 16))
            if isinstance(cell, int) or text == "–":
                item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
            into.setItem(row, column, item)
    into.resizeRowsToContents()
