"""What the open mission has received: every file with its fate, and what waits for trust."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QWidget

from assessor.gui.phrases import Phrases
from assessor.gui.pieces import button, closing, label, rows
from assessor.gui.receipts import Receipts
from assessor.gui.session import Session
from assessor.store.mission import Mission


class Received(QDialog):
    """The receipts of a field mission; what is taken in or back is shown at once behind it."""

    def __init__(self, parent: QWidget, session: Session) -> None:
        super().__init__(parent)
        self._session = session
        phrases = Phrases(session.language)
        self.setWindowTitle(phrases("Received from colleagues"))
        self.resize(860, 560)
        down = rows(self, gap=8, margins=(24, 24, 24, 16))
        down.addWidget(label(self, "title", text=phrases("Received from colleagues")))
        self.receipts = Receipts(self, session, phrases, self._show)
        down.addWidget(self.receipts, 1)
        closes = button(self, self.accept)
        closes.setText(phrases("Close"))
        down.addLayout(closing(self, closes))
        self._show()

    @property
    def mission(self) -> Mission:
        """The file that is open."""
        return self._session.mission.mission

    def refresh(self) -> None:
        """Show on the desk what the file holds now."""
        self._session.reload()

    def _show(self) -> None:
        self.receipts.show_office(self)
