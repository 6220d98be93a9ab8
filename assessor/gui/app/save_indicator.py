"""The mark in the status bar that says whether what was said is on disk, and is never wrong."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QWidget

from assessor.gui.toolkit.style.basic_widgets import columns, label, picture
from assessor.gui.toolkit.style.theme import dress
from assessor.gui.toolkit.text.phrases import Phrases


class SaveIndicator(QWidget):
    """An icon and a sentence; the window tells it what the session knows."""

    def __init__(self, parent: QWidget, phrases: Phrases) -> None:
        super().__init__(parent)
        self._phrases = phrases
        across = columns(self, gap=6, margins=(12, 2, 12, 2))
        self._icon = picture(self, "check", "ok", 14)
        self._words = label(self, "secondary")
        across.addWidget(self._icon)
        across.addWidget(self._words)
        self.hide()

    def show_saved(self, at: datetime | None) -> None:
        """Everything is on disk, since `at` (local time) or since it was opened."""
        if at is None:
            self._say("check", "ok", self._phrases("All answers are on disk"))
        else:
            self._say("check", "ok", self._phrases("Saved {time}", time=f"{at:%H:%M:%S}"))

    def show_typing(self) -> None:
        """Something is typed that has not been said yet."""
        self._say("edit", "muted", self._phrases("Typing…"))

    def show_trouble(self) -> None:
        """The last thing said could not be written."""
        self._say("warning", "danger", self._phrases("Not saved: the last answer is not on disk"))

    def _say(self, icon: str, role: str, text: str) -> None:
        dress(self._icon, icon, role, 14)
        self._words.setText(text)
        self.setAccessibleName(text)
        self.show()
