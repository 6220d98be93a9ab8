"""Change, set or remove a passphrase."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QWidget

from assessor import words
from assessor.assessment.mission import passphrase_protection
from assessor.assessment.mission.headquarters_key import headquarters_of
from assessor.gui.feedback.busy_dialog import BusyDialog
from assessor.gui.files.passphrase_choice import LOST, UNPROTECTED, PassphraseChoice
from assessor.gui.files.passphrase_fields import PassphraseField
from assessor.gui.state.session import Session
from assessor.gui.state.session_dialog import SessionDialog
from assessor.gui.toolkit.dialogs.dialog import Dialog
from assessor.gui.toolkit.dialogs.message_dialog import show_done
from assessor.gui.toolkit.style.basic_widgets import above, button, closing, fill, label
from assessor.gui.toolkit.text.captions import moment
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.store.write.mission import Mission


class ChangePassphrase(SessionDialog):
    """Asks for the current passphrase if there is one, and for the new one twice."""

    topic = "safe"

    def __init__(self, parent: QWidget, session: Session, mission: Mission) -> None:
        super().__init__(parent, session)
        self._mission = mission
        phrases = self._phrases
        self.setMinimumWidth(520)
        title = "Change the passphrase" if mission.encrypted else "Set a passphrase"
        down = self.head(phrases(title), self._lead(), window=phrases("Passphrase"), gap=8)
        down.addSpacing(8)
        self.present = PassphraseField(self, phrases)
        if mission.encrypted:
            fill(down, above(self, self.present, phrases.say, "Present passphrase"), self.present)
            down.addSpacing(8)
        else:
            self.present.hide()
        self.protection = PassphraseChoice(self, phrases)
        found = headquarters_of(mission)
        self.protection.headquarters = found.name if found else ""
        self.protection.update_texts()
        self._trouble = label(self, "danger", wrap=True)
        self._trouble.hide()
        leaves = button(self, self.reject, phrases("Cancel"))
        self.go = button(self, self._change, phrases(title), role="primary", icon="key")
        self.go.setDefault(True)
        fill(down, self.protection, self._trouble, 1, closing(self, leaves, self.go))

    def _lead(self) -> str:
        if self._mission.encrypted:
            return self._phrases(
                "The file is written anew under the new passphrase. Copies made before still open "
                "with the old one."
            )
        at = passphrase_protection.passphrase_declined_at(self._mission)
        if not at:
            return self._phrases("The file has no passphrase.")
        when = moment(datetime.fromtimestamp(at / 1000), self._phrases.language)
        return self._phrases("The file has no passphrase: it was declined on {when}.", when=when)

    def _change(self) -> None:
        wrong = self.protection.invalid_field()
        if wrong is not None:
            field, sentence = wrong
            self._show_error(self._phrases(sentence), field)
            return
        mission, new = self._mission, self.protection.passphrase
        if new is None and not mission.encrypted:
            self.accept()  # it had none and gets none
            return
        old = self.present.text() or None
        busy = BusyDialog(
            self,
            self._session,
            "Writing the file anew",
            lambda _report_progress: passphrase_protection.change_passphrase(mission, new, old=old),
        )
        busy.exec()
        if busy.error is not None:
            self._show_error(words.say(busy.error, self._session.language), self.present)
            return
        self.accept()
        backup = busy.result_of_work
        message = self._phrases("The file has no passphrase now.")
        if new is not None:
            message = self._phrases("The file opens with the new passphrase alone.")
        if backup is not None:
            message += " " + self._phrases(
                "Send {file} to headquarters, which can open it if the passphrase is lost.",
                file=backup.name,
            )
        show_done(self.parentWidget(), message, self._phrases)

    def _show_error(self, text: str, field: QWidget) -> None:
        self._trouble.setText(text)
        self._trouble.show()
        field.setFocus()


class ChoosePassphrase(Dialog):
    """Offers a passphrase for a new file; `passphrase` is None for none."""

    topic = "safe"
    title, action = "Protect {file}", "Make the file"
    lost, unprotected = LOST, UNPROTECTED

    def __init__(self, parent: QWidget, language: str, file_name: str) -> None:
        super().__init__(parent)
        self._phrases = phrases = Phrases(language)
        self.setMinimumWidth(520)
        title = phrases(self.title, file=file_name)
        down = self.head(title, window=phrases("Passphrase"), gap=8)
        self.heading.setWordWrap(True)  # a name may be long
        self.protection = PassphraseChoice(
            self, phrases, lost=self.lost, unprotected=self.unprotected
        )
        self._trouble = label(self, "danger", wrap=True)
        self._trouble.hide()
        leaves = button(self, self.reject, phrases("Cancel"))
        self.go = button(self, self._choose, phrases(self.action), role="primary")
        self.go.setDefault(True)
        fill(down, self.protection, self._trouble, 1, closing(self, leaves, self.go))
        self.protection.first.setFocus()

    @property
    def passphrase(self) -> str | None:
        """The chosen passphrase."""
        return self.protection.passphrase

    def _choose(self) -> None:
        wrong = self.protection.invalid_field()
        if wrong is None:
            self.accept()
            return
        field, sentence = wrong
        self._trouble.setText(self._phrases(sentence))
        self._trouble.show()
        field.setFocus()
