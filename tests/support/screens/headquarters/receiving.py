"""Files about to be received: what each would bring."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton

from assessor.gui.receiving.receive_dialog import ReceiveDialog
from tests.support.screens.page import Page, Table


class ReceivingScreen(Page):
    """What receiving files would do, with a way on and a way back."""

    root: ReceiveDialog

    @property
    def is_busy(self) -> bool:
        """Whether files are being looked at or received just now."""
        return self.root.busy

    @property
    def files(self) -> Table:
        """The files, each with what would happen to it."""
        return self.table("What receiving these files would do")

    @property
    def go(self) -> QPushButton:
        """The button that receives, whatever it is called for these files."""
        return self.part("receive", QPushButton)

    @property
    def back(self) -> QPushButton:
        """The button that leads back, whatever it is called now."""
        return self.part("leave", QPushButton)
