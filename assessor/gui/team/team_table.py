"""The table of sections and people: assignment, progress, and handing over by click."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from assessor.assessment.core.completeness import Progress
from assessor.assessment.entries.tasks import normalized_name
from assessor.assessment.exchange.team_progress import TeamPart
from assessor.gui.toolkit.style.theme import icon
from assessor.gui.toolkit.text.phrases import Phrases

_WIDEST = 150
"""Maximum width of a name in the heading, in pixels."""


class TeamTable(QTableWidget):
    """A column per person and one for nobody; click, Enter or Space assigns the section.

    A filled ring is an assignment, an empty one a possible one.
    """

    def __init__(
        self, parent: QWidget, phrases: Phrases, on_given: Callable[[TeamPart, str], object]
    ) -> None:
        super().__init__(parent)
        self._phrases, self._on_given = phrases, on_given
        self._parts: tuple[TeamPart, ...] = ()
        self._people: tuple[str, ...] = ()
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(36)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        head.setMaximumSectionSize(4 * _WIDEST)
        self.setAccessibleName(phrases("Who fills which section"))
        self.cellClicked.connect(self._assign)

    def show_parts(self, parts: Sequence[TeamPart], people: Sequence[str], own: str) -> None:
        """Show `parts` for `people` (names, oneself first), keeping the current cell."""
        at = self.currentRow(), self.currentColumn()
        self._parts, self._people = tuple(parts), (*people, "")
        self.clear()
        self.setRowCount(len(self._parts))
        self.setColumnCount(1 + len(self._people))
        heads = [
            self._phrases("You")
            if name and normalized_name(name) == normalized_name(own)
            else name or self._phrases("Nobody")
            for name in self._people
        ]
        for column, text in enumerate((self._phrases("Section"), *heads)):
            item = QTableWidgetItem(text)
            item.setToolTip(self._people[column - 1] if column else text)
            self.setHorizontalHeaderItem(column, item)
        for row, part in enumerate(self._parts):
            self.setItem(row, 0, self._name(part))
            for column, name in enumerate(self._people, 1):
                self.setItem(row, column, self._cell(part, name, heads[column - 1]))
        self._fit()
        if self._parts:
            self.setCurrentCell(min(max(0, at[0]), len(self._parts) - 1), max(1, at[1]))

    def _head(self, name: str, own: str) -> str:
        if not name:
            return self._phrases("Nobody")
        return self._phrases("You") if normalized_name(name) == normalized_name(own) else name

    def _fit(self) -> None:
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column in range(1, self.columnCount()):
            self.resizeColumnToContents(column)
            self.setColumnWidth(column, min(_WIDEST, max(88, self.columnWidth(column))))
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)

    def _name(self, part: TeamPart) -> QTableWidgetItem:
        item = QTableWidgetItem(f"      {part.label}" if part.inside else part.label)
        item.setToolTip(part.label)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        if part.contested:
            item.setIcon(icon("conflict", "conflict", 16))
            tip = self._phrases("Laptops handed this to several people: whom you click now has it.")
            item.setToolTip(f"{part.label}\n{tip}")
        return item

    def _cell(self, part: TeamPart, name: str, head: str) -> QTableWidgetItem:
        progress = _of(part, name)
        person = part.person
        assigned = person is not None and normalized_name(person) == normalized_name(name)
        item = QTableWidgetItem()
        if progress is not None:
            item.setText(f"{progress.answered}/{progress.relevant}")
        look = ("check-circle", "accent" if name else "muted") if assigned else ("circle", "faint")
        item.setIcon(icon(*look, 16))
        state = self._phrases("{person} holds {part}", person=head, part=part.label)
        offer = self._phrases("Hand {part} to {person}", person=head, part=part.label)
        text = state if assigned else offer
        if progress is not None:
            counted = self._phrases(
                "{answered} of {relevant} answered",
                answered=progress.answered,
                relevant=progress.relevant,
            )
            text = f"{text}: {counted}"
        item.setToolTip(text)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, text)
        return item

    def _assign(self, row: int, column: int) -> None:
        if column > 0 and self.isEnabled():
            self._on_given(self._parts[row], self._people[column - 1])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Assign the current cell on Enter and Space."""
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if event.key() in keys and self.currentRow() >= 0:
            self._assign(self.currentRow(), self.currentColumn())
        else:
            super().keyPressEvent(event)


def _of(part: TeamPart, name: str) -> Progress | None:
    """Return a person's progress in their sections of a part, or blank."""
    return next(
        (
            each
            for who, each in part.progress.items()
            if normalized_name(who) == normalized_name(name)
        ),
        None,
    )
