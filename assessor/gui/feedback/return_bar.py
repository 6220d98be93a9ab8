"""Bars at the bottom of the screen, and the one that leads back to the list one came from."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QToolButton, QWidget

from assessor.gui.state.session import Changes, Session
from assessor.gui.toolkit.style.basic_widgets import button, columns, named, tool
from assessor.gui.toolkit.style.theme import set_role
from assessor.gui.toolkit.text.key_names import key_name
from assessor.gui.toolkit.text.phrases import Phrases

_FOOT = 52
"""Distance from the bottom in px, above the status bar."""
_KEYS = QKeySequence("Alt+Left")


class FloatingBar(QFrame):
    """A bar over the bottom of a screen, until it is closed; it moves nothing."""

    def __init__(self, over: QWidget, session: Session) -> None:
        super().__init__(over)
        self.over, self.session = over, session
        set_role(self, "just-done")
        over.installEventFilter(self)
        session.changed.connect(self.follow)
        self.hide()

    def follow(self, changes: Changes) -> None:
        """Hide where a change makes the bar obsolete."""
        if changes.get("", frozenset()) & {"opened", "closed", "language"}:
            self.hide()

    def close_button(self) -> QToolButton:
        """Create the button that closes the bar, after its other buttons."""
        return tool(self, "close", "muted", "", self.hide)

    def appear(self, text: str, close_button: QWidget) -> None:
        """Show the bar and announce `text` to screen readers."""
        named(close_button)(Phrases(self.session.language)("Close"))
        self.setAccessibleName(text)
        self.place()
        self.raise_()
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def place(self) -> None:
        """Move to the middle of the bottom."""
        left = (self.over.width() - self.width()) // 2
        self.move(left, self.over.height() - self.height() - _FOOT)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the bottom when the screen is resized."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.place()
        return super().eventFilter(watched, event)


class ReturnBar(FloatingBar):
    """Leads back to a list and its position; stays until one goes back or closes it."""

    def __init__(self, over: QWidget, session: Session) -> None:
        super().__init__(over, session)
        self._go_back: Callable[[], object] = lambda: None
        self.back = button(self, self.go, role="quiet", icon="arrow-left")
        self._close = self.close_button()
        columns(self, self.back, self._close, gap=4, margins=(4, 4, 4, 4))

    def offer_return(self, text: str, goes: Callable[[], object]) -> None:
        """Offer to go back by calling `goes`; `text` names the target."""
        self._go_back = goes
        self.back.setText(text)
        self.back.setShortcut(_KEYS)  # setText removes the shortcut
        self.back.setToolTip(f"{text} ({key_name(_KEYS, self.session.language)})")
        self.adjustSize()
        self.appear(text, self._close)

    def go(self) -> None:
        """Go back."""
        self.hide()
        self._go_back()


def add_return_bar(
    screen: QWidget, session: Session, text: str, go_back: Callable[[], object]
) -> None:
    """Offer the way back over a screen, in place of any earlier one."""
    bar = screen.findChild(ReturnBar)
    (bar or ReturnBar(screen, session)).offer_return(text, go_back)
