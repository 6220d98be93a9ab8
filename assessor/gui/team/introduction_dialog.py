"""Meeting somebody: what a card or report says of them, six words to compare, and the decision."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QCheckBox, QComboBox, QVBoxLayout, QWidget

from assessor import words
from assessor.errors import AssessorError
from assessor.gui.state.session import Session
from assessor.gui.toolkit.dialogs.dialog import Dialog
from assessor.gui.toolkit.style.basic_widgets import button, closing, code, frame, label, rows
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.parcel.keys.contact_card import Contact
from assessor.parcel.keys.known_people import confirm_contact, known_people
from assessor.store.write.mission import now_ms

Then = Callable[[Contact], object]


class IntroductionDialog(Dialog):
    """Shows whom a file introduces; nobody is trusted before the words were compared.

    `then`, if given, is done with the person once they are known: put on a roster, for instance,
    which `button_text` names (an English source string).
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
        super().__init__(parent)
        self._session, self._people, self._then = session, tuple(people), then
        self._phrases = Phrases(session.language)
        self.setWindowTitle(self._phrases("Meet a person"))
        self.setMinimumWidth(520)
        down = rows(self, gap=8, margins=(24, 24, 24, 16))
        self._head(down)
        down.addSpacing(8)
        self._lead = label(self, wrap=True)
        down.addWidget(self._lead)
        down.addWidget(self._card())
        self._heard = QCheckBox(self)
        self._heard.clicked.connect(self._offer)
        down.addWidget(self._heard)
        self._trouble = label(self, "danger", wrap=True)
        self._trouble.hide()
        down.addWidget(self._trouble)
        down.addStretch(1)
        leaves = button(self, self.reject)
        leaves.setText(self._phrases("Not now"))
        self._go = button(self, self._meet, role="primary", icon="check")
        self._go.setText(self._phrases(button_text))
        down.addLayout(closing(self, leaves, self._go))
        self._show()

    def _head(self, down: QVBoxLayout) -> None:
        """Whom the file introduces; which of them, where it is several."""
        self._name = label(self, "title", wrap=True)
        self._which = QComboBox(self)
        self._which.setAccessibleName(self._phrases("Whom to trust"))
        for one in self._people:
            self._which.addItem(self._called(one))
        self._which.setVisible(len(self._people) > 1)
        self._which.activated.connect(self._show)
        self._organisation = label(self, "muted", wrap=True)
        for widget in (self._name, self._which, self._organisation):
            down.addWidget(widget)

    def _card(self) -> QWidget:
        card = frame(self, "card")
        inside = rows(card, gap=4, margins=(16, 12, 16, 12))
        inside.addWidget(label(card, "overline", text=self._phrases("The six words of this key")))
        self._words, self._mark = code(card, "six-words"), code(card, "secondary")
        inside.addWidget(self._words)
        inside.addWidget(self._mark)
        return card

    def _called(self, one: Contact) -> str:
        return one.name or self._phrases("Somebody without a name")

    @property
    def contact(self) -> Contact:
        """The person shown."""
        return self._people[max(0, self._which.currentIndex())]

    def _show(self) -> None:
        one = self.contact
        name = self._called(one)
        self._name.setText(name)
        self._organisation.setText(one.organisation)
        self._organisation.setVisible(bool(one.organisation))
        self._words.setText(one.words)
        self._words.setAccessibleName(self._phrases("The six words of this key"))
        self._mark.setText(one.fingerprint)
        self._lead.setText(self._lead_for(one, name))
        self._heard.setChecked(False)
        self._heard.setText(
            self._phrases("{name} read these six words to me from their own screen", name=name)
        )
        self._heard.setVisible(not self._is_known(one))
        self._offer()

    def _lead_for(self, one: Contact, name: str) -> str:
        if one.public == self._session.identity().public.hex():
            return self._phrases("This is your own key, on this laptop.")
        if self._is_known(one):
            return self._phrases("You know this key: you compared its words before.")
        return self._phrases(
            "Anybody can send a file in anybody's name. Call {name}, or meet them, and let them "
            "read their six words from their own screen. Every word must be the same.",
            name=name,
        )

    def _is_known(self, one: Contact) -> bool:
        own = self._session.identity().public.hex()
        return one.public == own or one.public in known_people(self._session.preferences.folder)

    def _offer(self) -> None:
        known = self._is_known(self.contact)
        self._go.setVisible(not known or self._then is not None)
        self._go.setEnabled(known or self._heard.isChecked())
        why = "" if self._go.isEnabled() else self._phrases("Compare the six words first")
        self._go.setToolTip(why)

    def _meet(self) -> None:
        one = self.contact
        try:
            if not self._is_known(one):
                confirm_contact(self._session.preferences.folder, one, one.words, now_ms())
                self._session.changed.emit({"": frozenset({"people"})})
            if self._then is not None:
                self._then(one)
        except AssessorError as error:
            self._trouble.setText(words.say(error, self._session.language))
            self._trouble.show()
            return
        self.accept()
