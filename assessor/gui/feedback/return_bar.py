"""A bar at the bottom of the screen that leads back to the list one came from."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QWidget

from assessor.gui.state.session import Changes, Session
from assessor.gui.toolkit.style.basic_widgets import button, columns, named, tool
from assessor.gui.toolkit.style.theme import set_role
from assessor.gui.toolkit.text.key_names import key_name
from assessor.gui.toolkit.text.phrases import Phrases

_FOOT = 52
"""Distance from the bottom in px, above the status bar."""
_KEYS = QKeySequence("Alt+Left")


class ReturnBar(QFrame):
    """Leads back to a list and its position; stays until one goes back or closes it."""

    def __init__(self, over: QWidget, session: Session) -> None:
        super().__init__(over)
        self._over, self._session = over, session
        self._go_back: Callable[[], object] = lambda: None
        set_role(self, "just-done")
        self.back = button(self, self.go, role="quiet", icon="arrow-left")
        self._close_button = tool(self, "close", "muted")
        self._close_button.clicked.connect(self.hide)
        columns(self, self.back, self._close_button, gap=4, margins=(4, 4, 4, 4))
        over.installEventFilter(self)
        session.changed.connect(self._changed)
        self.hide()

    def offer_return(self, text: str, goes: Callable[[], object]) -> None:
        """Offer to go back by calling `goes`; `text` names the target."""
        self._go_back = goes
        self.back.setText(text)
        self.back.setShortcut(_KEYS)  # setText removes the shortcut
        self.back.setToolTip(f"{text} ({key_name(_KEYS, self._session.language)})")
        named(self._close_button)(Phrases(self._session.language)("Close"))
        self.setAccessibleName(text)
        self.adjustSize()
        self._place()
        self.raise_()
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def go(self) -> None:
        """Go back."""
        self.hide()
        self._go_back()

    def _changed(self, changes: Changes) -> None:
        if changes.get("", frozenset()) & {"opened", "closed", "language"}:
            self.hide()

    def _place(self) -> None:
        left = (self._over.width() - self.width()) // 2
        self.move(left, self._over.height() - self.height() - _FOOT)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the bottom when the screen is resized."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)


def add_return_bar(
    screen: QWidget, session: Session, text: str, go_back: Callable[[], object]
) -> None:
    """Offer the way back over a screen, in place of any earlier one."""
    bar = screen.findChild(ReturnBar)
    (bar or ReturnBar(screen, session)).offer_return(text, go_back)
