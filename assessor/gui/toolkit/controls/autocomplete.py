"""A combo box with search: choose by typing some letters, or enter a new name where allowed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QWidget

from assessor.gui.toolkit.widgets.field_undo import UndoKeyFilter


class Autocomplete(QComboBox):
    """Offers texts by key. `picked` is called when the user chooses or presses Enter."""

    def __init__(
        self, placeholder: str, picked: Callable[[str, str], None] | None, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._picked = picked
        self.setAccessibleName(placeholder)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMaxVisibleItems(14)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        completer, line = self.completer(), self.lineEdit()
        assert completer is not None
        assert line is not None
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.line: QLineEdit = line
        self.line.setPlaceholderText(placeholder)
        UndoKeyFilter(self.line, self.line.isModified, self)
        self.activated.connect(self._chosen)
        self.line.returnPressed.connect(self._entered)

    def set_options(self, texts: Mapping[str, str]) -> None:
        """Set the options and clear the line."""
        current = [(self.itemData(index), self.itemText(index)) for index in range(self.count())]
        if current != list(texts.items()):
            self.clear()
            for key, text in texts.items():
                self.addItem(text, key)
        self.setCurrentIndex(-1)
        self.line.clear()

    def show_key(self, key: str) -> None:
        """Show the text of a key; nothing for an unknown key."""
        index = self.findData(key) if key else -1
        self.setCurrentIndex(index)
        self.line.setText(self.itemText(index) if index >= 0 else "")

    def picked(self) -> tuple[str, str]:
        """Return the key of the entered text ("" if it is new) and the text."""
        text = self.line.text().strip()
        for index in range(self.count()):
            if self.itemText(index).casefold() == text.casefold():
                return str(self.itemData(index)), text
        return "", text

    def _chosen(self, index: int) -> None:
        if self._picked is not None and index >= 0:
            self._picked(str(self.itemData(index)), self.itemText(index))

    def _entered(self) -> None:
        key, text = self.picked()
        if self._picked is not None and not key and text:
            self._picked(key, text)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll."""
        event.ignore()
