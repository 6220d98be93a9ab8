"""The main window: one screen at a time, the menus, and a status bar that tells the truth."""

from __future__ import annotations

import importlib
from collections.abc import Callable

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from assessor.gui.session import Session


class Window(QMainWindow):
    """Shows the screens `home`, `desk`, `headquarters`, `new`; each is built when needed."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.setWindowTitle("Assessor")
        self.setMinimumSize(880, 600)
        self.resize(1280, 820)
        self._stack = QStackedWidget(self)
        self.setCentralWidget(self._stack)
        self._screens: dict[str, QWidget] = {}
        session.changed.connect(self._on_changed)

    def show_screen(self, name: str) -> QWidget:
        """Bring the screen `name` to the front, building it the first time, and return it."""
        if name not in self._screens:
            self._screens[name] = _BUILDERS[name](self.session)
            self._stack.addWidget(self._screens[name])
        self._stack.setCurrentWidget(self._screens[name])
        return self._screens[name]

    def _on_changed(self, changes: object) -> None:
        assert isinstance(changes, dict)
        about = changes.get("", frozenset())
        if "closed" in about and "desk" in self._screens:
            desk = self._screens.pop("desk")
            self._stack.removeWidget(desk)
            desk.deleteLater()
        if "opened" in about:
            self.show_screen("desk")

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close the mission with the window."""
        self.session.close()
        event.accept()


def _desk(session: Session) -> QWidget:
    made = importlib.import_module("assessor.gui.desk").Desk(session)
    assert isinstance(made, QWidget)
    return made


_BUILDERS: dict[str, Callable[[Session], QWidget]] = {"desk": _desk}
