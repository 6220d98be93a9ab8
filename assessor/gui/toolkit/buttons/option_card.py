"""A radio button with an explanation; a click anywhere chooses it."""

from __future__ import annotations

from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QRadioButton, QWidget

from assessor.gui.toolkit.style.theme import set_role


class OptionCard(QFrame):
    """A card with a radio button and an explanation; a click anywhere chooses it."""

    def __init__(self, parent: QWidget, radio: QRadioButton) -> None:
        super().__init__(parent)
        set_role(self, "option")
        self._radio = radio

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the option."""
        if self.rect().contains(event.position().toPoint()):
            self._radio.click()
