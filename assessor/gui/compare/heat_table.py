"""A heat map as a table: cells in the colour of their stage, thin data hatched."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6 import QtWidgets
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent

from assessor import words
from assessor.gui.compare.stage_swatch import BENEATH, STAGE, THIN, StageSwatch, smaller
from assessor.gui.toolkit.style.theme import STAGES, icon
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.registry.analysis.stage_comparison import HeatMap, HeatMapCell, HeatMapRow

CONTESTED = "◆"
"""The mark of a stage with an unresolved conflict."""
_LOW, _HIGH = 36, 64
"""How high a row is, in px: of one line, and of medians with their range beneath."""
_NAMES = 260
"""Maximum px of row names; tool tips show them whole."""
_TOLD = 6
"""Number of joined rows named below the map; tool tips name all."""
_ROOM = 20
"""Px around a number in its cell."""

Opens = Callable[[HeatMapRow, str], None]
"""Called with the row and the column code of an opened cell."""


def short(code: str) -> str:
    """Return the code of a section or indicator as a column heading."""
    return code.rpartition("_")[2] if len(code) > 6 else code


def legend(phrases: Phrases, by: str) -> str:
    """Return the legend of a heat map with rows `by` country, region or year."""
    text = phrases(
        "Evidenced stage, 1 to 5: what is merely claimed counts up to 2. Hatched and *: fewer "
        "than half of the indicators are rated. ◆: not agreed yet, a decision may move the "
        "stage. ≠: another wording."
    )
    if by == "country":
        ends = phrases("Rows are by name: countries are not ranked.")
    else:
        ends = phrases(
            "A cell is the median of the last mission of each country, beneath it the lowest and "
            "the highest stage and of how many countries it is; n= alone: fewer than three, no "
            "median is told."
        )
    return f"{text} {ends}"


class HeatTable(QtWidgets.QTableWidget):
    """Rows of a heat map. A click, Enter or Space opens a cell, a click on a heading a column.

    Row names and headings stay visible while the cells scroll.
    """

    def __init__(self, parent: QtWidgets.QWidget, phrases: Phrases, opens: Opens) -> None:
        super().__init__(0, 0, parent)
        self._phrases, self._opens = phrases, opens
        self._map: HeatMap | None = None
        self._places = 2
        self.setEditTriggers(QtWidgets.QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QtWidgets.QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollMode(QtWidgets.QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QtWidgets.QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setShowGrid(False)
        self.setItemDelegate(StageSwatch(self))
        names, heads = self.verticalHeader(), self.horizontalHeader()
        names.setObjectName("names")
        names.setSectionResizeMode(QtWidgets.QHeaderView.ResizeMode.Fixed)
        names.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        names.setTextElideMode(Qt.TextElideMode.ElideRight)
        names.setMaximumWidth(_NAMES)
        heads.setSectionResizeMode(QtWidgets.QHeaderView.ResizeMode.Stretch)
        for head in (names, heads):
            head.setHighlightSections(False)
        self.cellClicked.connect(self._open)
        heads.sectionClicked.connect(lambda column: self._open(0, column))

    def show_map(self, found: HeatMap, *, places: int = 2) -> None:
        """Show a heat map; numbers have `places` decimals."""
        self._map, self._places = found, places
        self.setColumnCount(len(found.columns))
        self.setRowCount(len(found.lines))
        for column, (code, title) in enumerate(found.columns):
            head = _head(short(code), title)
            head.setData(Qt.ItemDataRole.AccessibleTextRole, title)
            self.setHorizontalHeaderItem(column, head)
        for row, line in enumerate(found.lines):
            name = line.name or self._phrases("Not stated")
            self.setVerticalHeaderItem(row, _head(name, name))
            for column, (_, title) in enumerate(found.columns):
                self.setItem(row, column, self._cell(f"{name}: {title}", line.squares[column]))
        squares = [cell for line in found.lines for cell in line.squares]
        with_range = any(cell.low is not None for cell in squares)
        self.verticalHeader().setDefaultSectionSize(_HIGH if with_range else _LOW)
        self.horizontalHeader().setMinimumSectionSize(self._least(squares))

    def _least(self, squares: list[HeatMapCell]) -> int:
        """Return the minimum width of a column in px."""
        number, range_ = QFontMetrics(self.font()), QFontMetrics(smaller(self.font()))
        texts = {self._text(cell) for cell in squares}
        lines = {line for cell in squares for line in self._beneath(cell).splitlines()}
        width = [number.horizontalAdvance(text) for text in texts | {"0.00"}]
        return _ROOM + max(width + [range_.horizontalAdvance(line) for line in lines])

    def mark_joined(self, joined: Mapping[str, Sequence[str]]) -> str:
        """Mark rows that stand for several joined missions; return the note about them."""
        items = []
        for row, line in enumerate(self._map.lines if self._map is not None else ()):
            together = joined.get(line.assessment, ())
            if together:
                item = self.verticalHeaderItem(row)
                item.setIcon(icon("link", "accent", 16))
                lead = self._phrases("{count} missions joined:", count=len(together))
                item.setToolTip("\n".join((line.name, lead, *together)))
                text = f"{line.name}. {lead} {'; '.join(together)}."
                item.setData(Qt.ItemDataRole.AccessibleTextRole, text)
                items.append(text)
        return " ".join(items[:_TOLD])

    def go_to(self, key: str, code: str) -> None:
        """Select the cell of a row and a column, if shown."""
        if self._map is None:
            return
        rows = [line.key for line in self._map.lines]
        codes = [each for each, _ in self._map.columns]
        if key in rows and code in codes:
            self.setCurrentCell(rows.index(key), codes.index(code))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the current cell on Enter or Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open(self.currentRow(), self.currentColumn())
        else:
            super().keyPressEvent(event)

    def _open(self, row: int, column: int) -> None:
        if self._map is not None and 0 <= row < len(self._map.lines) and column >= 0:
            self._opens(self._map.lines[row], self._map.columns[column][0])

    def _cell(self, about: str, cell: HeatMapCell) -> QtWidgets.QTableWidgetItem:
        item = QtWidgets.QTableWidgetItem(self._text(cell))
        item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
        items = [about, *self._sentences(cell)]
        item.setToolTip("\n".join(items))
        item.setData(Qt.ItemDataRole.AccessibleTextRole, ". ".join(items))
        stage = cell.evidenced
        item.setData(STAGE, 0 if stage is None else max(1, min(len(STAGES), int(stage + 0.5))))
        item.setData(THIN, cell.thin and stage is not None)
        item.setData(BENEATH, self._beneath(cell))
        return item

    def _text(self, cell: HeatMapCell) -> str:
        contested = f" {CONTESTED}" * bool(cell.contested)
        if cell.suppressed:
            return f"n={cell.n}{contested}"
        thin, other = "*" * bool(cell.thin and cell.n), " ≠" * cell.other
        return f"{self._number(cell.evidenced)}{thin}{other}{contested}"

    def _beneath(self, cell: HeatMapCell) -> str:
        """Return the range of a median and its number of countries."""
        if cell.low is None:
            return ""
        return f"{self._number(cell.low)}–{self._number(cell.high)}\nn={cell.n}"

    def _sentences(self, cell: HeatMapCell) -> list[str]:
        items = []
        if cell.suppressed:
            items.append(self._phrases("Fewer than three countries: no median is told."))
        elif cell.evidenced is None:
            items.append(self._phrases("Nothing is rated."))
        else:
            items += self._told(cell)
        if cell.contested:
            items.append(self._phrases("Indicators not agreed yet: {count}.", count=cell.contested))
        return items

    def _told(self, cell: HeatMapCell) -> list[str]:
        """Return the description of a stage or median."""
        phrases, number = self._phrases, self._number
        evidenced, asserted = number(cell.evidenced), number(cell.asserted)
        text = "Evidenced {evidenced}, asserted {asserted}; {rated} of {of} rated"
        of = {"rated": cell.rated, "of": cell.of}
        items = [phrases(text, evidenced=evidenced, asserted=asserted, **of)]
        if cell.low is not None:
            text, low, high = (
                "Median of {count} countries, from {low} to {high}",
                cell.low,
                cell.high,
            )
            items.append(phrases(text, count=cell.n, low=number(low), high=number(high)))
        if cell.thin:
            items.append(self._phrases("Thin: fewer than half of the indicators are rated."))
        if cell.other:
            items.append(self._phrases("Rated on another wording: not comparable."))
        return items

    def _number(self, value: float | None) -> str:
        if value is None:
            return "–"
        places = self._places if value == int(value) else 2
        return words.format_number(value, self._phrases.language, places)


def _head(text: str, tip: str) -> QtWidgets.QTableWidgetItem:
    item = QtWidgets.QTableWidgetItem(text)
    item.setToolTip(tip)
    return item
