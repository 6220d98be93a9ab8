"""The introduction of a person: their card, the six words, and the decision to trust."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QCheckBox, QComboBox, QVBoxLayout, QWidget

from assessor import words
from assessor.assessment.entries.membership import welcome_known
from assessor.errors import AssessorError
from assessor.gui.state.session import Session
from assessor.gui.state.session_dialog import SessionDialog
from assessor.gui.toolkit.style.basic_widgets import button, closing, code, fill, frame, label, rows
from assessor.parcel.keys.contact_card import Contact
from assessor.parcel.keys.known_people import confirm_contact, known_people
from assessor.store.write.mission import now_ms

Then = Callable[[Contact], object]


class IntroductionDialog(SessionDialog):
    """The person or persons of a file; nobody is trusted before the words are compared.

    `then` is called with the person once they are trusted, for example to add them to a roster;
    `button_text` is its English source string.
    """

    topic = "keys"

    def __init__(
        self,
        parent: QWidget,
        session: Session,
        people: Sequence[Contact],
        *,
        then: Then | None = None,
        button_text: str = "Trust this person",
    ) -> None:
        super().__init__(parent, session)
        self._people, self._then = tuple(people), then
        self.setWindowTitle(self._phrases("Meet a person"))
        self.setMinimumWidth(520)
        down = rows(self, margins=(24, 24, 24, 16))
        self._head(down)
        down.addSpacing(8)
        self._lead = label(self, wrap=True)
        fill(down, self._lead, self._card())
        self.compared = QCheckBox(self)
        self.compared.clicked.connect(self._offer)
        self._trouble = label(self, "danger", wrap=True)
        self._trouble.hide()
        leaves = button(self, self.reject, self._phrases("Not now"))
        self._go = button(
            self, self._confirm, self._phrases(button_text), role="primary", icon="check"
        )
        fill(down, self.compared, self._trouble, 1, closing(self, leaves, self._go))
        self._show_contact()

    def _head(self, down: QVBoxLayout) -> None:
        self._name = label(self, "title", wrap=True)
        self._which = QComboBox(self)
        self._which.setAccessibleName(self._phrases("Whom to trust"))
        for contact in self._people:
            self._which.addItem(self._name_of(contact))
        self._which.setVisible(len(self._people) > 1)
        self._which.activated.connect(self._show_contact)
        self._organisation = label(self, "muted", wrap=True)
        fill(down, self._name, self._which, self._organisation)

    def _card(self) -> QWidget:
        card = frame(self, "card")
        column = rows(card, gap=4, margins=(16, 12, 16, 12))
        column.addWidget(label(card, "overline", text=self._phrases("The six words of this key")))
        self._words, self._mark = code(card, "six-words"), code(card, "secondary")
        fill(column, self._words, self._mark)
        return card

    def _name_of(self, contact: Contact) -> str:
        return contact.name or self._phrases("Somebody without a name")

    @property
    def contact(self) -> Contact:
        """The shown person."""
        return self._people[max(0, self._which.currentIndex())]

    def _show_contact(self) -> None:
        contact = self.contact
        name = self._name_of(contact)
        self._name.setText(name)
        self._organisation.setText(contact.organisation)
        self._organisation.setVisible(bool(contact.organisation))
        self._words.setText(contact.words)
        self._words.setAccessibleName(self._phrases("The six words of this key"))
        self._mark.setText(contact.fingerprint)
        self._lead.setText(self._lead_for(contact, name))
        self.compared.setChecked(False)
        self.compared.setText(
            self._phrases("{name} read these six words to me from their own screen", name=name)
        )
        self.compared.setVisible(not self._is_known(contact))
        self._offer()

    def _lead_for(self, contact: Contact, name: str) -> str:
        if contact.public == self._session.identity().public.hex():
            return self._phrases("This is your own key, on this laptop.")
        if self._is_known(contact):
            return self._phrases("You know this key: you compared its words before.")
        return self._phrases(
            "Anybody can send a file in anybody's name. Call {name}, or meet them, and let them "
            "read their six words from their own screen. Every word must be the same.",
            name=name,
        )

    def _is_known(self, contact: Contact) -> bool:
        own = self._session.identity().public.hex()
        return contact.public == own or contact.public in known_people(
            self._session.preferences.folder
        )

    def _offer(self) -> None:
        is_known = self._is_known(self.contact)
        self._go.setVisible(not is_known or self._then is not None)
        self._go.setEnabled(is_known or self.compared.isChecked())
        why = "" if self._go.isEnabled() else self._phrases("Compare the six words first")
        self._go.setToolTip(why)

    def _confirm(self) -> None:
        contact = self.contact
        try:
            if not self._is_known(contact):
                confirm_contact(self._session.preferences.folder, contact, contact.words, now_ms())
                if self._session.open_assessment is not None:
                    self._session.do(lambda now: welcome_known(now, contact.public))
                self._session.changed.emit({"": frozenset({"people"})})
            if self._then is not None:
                self._then(contact)
        except AssessorError as error:
            self._trouble.setText(words.say(error, self._session.language))
            self._trouble.show()
            return
        self.accept()
