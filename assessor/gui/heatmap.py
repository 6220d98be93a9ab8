"""A heat map as a table: cells in the colour of their stage, thin data hatched, words beside."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from assessor import words
from assessor.gui.phrases import Phrases
from assessor.gui.theme import STAGE_INK, STAGES, tokens
from assessor.registry.compare import HeatMap, Line, Square

STAGE = Qt.ItemDataRole.UserRole
"""Under which a cell holds the stage, 1 to 5, whose colour a Swatch gives it."""
_THIN = Qt.ItemDataRole.UserRole + 1

Opens = Callable[[Line, str], None]
"""Called with the row and the column's code of a cell that a person opens."""


class Swatch(QStyledItemDelegate):
    """Paints a score in the colour of its stage, thin data hatched, a frame around the current."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one cell."""
        stage = index.data(STAGE)
        if stage is None:
            super().paint(painter, option, index)
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect).adjusted(2, 3, -2, -3)
        current = bool(option.state & QStyle.StateFlag.State_HasFocus)
        painter.setPen(QPen(QColor(tokens().ink), 2) if current else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(STAGES[stage - 1]))
        painter.drawRoundedRect(box, 4, 4)
        ink = QColor(STAGE_INK[stage - 1])
        if index.data(_THIN):
            faint = QColor(ink)
            faint.setAlpha(70)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QBrush(faint, Qt.BrushStyle.BDiagPattern))
            painter.drawRoundedRect(box, 4, 4)
        painter.setPen(ink)
        painter.setFont(option.font)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, index.data())
        painter.restore()


class HeatTable(QTableWidget):
    """Rows of a heat map; a click, Enter or Space opens a cell, a click on its head a column."""

    def __init__(self, parent: QWidget, phrases: Phrases, opens: Opens) -> None:
        super().__init__(0, 1, parent)
        self._phrases, self._opens = phrases, opens
        self._map: HeatMap | None = None
        self._places = 2
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setItemDelegate(Swatch(self))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(36)
        self.horizontalHeader().setHighlightSections(False)
        self.cellClicked.connect(self._open)
        self.horizontalHeader().sectionClicked.connect(lambda column: self._open(0, column))

    def show_map(self, found: HeatMap, *, places: int = 2) -> None:
        """Show a heat map in place of the present one; whole numbers with `places` decimals."""
        self._map, self._places = found, places
        self.setColumnCount(len(found.columns) + 1)
        self.setRowCount(len(found.lines))
        self._head(0, self._phrases("Mission") if found.by == "country" else "", "")
        for column, (code, title) in enumerate(found.columns, 1):
            self._head(column, code.rpartition("_")[2] if len(code) > 6 else code, title)
        for row, line in enumerate(found.lines):
            name = QTableWidgetItem(line.name or self._phrases("Not said"))
            name.setToolTip(name.text())
            self.setItem(row, 0, name)
            for column, ((_, title), cell) in enumerate(
                zip(found.columns, line.squares, strict=True), 1
            ):
                self.setItem(row, column, self._cell(f"{line.name}: {title}", cell))
        head = self.horizontalHeader()
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        for column in range(1, self.columnCount()):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the current cell by Enter or Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open(self.currentRow(), self.currentColumn())
        else:
            super().keyPressEvent(event)

    def _open(self, row: int, column: int) -> None:
        if self._map is not None and column > 0 and 0 <= row < len(self._map.lines):
            self._opens(self._map.lines[row], self._map.columns[column - 1][0])

    def _head(self, column: int, text: str, tip: str) -> None:
        item = QTableWidgetItem(text)
        item.setToolTip(tip or text)
        self.setHorizontalHeaderItem(column, item)

    def _cell(self, about: str, cell: Square) -> QTableWidgetItem:
        item = QTableWidgetItem(self._text(cell))
        item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
        said = [about, *self._sentences(cell)]
        item.setToolTip("\n".join(said))
        item.setData(Qt.ItemDataRole.AccessibleTextRole, ". ".join(said))
        if cell.evidenced is not None:
            item.setData(STAGE, max(1, min(len(STAGES), int(cell.evidenced + 0.5))))
            item.setData(_THIN, cell.thin)
        return item

    def _text(self, cell: Square) -> str:
        if cell.suppressed:
            return f"n={cell.n}"
        return (
            self._number(cell.evidenced)
            + ("*" if cell.thin and cell.n else "")
            + (" ≠" if cell.other else "")
        )

    def _sentences(self, cell: Square) -> list[str]:
        if cell.suppressed:
            return [self._phrases("Fewer than three countries: no median is told.")]
        if cell.evidenced is None:
            return [self._phrases("Nothing is rated.")]
        said = [
            self._phrases(
                "Evidenced {evidenced}, asserted {asserted}; {rated} of {of} rated",
                evidenced=self._number(cell.evidenced),
                asserted=self._number(cell.asserted),
                rated=cell.rated,
                of=cell.of,
            )
        ]
        if cell.low is not None:
            said.append(
                self._phrases(
                    "Median of {count} countries, from {low} to {high}",
                    count=cell.n,
                    low=self._number(cell.low),
                    high=self._number(cell.high),
                )
            )
        if cell.thin:
            said.append(self._phrases("Thin: fewer than half of the indicators are rated."))
        if cell.other:
            said.append(self._phrases("Rated on another wording: not comparable."))
        return said

    def _number(self, value: float | None) -> str:
        if value is None:
            return "–"
        return words.number(
            value, self._phrases.language, self._places if value == int(value) else 2
        )
