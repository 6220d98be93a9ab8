"""The status bar indicator that shows whether everything is stored."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QWidget

from assessor.gui.toolkit.style.basic_widgets import columns, label, picture
from assessor.gui.toolkit.style.theme import dress
from assessor.gui.toolkit.text.phrases import Phrases


class SaveIndicator(QWidget):
    """An icon and a sentence."""

    def __init__(self, parent: QWidget, phrases: Phrases) -> None:
        super().__init__(parent)
        self._phrases = phrases
        self._icon = picture(self, "check", "ok", 14)
        self._words = label(self, "secondary")
        columns(self, self._icon, self._words, gap=6, margins=(12, 2, 12, 2))
        self.hide()

    def show_saved(self, at: datetime | None) -> None:
        """Show that everything is stored, since `at` (local time) or since opening."""
        if at is None:
            self._show("check", "ok", self._phrases("All answers are on disk"))
        else:
            self._show("check", "ok", self._phrases("Saved {time}", time=f"{at:%H:%M:%S}"))

    def show_typing(self) -> None:
        """Show that text is being typed."""
        self._show("edit", "muted", self._phrases("Typing…"))

    def show_trouble(self) -> None:
        """Show that the last answer could not be written."""
        self._show("warning", "danger", self._phrases("Not saved: the last answer is not on disk"))

    def _show(self, icon: str, role: str, text: str) -> None:
        dress(self._icon, icon, role, 14)
        self._words.setText(text)
        self.setAccessibleName(text)
        self.show()
