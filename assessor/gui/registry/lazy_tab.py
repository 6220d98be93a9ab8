"""Tabs of a registry that are computed when they are shown."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from assessor.gui.registry.registry_session import RegistrySession


class LazyTab(QWidget):
    """A tab that reads the registry when visible: users open two of eight tabs, and each may read
    every mission."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._office: RegistrySession | None = None
        self._stale = False

    def show_office(self, office: RegistrySession) -> None:
        """Store the registry, or its new state."""
        self._office, self._stale = office, True
        if self.isVisible():
            self._catch_up()

    def showEvent(self, event: QShowEvent) -> None:
        """Read the registry if that is pending."""
        super().showEvent(event)
        self._catch_up()

    def _catch_up(self) -> None:
        if self._office is not None and self._stale:
            self._stale = False
            self.look_into(self._office)

    def look_into(self, office: RegistrySession) -> None:
        """Show the current content of the registry."""
        raise NotImplementedError
