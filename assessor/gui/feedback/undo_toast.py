"""A toast that reports the last step and offers to undo it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QWidget

from assessor.gui.state.session import Changes, Session
from assessor.gui.toolkit.style import basic_widgets as ui
from assessor.gui.toolkit.style.theme import set_role
from assessor.gui.toolkit.text.phrases import Phrases

_WIDEST, _SIDE, _FOOT = 640, 20, 52
"""Pixels: how wide at most, how far from the sides, and from the foot, where the status bar is."""


class UndoToast(QFrame):
    """Offers to undo the last step; stays until something else is stored or it is closed."""

    def __init__(self, over: QWidget, session: Session, undo: Callable[[], object]) -> None:
        super().__init__(over)
        self._over, self._undo = over, undo
        self._phrases = Phrases(session.language)
        set_role(self, "just-done")
        row = ui.columns(self, gap=12, margins=(16, 10, 10, 10))
        row.addWidget(ui.picture(self, "check-circle", "ok", 20), 0, Qt.AlignmentFlag.AlignVCenter)
        self._words = ui.label(self, "", wrap=True)
        self.undo_button = ui.button(self, self._call_undo, icon="undo")
        self._close_button = ui.tool(self, "close", "muted")
        self._close_button.clicked.connect(self.hide)
        ui.fill(row, (self._words, 1), self.undo_button, self._close_button)
        over.installEventFilter(self)
        session.changed.connect(self._changed)
        self._session = session
        self.hide()

    def show_message(self, text: str) -> None:
        """Show a message and announce it to screen readers."""
        self._phrases.again(self._session.language)
        self.undo_button.setText(self._phrases("Undo"))
        ui.named(self._close_button)(self._phrases("Close"))
        self._words.setText(text)
        self.setAccessibleName(text)
        self._place()
        self.raise_()
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _changed(self, changes: Changes) -> None:
        """Hide the toast after another step, or when the mission closes."""
        events = changes.get("", frozenset())
        if set(changes) - {""} or events & {"opened", "closed", "language", "trouble"}:
            self.hide()

    def _call_undo(self) -> None:
        self._undo()

    def _place(self) -> None:
        width = min(_WIDEST, self._over.width() - 2 * _SIDE)
        self.resize(width, max(self.sizeHint().height(), self.heightForWidth(width)))
        left = (self._over.width() - width) // 2
        self.move(left, self._over.height() - self.height() - _FOOT)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the bottom when the screen is resized."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)
