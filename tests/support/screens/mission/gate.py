"""The page before the export, and the page of stages that are told."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from assessor.gui.app.main_window import MainWindow
from assessor.gui.export.gate_dialog import GateDialog
from assessor.gui.export.release_dialog import ReleaseDialog
from tests.support.screens.page import Page, Table

REASON, KEEP = "Why it stays open", "Keep the reason"
DRAFT, FINAL = "Write a draft…", "Write the final report…"
READERS, WHY, DECIDE = "Tell it to", "Why", "Decide"


class GateScreen(Page):
    """The open points, a reason for each, and draft or final."""

    def __init__(self, window: MainWindow, dialog: GateDialog | None = None) -> None:
        """Show a dialog of its own, or stand for one that is open."""
        self.dialog = dialog or GateDialog(window, window.session, window.doors)
        super().__init__(self.dialog)
        self.dialog.show()

    @property
    def points(self) -> Table:
        """The list of open points."""
        return self.table("Open points")

    def explain(self, text: str) -> None:
        """Type a reason for the chosen points, and press Enter."""
        self.fill(REASON, text)
        QTest.keyClick(self.field(REASON), Qt.Key.Key_Return)


class ReleaseScreen(Page):
    """To whom the stage of each indicator is told."""

    def __init__(self, window: MainWindow, dialog: ReleaseDialog | None = None) -> None:
        """Show a dialog of its own, or stand for one that is open."""
        self.dialog = dialog or ReleaseDialog(window, window.session)
        super().__init__(self.dialog)
        self.dialog.show()

    @property
    def stages(self) -> Table:
        """The list of indicators."""
        return self.table("Which stages are told")
