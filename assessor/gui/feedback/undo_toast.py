"""A line over the foot of the screen: what was just done, and a button that takes it back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QWidget

from assessor.gui.state.session import Changes, Session
from assessor.gui.toolkit.style.basic_widgets import button, columns, label, named, picture, tool
from assessor.gui.toolkit.style.theme import set_role
from assessor.gui.toolkit.text.phrases import Phrases

_WIDEST, _SIDE, _FOOT = 640, 20, 52
"""Pixels: how wide at most, how far from the sides, and from the foot, where the status bar is."""


class UndoToast(QFrame):
    """Stands until something else is said or it is put away; it covers, and moves nothing.

    `undo` is called by its button, and only while what is told of is the last thing said.
    """

    def __init__(self, over: QWidget, session: Session, undo: Callable[[], object]) -> None:
        super().__init__(over)
        self._over, self._undo = over, undo
        self._phrases = Phrases(session.language)
        set_role(self, "just-done")
        across = columns(self, gap=12, margins=(16, 10, 10, 10))
        across.addWidget(picture(self, "check-circle", "ok", 20), 0, Qt.AlignmentFlag.AlignVCenter)
        self._words = label(self, "", wrap=True)
        across.addWidget(self._words, 1)
        self.undoes = button(self, self._take_back, icon="undo")
        across.addWidget(self.undoes)
        self._closes = tool(self, "close", "muted")
        self._closes.clicked.connect(self.hide)
        across.addWidget(self._closes)
        over.installEventFilter(self)
        session.changed.connect(self._changed)
        self._session = session
        self.hide()

    def tell(self, text: str) -> None:
        """Say it, aloud too."""
        self._phrases.again(self._session.language)
        self.undoes.setText(self._phrases("Undo"))
        named(self._closes)(self._phrases("Close"))
        self._words.setText(text)
        self.setAccessibleName(text)
        self._place()
        self.raise_()
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _changed(self, changes: Changes) -> None:
        """Something else was said, or the mission was closed: there is another last thing now."""
        about = changes.get("", frozenset())
        if set(changes) - {""} or about & {"opened", "closed", "language", "trouble"}:
            self.hide()

    def _take_back(self) -> None:
        self._undo()

    def _place(self) -> None:
        wide = min(_WIDEST, self._over.width() - 2 * _SIDE)
        self.resize(wide, max(self.sizeHint().height(), self.heightForWidth(wide)))
        left = (self._over.width() - wide) // 2
        self.move(left, self._over.height() - self.height() - _FOOT)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """It stays at the foot when the screen gets another size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)
