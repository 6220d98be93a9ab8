"""The choice of a mission's country from the form's list, with search."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QWidget


class CountryChoice(QComboBox):
    """An editable list; text that is no country is not accepted."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer = QCompleter(self.model(), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.setCompleter(completer)

    def country(self) -> str | None:
        """Return the value of the country; blank if none, None if the text is no country."""
        typed = self.currentText().strip().casefold()
        for place in range(self.count()):
            if self.itemText(place).casefold() == typed:
                return str(self.itemData(place) or "")
        return None if typed else ""
