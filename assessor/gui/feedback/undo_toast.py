"""A toast that reports the last step and offers to undo it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from assessor.gui.feedback.return_bar import FloatingBar
from assessor.gui.state.session import Changes, Session
from assessor.gui.toolkit.style import basic_widgets as ui
from assessor.gui.toolkit.text.phrases import Phrases

_WIDEST, _SIDE = 640, 20
"""Pixels: how wide at most, and how far from the sides."""


class UndoToast(FloatingBar):
    """Offers to undo the last step; stays until something else is stored or it is closed."""

    def __init__(self, over: QWidget, session: Session, undo: Callable[[], object]) -> None:
        super().__init__(over, session)
        self._phrases = Phrases(session.language)
        row = ui.columns(self, gap=12, margins=(16, 10, 10, 10))
        row.addWidget(ui.picture(self, "check-circle", "ok", 20), 0, Qt.AlignmentFlag.AlignVCenter)
        self._words = ui.label(self, "", wrap=True)
        self.undo_button = ui.button(self, undo, icon="undo")
        self._close = self.close_button()
        ui.fill(row, (self._words, 1), self.undo_button, self._close)

    def show_message(self, text: str) -> None:
        """Show a message and announce it to screen readers."""
        self._phrases.again(self.session.language)
        self.undo_button.setText(self._phrases("Undo"))
        self._words.setText(text)
        self.appear(text, self._close)

    def follow(self, changes: Changes) -> None:
        """Hide the toast after another step, or when the mission closes."""
        events = changes.get("", frozenset())
        if set(changes) - {""} or events & {"opened", "closed", "language", "trouble"}:
            self.hide()

    def place(self) -> None:
        """Fit the width of the screen."""
        width = min(_WIDEST, self.over.width() - 2 * _SIDE)
        self.resize(width, max(self.sizeHint().height(), self.heightForWidth(width)))
        super().place()
