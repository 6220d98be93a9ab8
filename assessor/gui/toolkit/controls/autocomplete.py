"""A line to pick one of many in, by typing some letters; a name that is new may be allowed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QWidget

from assessor.gui.toolkit.widgets.field_undo import MissionUndo


class Autocomplete(QComboBox):
    """Offers texts by key. `picked` is called when the person chooses or presses Enter."""

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
        MissionUndo(self.line, self.line.isModified, self)
        self.activated.connect(self._chosen)
        self.line.returnPressed.connect(self._entered)

    def offer(self, texts: Mapping[str, str]) -> None:
        """Offer these texts; the line is empty then."""
        held = [(self.itemData(at), self.itemText(at)) for at in range(self.count())]
        if held != list(texts.items()):
            self.clear()
            for key, text in texts.items():
                self.addItem(text, key)
        self.setCurrentIndex(-1)
        self.line.clear()

    def show_key(self, key: str) -> None:
        """Show the text of a key; nothing for a key that is not offered."""
        at = self.findData(key) if key else -1
        self.setCurrentIndex(at)
        self.line.setText(self.itemText(at) if at >= 0 else "")

    def picked(self) -> tuple[str, str]:
        """The key of the text in the line, "" for a new one; and the text."""
        text = self.line.text().strip()
        for at in range(self.count()):
            if self.itemText(at).casefold() == text.casefold():
                return str(self.itemData(at)), text
        return "", text

    def _chosen(self, at: int) -> None:
        if self._picked is not None and at >= 0:
            self._picked(str(self.itemData(at)), self.itemText(at))

    def _entered(self) -> None:
        key, text = self.picked()
        if self._picked is not None and not key and text:
            self._picked(key, text)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()
