"""Pages of a registry that are worked out when somebody looks at them, and not before."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from assessor.gui.registry.registry_session import RegistrySession


class LazyTab(QWidget):
    """A page that was told of a registry and looks into it at once if it is seen, else later: of
    eight tabs a person looks at two, and each may read every mission."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._office: RegistrySession | None = None
        self._stale = False

    def show_office(self, office: RegistrySession) -> None:
        """Note the registry, or what has become of it."""
        self._office, self._stale = office, True
        if self.isVisible():
            self._catch_up()

    def showEvent(self, event: QShowEvent) -> None:
        """Work out what was left until somebody looks."""
        super().showEvent(event)
        self._catch_up()

    def _catch_up(self) -> None:
        if self._office is not None and self._stale:
            self._stale = False
            self.look_into(self._office)

    def look_into(self, office: RegistrySession) -> None:
        """Show what is in the registry now."""
        raise NotImplementedError
