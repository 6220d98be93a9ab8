"""The dialog that exports the report of a mission."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QRadioButton

from assessor.gui.app.main_window import MainWindow
from assessor.gui.export.export_dialog import ExportDialog
from assessor.gui.export.seal_choice import SealChoice
from tests.support.screens.page import Page, wait_until

KIND, PATH, LANGUAGE = "What to write", "Where to write it", "Language of the report"
SUMMARY, BESIDE = "The summary once more", "Files that go beside the report, not into it"


class ExportScreen(Page):
    """For whom the report is, in which language, where; and what was written."""

    def __init__(self, window: MainWindow, dialog: ExportDialog | None = None) -> None:
        """Show a dialog of its own, or stand for one that is open."""
        self.dialog = dialog or ExportDialog(window, window.session, window.doors)
        super().__init__(self.dialog)
        self.dialog.show()

    @property
    def seal(self) -> SealChoice:
        """To whom the answers are sealed."""
        return self.child(SealChoice)

    def choose_audience(self, profile: str) -> None:
        """Choose for whom the report is, by the code of the profile."""
        self.part(f"profile-{profile}", QRadioButton).click()

    def export(self, path: Path) -> None:
        """Write a report to a path, without waiting for it."""
        self.fill(PATH, str(path))
        self.press("Export")

    def wait_until_written(self) -> None:
        """Wait until it is told what was written."""
        wait_until(lambda: self.dialog.written.isVisible(), 60)

    def close(self) -> None:
        """Leave the dialog, once its preview has been made."""
        self.dialog.accept()
