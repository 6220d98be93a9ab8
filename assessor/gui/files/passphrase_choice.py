"""The choice of a passphrase for a new file, with a hint of its strength."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from assessor.gui.files.passphrase_fields import PassphraseField, verdict
from assessor.gui.toolkit.style.basic_widgets import above, columns, fill, label, rows
from assessor.gui.toolkit.style.theme import set_role
from assessor.gui.toolkit.text.phrases import Phrases

LOST = (
    "Nobody can bring a lost passphrase back, and without it the file stays closed for good: "
    "no headquarters key is set."
)
UNPROTECTED = "Anybody who has the laptop or a copy of the file can read it."
LOST_WITH_HEADQUARTERS = (
    "If you lose it, {headquarters} can give the file a new one, with the recovery file that lies "
    "beside it or any sealed report."
)


class PassphraseChoice(QWidget):
    """A check box, two fields and a hint; `headquarters` is who could recover a passphrase.

    `lost` tells what to do with it, and `unprotected` who reads a file without one.
    """

    def __init__(
        self, parent: QWidget, phrases: Phrases, *, lost: str = LOST, unprotected: str = UNPROTECTED
    ) -> None:
        super().__init__(parent)
        self._lost_sentence = lost
        self._phrases = phrases
        self.headquarters = ""
        self.box = phrases.on(QCheckBox(self), "Protect it with a passphrase (recommended)")
        self.box.setChecked(True)
        self.box.clicked.connect(self.update_texts)
        self._secret = QWidget(self)
        indented = columns(self._secret, gap=0)
        indented.addSpacing(24)
        inner = rows(None, gap=12)
        indented.addLayout(inner, 1)
        self.first = self._field(inner, "Passphrase")
        self.first.textEdited.connect(self.update_texts)
        self.again = self._field(inner, "The same once more")
        self._strength = label(self._secret, "muted", wrap=True)
        self._lost = label(self._secret, "secondary", wrap=True)
        fill(inner, self._strength, self._lost)
        self._open = label(self, "warn", wrap=True)
        phrases.say(self._open.setText, unprotected)
        rows(self, self.box, self._secret, self._open, gap=12)
        self.update_texts()

    def _field(self, down: QVBoxLayout, text: str) -> PassphraseField:
        field = PassphraseField(self._secret, self._phrases)
        down.addLayout(rows(None, above(self, field, self._phrases.say, text), field, gap=4))
        return field

    def reset(self) -> None:
        """Reset to the initial state."""
        self.first.clear()
        self.again.clear()
        self.box.setChecked(True)
        self.update_texts()

    def update_texts(self) -> None:
        """Update all texts, also after a change of language."""
        wanted = self.box.isChecked()
        self._secret.setVisible(wanted)
        self._open.setVisible(not wanted)
        role, sentence = verdict(self.first.text())
        if not self.first.text():
            role = "muted"
            sentence = "Four or five unrelated words are strong and can be remembered."
        set_role(self._strength, role)
        self._strength.setText(self._phrases(sentence))
        self._lost.setText(
            self._phrases(LOST_WITH_HEADQUARTERS, headquarters=self.headquarters)
            if self.headquarters
            else self._phrases(self._lost_sentence)
        )

    @property
    def passphrase(self) -> str | None:
        """The chosen passphrase, or None."""
        return self.first.text() if self.box.isChecked() else None

    def invalid_field(self) -> tuple[QWidget, str] | None:
        """Return the first invalid field and the reason (an English source string)."""
        if not self.box.isChecked():
            return None
        if not self.first.text():
            return self.first, "Type a passphrase, or untick the box to go without."
        if self.first.text() != self.again.text():
            return self.again, "The two passphrases differ. Type the same one twice."
        return None
