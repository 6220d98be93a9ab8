"""A small strip over the foot of the screen: the way back to the list one came from."""

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
"""Pixels from the foot, where the status bar is."""
_KEYS = QKeySequence("Alt+Left")


class ReturnBar(QFrame):
    """Stands while one works on what one came to, until one goes back or puts it away.

    A list that closed for good when a question in it was gone to would have to be found again,
    opened again, and gone through to the same place, for each question.
    """

    def __init__(self, over: QWidget, session: Session) -> None:
        super().__init__(over)
        self._over, self._session = over, session
        self._goes: Callable[[], object] = lambda: None
        set_role(self, "just-done")
        across = columns(self, gap=4, margins=(4, 4, 4, 4))
        self.back = button(self, self.go, role="quiet", icon="arrow-left")
        self._closes = tool(self, "close", "muted")
        self._closes.clicked.connect(self.hide)
        across.addWidget(self.back)
        across.addWidget(self._closes)
        over.installEventFilter(self)
        session.changed.connect(self._changed)
        self.hide()

    def lead(self, text: str, goes: Callable[[], object]) -> None:
        """Offer to go back by `goes`; `text`, in words, says to what."""
        self._goes = goes
        self.back.setText(text)
        self.back.setShortcut(_KEYS)  # setting the words takes it away
        self.back.setToolTip(f"{text} ({key_name(_KEYS, self._session.language)})")
        named(self._closes)(Phrases(self._session.language)("Close"))
        self.setAccessibleName(text)
        self.adjustSize()
        self._place()
        self.raise_()
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def go(self) -> None:
        """Go back."""
        self.hide()
        self._goes()

    def _changed(self, changes: Changes) -> None:
        if changes.get("", frozenset()) & {"opened", "closed", "language"}:
            self.hide()

    def _place(self) -> None:
        left = (self._over.width() - self.width()) // 2
        self.move(left, self._over.height() - self.height() - _FOOT)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """It stays at the foot when the screen gets another size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)


def add_return_bar(over: QWidget, session: Session, text: str, goes: Callable[[], object]) -> None:
    """Offer the way back over a screen; there is one way, that to where one came from last."""
    found = over.findChild(ReturnBar)
    (found or ReturnBar(over, session)).lead(text, goes)
