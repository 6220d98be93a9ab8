"""The base class of dialogs."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from assessor.gui.toolkit.style.basic_widgets import fill, keep_low, label, rows
from assessor.gui.toolkit.style.window_fit import fit_to_screen, grow_to_content


class Dialog(QDialog):
    """A dialog that is deleted when it is closed.

    Qt keeps a dialog as long as its parent, so that the window would collect and restyle every
    dialog of a day.
    """

    open_help: ClassVar[Callable[[QWidget], None] | None] = None
    """Opens the help over a dialog; set by the application, since the help is a dialog itself."""
    topic: ClassVar[str] = ""
    """The help page that F1 opens; blank for that of the parent."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the help on F1: a modal dialog blocks the shortcut of the window."""
        if event.key() == Qt.Key.Key_F1:
            self.help()
        else:
            super().keyPressEvent(event)

    def setVisible(self, visible: bool) -> None:
        """Fit the dialog to the screen before it is shown."""
        if visible and not self.isVisible():
            fit_to_screen(self)
        super().setVisible(visible)

    def event(self, event: QEvent) -> bool:
        """Grow the dialog when its content grows."""
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            grow_to_content(self)
        return handled

    def help(self) -> None:
        """Open the help at the page of the focused part."""
        if Dialog.open_help is not None:
            Dialog.open_help(self)

    def exec(self) -> int:
        """Show the dialog until it closes; attributes stay readable until the caller returns."""
        try:
            return super().exec()
        finally:
            self.deleteLater()

    def head(self, title: str, lead: str = "", *, window: str = "", gap: int = 12) -> QVBoxLayout:
        """Set the title and create the heading, which may differ from the title of the `window`."""
        self.setWindowTitle(window or title)
        column = rows(self, gap=gap, margins=(24, 24, 24, 16))
        self.heading, self.lead = headed(self, column, title, lead)
        return column


def headed(
    parent: QWidget, column: QVBoxLayout, title: str, lead: str = ""
) -> tuple[QLabel, QLabel]:
    """Add a title and a sentence below it to a column; return both labels."""
    heading, lead_label = (
        label(parent, "title", text=title),
        label(parent, "muted", text=lead, wrap=True),
    )
    keep_low(lead_label)
    lead_label.setVisible(bool(lead))
    fill(column, heading, lead_label)
    return heading, lead_label
