"""Parts of the headquarters page: panels, and tabs that are computed when they are shown."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from assessor.gui.registry.registry_session import RegistrySession
from assessor.gui.state.session import Session
from assessor.gui.toolkit.text.phrases import Phrases


class RegistryPanel(QWidget):
    """A panel that calls `changed` after it changed something; a subclass builds its content."""

    def __init__(
        self, parent: QWidget, session: Session, phrases: Phrases, changed: Callable[[], object]
    ) -> None:
        super().__init__(parent)
        self._session, self._phrases, self._changed = session, phrases, changed
        self._build()

    def _build(self) -> None:
        """Build the content."""
        raise NotImplementedError


class LazyTab(RegistryPanel):
    """A tab that reads the registry when visible: users open two of eight tabs, and each may read
    every mission."""

    _office: RegistrySession | None = None
    _stale = False

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
