"""The files the open mission received, and those in quarantine."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from assessor.gui.receiving.receipts_panel import ReceiptsPanel
from assessor.gui.state.session import Session
from assessor.gui.toolkit.dialogs.dialog import Dialog
from assessor.gui.toolkit.style.basic_widgets import button, closing, fill
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.store.write.mission import Mission


class ReceivedFilesDialog(Dialog):
    """The receipts of a mission; imports and undone imports appear on the desk at once."""

    topic = "exchange"

    def __init__(self, parent: QWidget, session: Session) -> None:
        super().__init__(parent)
        self._session = session
        phrases = Phrases(session.language)
        self.resize(860, 560)
        column = self.head(phrases("Received from colleagues"), gap=8)
        self.receipts = ReceiptsPanel(self, session, phrases, self._show)
        closes = button(self, self.accept, phrases("Close"))
        fill(column, (self.receipts, 1), closing(self, closes))
        self._show()

    @property
    def mission(self) -> Mission:
        """The open file."""
        return self._session.assessment.mission

    def refresh(self) -> None:
        """Reload the desk."""
        self._session.reload()

    def _show(self) -> None:
        self.receipts.show_office(self)
