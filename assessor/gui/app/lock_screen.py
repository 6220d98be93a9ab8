"""The lock screen: shows nothing of the mission and asks for the passphrase."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from assessor.errors import AssessorError, WrongPassphrase
from assessor.gui.files.passphrase_fields import PassphraseField
from assessor.gui.state.session import Session
from assessor.gui.toolkit.style import basic_widgets as ui
from assessor.gui.toolkit.style.theme import set_role
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.words import say


class LockScreen(QWidget):
    """Asks for the passphrase and calls `opens` with it, which raises on errors."""

    topic = "safe"

    def __init__(
        self, session: Session, leave: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._phrases = Phrases(session.language)
        self._reopen: Callable[[str], object] | None = None
        set_role(self, "ground")
        self._fill(ui.centred(self, narrowest=440, widest=520), leave)
        session.changed.connect(self._on_changed)

    def _fill(self, card: QWidget, leave: Callable[[], object]) -> None:
        column = ui.rows(card, ui.picture(card, "lock", "accent", 32), margins=(32, 32, 32, 24))
        column.addSpacing(8)
        lead = "All your answers are saved. Your passphrase opens them again."
        ui.fill(column, self._phrases.on(ui.label(card, "title"), "Locked"))
        ui.fill(column, self._phrases.on(ui.label(card, "muted", wrap=True), lead))
        column.addSpacing(8)
        self._field = PassphraseField(card, self._phrases)
        self._field.returnPressed.connect(self._open)
        self._trouble = ui.label(card, "danger", wrap=True)
        self._trouble.hide()
        name = ui.above(card, self._field, self._phrases.say, "Passphrase")
        ui.fill(column, name, self._field, self._trouble)
        column.addSpacing(8)
        back = self._phrases.on(ui.button(card, leave), "To the first screen")
        unlock = ui.button(card, self._open, role="primary", icon="unlock")
        column.addLayout(ui.columns(None, 1, back, self._phrases.on(unlock, "Unlock")))

    def wait_for(self, reopen: Callable[[str], object]) -> None:
        """Wait for a passphrase that `reopen` accepts."""
        self._reopen = reopen
        self._field.clear()
        self._trouble.hide()

    def _open(self) -> None:
        if self._reopen is None:
            return
        try:
            self._reopen(self._field.text())
        except WrongPassphrase:
            text = "That passphrase does not open it. Nothing was changed."
            self._trouble.show_text(self._phrases(text))
        except AssessorError as error:
            self._trouble.show_text(say(error, self._session.language))
        else:
            self._reopen = None
        self._field.clear()
        self._field.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Focus the passphrase field."""
        super().showEvent(event)
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_changed(self, changes: dict[str, frozenset[str]]) -> None:
        if "language" in changes.get("", frozenset()):
            self._phrases.again(self._session.language)
