"""What dialogs have in common: how they begin, and that they are gone once they were left."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLabel, QSizePolicy, QVBoxLayout, QWidget

from assessor.gui.toolkit.style.basic_widgets import label, rows
from assessor.gui.toolkit.style.window_fit import fit, grow


class Dialog(QDialog):
    """A dialog that is let go when it was left.

    Qt keeps a dialog for as long as its parent: after a day's work the window held every one that
    had been opened, and dressed them all anew when the look changed.
    """

    open_help: ClassVar[Callable[[QWidget], None] | None] = None
    """Opens the help over a dialog; the application sets it, since the help is a dialog itself."""
    topic: ClassVar[str] = ""
    """The page of the help that F1 opens; blank: that of what the dialog stands before."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F1 is help here, too: the window's own key waits while a dialog is before it."""
        if event.key() == Qt.Key.Key_F1:
            self.help()
        else:
            super().keyPressEvent(event)

    def setVisible(self, visible: bool) -> None:
        """Before it is seen it is made to fit the screen."""
        if visible and not self.isVisible():
            fit(self)
        super().setVisible(visible)

    def event(self, event: QEvent) -> bool:
        """What comes while it is seen finds room, too: an error, a longer sentence."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            grow(self)
        return done

    def help(self) -> None:
        """Open the help at the page of the focused part."""
        if Dialog.open_help is not None:
            Dialog.open_help(self)

    def exec(self) -> int:
        """Show it until it is left; what it found out can be read until one's caller returns."""
        try:
            return super().exec()
        finally:
            self.deleteLater()

    def head(self, title: str, lead: str = "", *, window: str = "", gap: int = 12) -> QVBoxLayout:
        """Begin it with its title and a sentence on what it is for; the column for the rest.

        `window` is what the window is called, where that is not its title.
        """
        self.setWindowTitle(window or title)
        down = rows(self, gap=gap, margins=(24, 24, 24, 16))
        self.heading, self.lead = headed(self, down, title, lead)
        return down


def headed(face: QWidget, down: QVBoxLayout, title: str, lead: str = "") -> tuple[QLabel, QLabel]:
    """Put a title and a sentence beneath it into a column; both, to say something else later."""
    heading, told = label(face, "title", text=title), label(face, "muted", text=lead, wrap=True)
    policy = told.sizePolicy()
    policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)  # room goes to what follows
    told.setSizePolicy(policy)
    told.setVisible(bool(lead))
    down.addWidget(heading)
    down.addWidget(told)
    return heading, told
