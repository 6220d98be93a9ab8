"""Status of a shared registry: changes of others, a lost server, read-only access."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QWidget

from assessor import words
from assessor.errors import AssessorError
from assessor.gui.files.access_rights import denial_reason
from assessor.gui.registry.registry_session import RegistrySession
from assessor.gui.state.session import Session
from assessor.gui.toolkit.style.basic_widgets import button, columns, fill, label, tool
from assessor.gui.toolkit.style.basic_widgets import named as name_it
from assessor.gui.toolkit.style.theme import set_role
from assessor.gui.toolkit.system.background_task import BackgroundTask, ReportProgress
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.store.read.change_detection import ChangeToken
from assessor.store.write.mission import Mission
from assessor.store.write.mission_access import Access

OFTEN, SOON = 5_000, 10_000
"""Milliseconds between looks, and between attempts while a server is gone."""


class SyncBar(QFrame):
    """A strip above the registry; hidden without a message.

    `changed` is called after others changed something, with the number of files they received.
    """

    def __init__(
        self, parent: QWidget, session: Session, phrases: Phrases, changed: Callable[[int], object]
    ) -> None:
        super().__init__(parent)
        self._session, self._phrases, self._changed = session, phrases, changed
        self._office: RegistrySession | None = None
        self._pulse: ChangeToken | None = None
        self._work: BackgroundTask | None = None
        self._observer: _Observer | None = None
        self._lost: AssessorError | None = None
        self._told = ""
        set_role(self, "card")
        row = columns(self, gap=12, margins=(16, 8, 12, 8))
        self._tag = label(self, "tag-warn")
        self.told = label(self, wrap=True)
        self.tries = phrases.on(button(self, self.look, icon="refresh"), "Try now")
        self._hides = tool(self, "close", "muted", pressed=lambda: self.say(""))
        phrases.say(name_it(self._hides), "Hide this message")
        fill(row, self._tag, (self.told, 1), self.tries, self._hides)
        self._clock = QTimer(self)
        self._clock.timeout.connect(self.look)
        self.hide()

    def show_office(self, office: RegistrySession) -> None:
        """Watch this registry from its current state on."""
        if office is not self._office:
            self._told, self._lost = "", None
            self._release()
        self._office = office
        self.note()
        mission = office.mission
        if mission.shared or mission.read_only:
            self._clock.start(OFTEN if self._lost is None else SOON)
        else:
            self._clock.stop()
        self._show()

    def note(self) -> None:
        """Take the current state as known, after own changes or a repaint."""
        if self._office is None:
            return
        try:
            self._pulse = self._office.mission.change_token()
        except AssessorError as error:
            self._lose(error)

    def leave(self) -> None:
        """Stop watching: the registry closes."""
        self._clock.stop()
        self._release()
        self._office, self._pulse, self._lost, self._told = None, None, None, ""
        self._show()

    def _release(self) -> None:
        """Close the polling connection after the current poll."""
        if self._observer is not None:
            self._observer.close()
            self._observer = None

    def say(self, text: str) -> None:
        """Show a message until the next one; blank hides it."""
        self._told = text
        self._show()

    def look(self) -> None:
        """Check whether others changed something, or the server is back."""
        if self._office is None or self._work is not None or self._session.busy:
            return
        office = self._office
        if self._observer is None:
            self._observer = _Observer(office.mission.access)
        self._work = self._session.run(
            self._observer.change_token, done=partial(self._looked, office), failed=self._lose
        )

    def _looked(self, office: RegistrySession, found: ChangeToken) -> None:
        self._work = None
        if self._office is not office:
            return
        back, self._lost = self._lost is not None, None
        before, self._pulse = self._pulse, found
        if back:
            office.reconnect()
            self._clock.start(OFTEN)
            self.say(self._phrases("The server is back. Nothing was lost."))
        if before is not None and found != before:
            self._changed(max(0, found.receipts - before.receipts))
        self._show()

    def _lose(self, error: AssessorError) -> None:
        self._work = None
        if self._office is not None:
            self._lost = error
            self._clock.start(SOON)
            self._show()

    @property
    def lost(self) -> bool:
        """Whether the server is lost."""
        return self._lost is not None

    def _show(self) -> None:
        phrases, office = self._phrases, self._office
        reading = denial_reason(office.mission, phrases) if office is not None else ""
        self.setVisible(office is not None and bool(self._lost or self._told or reading))
        self.tries.setVisible(self.lost)
        self._hides.setVisible(not self.lost and bool(self._told))
        if self._lost is not None:
            self._tag.setText(phrases("Not connected"))
            said = words.say(self._lost, phrases.language)
            stays = phrases(
                "What is shown and what you typed stays. Every ten seconds it is tried again."
            )
            self.told.setText(f"{said} {stays}")
        else:
            self._tag.setText(phrases("Reading only") if reading else phrases("News"))
            self.told.setText(" ".join(part for part in (self._told, reading) if part))


class _Observer:
    """A separate connection to a registry for polling."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._mission: Mission | None = None
        self._closed = False
        self._lock = threading.Lock()

    def change_token(self, _progress: ReportProgress) -> ChangeToken:
        """Return the current change token; raises FileError if the registry cannot be reached."""
        with self._lock:
            try:
                if self._mission is None:
                    self._mission = Mission.reopen(self._access)
                return self._mission.change_token()
            finally:
                if self._closed:
                    self._disconnect()

    def close(self) -> None:
        """Disconnect, after the current poll if one runs."""
        self._closed = True
        if self._lock.acquire(blocking=False):
            self._disconnect()
            self._lock.release()

    def _disconnect(self) -> None:
        if self._mission is not None:
            self._mission.close()
            self._mission = None
