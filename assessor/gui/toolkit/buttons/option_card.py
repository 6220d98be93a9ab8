"""A choice that is a card: a radio button and a line about it, all of which can be clicked."""

from __future__ import annotations

from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QRadioButton, QWidget

from assessor.gui.toolkit.style.theme import set_role


class OptionCard(QFrame):
    """A choice with a line of explanation, all of which can be clicked."""

    def __init__(self, parent: QWidget, radio: QRadioButton) -> None:
        super().__init__(parent)
        set_role(self, "option")
        self._radio = radio

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose it."""
        if self.rect().contains(event.position().toPoint()):
            self._radio.click()
