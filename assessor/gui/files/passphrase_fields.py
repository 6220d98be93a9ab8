"""Passphrase fields: choose with a strength hint, or unlock."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from assessor.gui.toolkit.dialogs.dialog import Dialog
from assessor.gui.toolkit.style import basic_widgets as ui
from assessor.gui.toolkit.style.theme import dress
from assessor.gui.toolkit.text.phrases import Phrases

_LETTER, _DIGIT, _SIGN, _HAN, _WORD = 4.7, 3.3, 5.0, 8.0, 13.0
"""Bits of a random letter, digit, sign or Han character, and at most of a word."""


def bits(passphrase: str) -> float:
    """Return a cautious estimate of a passphrase's strength in bits.

    A run of letters counts at most as a word from a dictionary of 8,000; repeated characters and
    runs such as `123` count a quarter.
    """
    total = word = 0.0
    for place, letter in enumerate(passphrase):
        step = ord(letter) - ord(passphrase[place - 1]) if place else 9
        worth = 0.25 if step in (-1, 0, 1) else 1.0
        if letter.isalpha() and ord(letter) < 0x2E80:
            word = min(_WORD, word + _LETTER * worth)
            continue
        total, word = total + word, 0.0
        if letter.isalpha():
            total += _HAN * worth
        elif not letter.isspace():
            total += (_DIGIT if letter.isdigit() else _SIGN) * worth
    return total + word


def verdict(passphrase: str) -> tuple[str, str]:
    """Return the hint for a passphrase: the role of its label and an English source string.

    The file's key derivation makes each guess about 250,000 times more expensive, about 18 bits.
    """
    strength = bits(passphrase)
    if strength < 30:
        return "danger", "Weak: a found laptop would give it up within a day. Add words."
    if strength < 45:
        return "warn", "Fair: good against a curious person, not against a laboratory."
    return "ok", "Strong. Write it down somewhere that does not travel with the laptop."


class PassphraseField(QLineEdit):
    """A passphrase line with a button that shows the text."""

    def __init__(self, parent: QWidget, phrases: Phrases) -> None:
        super().__init__(parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._eye = QAction(self)
        self._eye.setCheckable(True)
        dress(self._eye, "eye", "muted", 16)
        phrases.say(self._eye.setText, "Show what is typed")
        phrases.say(self._eye.setToolTip, "Show what is typed")
        self._eye.triggered.connect(self._toggle_visible)
        self.addAction(self._eye, QLineEdit.ActionPosition.TrailingPosition)

    def _toggle_visible(self) -> None:
        seen = self._eye.isChecked()
        self.setEchoMode(QLineEdit.EchoMode.Normal if seen else QLineEdit.EchoMode.Password)
        dress(self._eye, "eye-off" if seen else "eye", "muted", 16)


class PassphraseEdit(Dialog):
    """The base of dialogs that ask for one secret."""

    _field: PassphraseField

    def add_line(
        self, down: QVBoxLayout, phrases: Phrases, asked: str, does: str, trouble: str = ""
    ) -> None:
        """Add the line with the label `asked`, and the button `does`; `trouble` is an error."""
        self._field = PassphraseField(self, phrases)
        ui.fill(down, ui.above(self, self._field, phrases.say, asked, role="muted"), self._field)
        if trouble:
            told = ui.label(self, "danger", text=trouble, wrap=True)
            ui.keep_low(told)
            ui.fill(down, told, 1)
        opens = ui.button(self, self.accept, phrases(does), role="primary", icon="unlock")
        opens.setDefault(True)
        down.addLayout(ui.closing(self, ui.button(self, self.reject, phrases("Cancel")), opens))
        self._field.setFocus()

    @property
    def typed(self) -> str:
        """The typed text."""
        return self._field.text()


class UnlockDialog(PassphraseEdit):
    """Asks for the passphrase of a mission file."""

    topic = "safe"

    def __init__(self, parent: QWidget, file_name: str, language: str, *, again: bool) -> None:
        super().__init__(parent)
        phrases = Phrases(language)
        self.setWindowTitle(phrases("Passphrase"))
        self.setMinimumWidth(420)
        down = ui.rows(self, margins=(24, 24, 24, 16))
        down.addWidget(
            ui.label(
                self, "heading", text=phrases("{file} is protected", file=file_name), wrap=True
            )
        )
        wrong = phrases("That passphrase does not open it. Nothing was changed.")
        self.add_line(down, phrases, "Passphrase of this mission", "Open", wrong if again else "")
