"""What is laid over a screen while files hang above it: it says what letting go would do."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from assessor.gui.toolkit.style.basic_widgets import fill, label, picture, rows
from assessor.gui.toolkit.style.theme import set_role

_ICON = "receive"


class DropOverlay(QFrame):
    """Hidden until `show_sentence`; it takes no room, and nothing of the screen moves."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        set_role(self, "veil")
        down = rows(self, 1, gap=16, margins=(24, 24, 24, 24))
        self._drawn: QLabel = picture(self, _ICON, "ink", 48)
        self._sentence = label(self, "title", wrap=True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        fill(down, (self._drawn, 0, Qt.AlignmentFlag.AlignHCenter), self._sentence, 1)
        self.hide()

    def show_sentence(self, text: str, *, good: bool) -> None:
        """Come down with a sentence, or several lines; `good` if the files can be used."""
        set_role(self, "veil" if good else "veil-no")
        self._sentence.setText(text)
        self.setAccessibleName(text)
        self.raise_()
        self.show()
