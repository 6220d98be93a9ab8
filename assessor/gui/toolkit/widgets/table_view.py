"""Tables of the headquarters screens: plain rows, read by people and screen readers alike."""

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
"""Text, icon (or empty), token of the icon."""


Written = Sequence[Cell | str | int]
"""A line: texts, numbers, or texts with an icon."""

NONE = "–"
"""What stands in a cell that has nothing to say."""

FIRST, LAST = "\u2068", "\u2069"
"""Around what takes its direction from its own first letter: FSI and PDI of UAX #9."""


_SEEN, _MANY = 60, 600
"""Rows by which columns are measured, and rows above which none is measured by its texts."""
_NAMES = 260
"""The most px that names beside a table take."""


class _WrappingDelegate(QStyledItemDelegate):
    """Wraps texts in the columns that share the room left; the others are as wide as theirs."""

    def __init__(self, parent: QWidget, columns: Collection[int]) -> None:
        super().__init__(parent)
        self._columns = columns

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """As the table has it, unwrapped in all other columns."""
        super().initStyleOption(option, index)
        if index.column() not in self._columns:
            option.features &= ~QStyleOptionViewItem.ViewItemFeature.WrapText


def side(figures: bool) -> Qt.AlignmentFlag:
    """Where a column stands: figures where lines end, so that their units meet, texts where they
    begin."""
    along = Qt.AlignmentFlag.AlignTrailing if figures else Qt.AlignmentFlag.AlignLeading
    return along | Qt.AlignmentFlag.AlignVCenter


def are_figures(cells: Iterable[Cell | str | int]) -> bool:
    """Whether a column holds figures: whole numbers or shares, and nothing else but dashes."""
    said = [cell for cell in cells if cell not in (NONE, "")]
    return bool(said) and all(
        isinstance(cell, int) or (isinstance(cell, str) and cell.removesuffix(" %").isdecimal())
        for cell in said
    )


def table(parent: QWidget, stretched: int | Collection[int], count: int) -> QTableWidget:
    """A table of `count` columns that is only read; those `stretched` share the room left."""
    wide = {stretched} if isinstance(stretched, int) else set(stretched)
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
    head.setResizeContentsPrecision(_SEEN)
    head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
    head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    for column in wide:
        head.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
    made.setItemDelegate(_WrappingDelegate(made, wide))
    # Rows are as high as their texts wrapped, which is known once the columns have their widths.
    soon = QTimer(made)
    soon.setSingleShot(True)
    soon.timeout.connect(lambda: fit_rows(made))
    head.sectionResized.connect(lambda *_widths: soon.start())
    return made


def fit_rows(of: QTableWidget) -> None:
    """Make rows as high as their texts wrapped; of many rows each is one line, and its texts are
    told whole by their tips: measuring them all would keep a person waiting."""
    few = of.rowCount() <= _MANY
    of.setWordWrap(few)
    if few:
        of.resizeRowsToContents()


def keep_names(of: QTableWidget, names: Sequence[str] = ()) -> None:
    """Let names of rows stay in sight, beside the table, while its columns scroll; without any the
    first column is theirs."""
    beside = of.verticalHeader()
    of.setColumnHidden(0, bool(names))
    beside.setVisible(bool(names))
    beside.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
    beside.setTextElideMode(Qt.TextElideMode.ElideRight)
    beside.setMaximumWidth(_NAMES)
    for row, name in enumerate(names):
        item = QTableWidgetItem(name)
        item.setToolTip(name)
        of.setVerticalHeaderItem(row, item)


def fill(into: QTableWidget, lines: Sequence[Written]) -> None:
    """Show `lines`; figures stand at the end of their column, cells with an icon carry it.

    In a mirrored table each text keeps its own direction: nobody declared its language.
    """
    mirrored = into.isRightToLeft()
    sides = [side(are_figures(cells)) for cells in zip(*lines, strict=True)]
    for column, stands in enumerate(sides):
        if (head := into.horizontalHeaderItem(column)) is not None:
            head.setTextAlignment(stands)
    into.setRowCount(len(lines))
    for row, line in enumerate(lines):
        for column, cell in enumerate(line):
            text, drawn, token = cell if isinstance(cell, tuple) else (str(cell), "", "")
            item = QTableWidgetItem(f"{FIRST}{text}{LAST}" if mirrored else bind_text(text))
            item.setToolTip(text)
            if drawn:
                item.setIcon(icon(drawn, token, 16))
            item.setTextAlignment(sides[column])
            into.setItem(row, column, item)
    fit_rows(into)
