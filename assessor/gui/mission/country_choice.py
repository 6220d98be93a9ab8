"""The country of a mission: chosen from the form's list, or found there by typing a part of it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QWidget


class CountryChoice(QComboBox):
    """A list that can be typed into; what is typed need not be in it, and is then no country."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer = QCompleter(self.model(), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.setCompleter(completer)

    def meant(self) -> str | None:
        """The value of the country typed or chosen; blank if none, None if it is no country."""
        typed = self.currentText().strip().casefold()
        for place in range(self.count()):
            if self.itemText(place).casefold() == typed:
                return str(self.itemData(place) or "")
        return None if typed else ""
