"""The locked screen: nothing of the mission is shown, and its passphrase opens it again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from assessor.errors import AssessorError, WrongPassphrase
from assessor.gui.files.passphrase_fields import PassphraseField
from assessor.gui.state.session import Session
from assessor.gui.toolkit.style.basic_widgets import (
    above,
    button,
    centred,
    columns,
    label,
    picture,
    rows,
)
from assessor.gui.toolkit.style.theme import set_role
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.words import say


class LockScreen(QWidget):
    """Asks for the passphrase; `opens` is tried with it, and raises what is wrong."""

    topic = "safe"

    def __init__(self, session: Session, leave: Callable[[], object]) -> None:
        super().__init__()
        self._session = session
        self._phrases = Phrases(session.language)
        self._opens: Callable[[str], object] | None = None
        set_role(self, "ground")
        self._fill(centred(self, narrowest=440, widest=520), leave)
        session.changed.connect(self._on_changed)

    def _fill(self, card: QWidget, leave: Callable[[], object]) -> None:
        inside = rows(card, gap=8, margins=(32, 32, 32, 24))
        inside.addWidget(picture(card, "lock", "accent", 32))
        inside.addSpacing(8)
        title, lead = label(card, "title"), label(card, "muted", wrap=True)
        self._phrases.say(title.setText, "Locked")
        self._phrases.say(
            lead.setText, "Everything you said is on the disk. Your passphrase opens it again."
        )
        inside.addWidget(title)
        inside.addWidget(lead)
        inside.addSpacing(8)
        self._field = PassphraseField(card, self._phrases)
        self._field.returnPressed.connect(self._open)
        inside.addWidget(above(card, self._field, self._phrases.say, "Passphrase"))
        inside.addWidget(self._field)
        self._trouble = label(card, "danger", wrap=True)
        self._trouble.hide()
        inside.addWidget(self._trouble)
        inside.addSpacing(8)
        row = columns(None, gap=8)
        row.addStretch(1)
        leaves = button(card, leave)
        self._phrases.say(leaves.setText, "To the first screen")
        opens = button(card, self._open, role="primary", icon="unlock")
        self._phrases.say(opens.setText, "Unlock")
        row.addWidget(leaves)
        row.addWidget(opens)
        inside.addLayout(row)

    def wait_for(self, opens: Callable[[str], object]) -> None:
        """Wait for the passphrase that `opens` takes."""
        self._opens = opens
        self._field.clear()
        self._trouble.hide()

    def _open(self) -> None:
        if self._opens is None:
            return
        try:
            self._opens(self._field.text())
        except WrongPassphrase:
            self._complain(self._phrases("That passphrase does not open it. Nothing was changed."))
        except AssessorError as error:
            self._complain(say(error, self._session.language))
        else:
            self._opens = None
        self._field.clear()
        self._field.setFocus()

    def _complain(self, text: str) -> None:
        self._trouble.setText(text)
        self._trouble.show()

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard goes to the field at once."""
        super().showEvent(event)
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_changed(self, changes: dict[str, frozenset[str]]) -> None:
        if "language" in changes.get("", frozenset()):
            self._phrases.again(self._session.language)
