"""The headquarters of a mission pack: its name and the six words of its key."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QWidget

from assessor.gui.state.session import Session
from assessor.gui.toolkit.style.basic_widgets import code, frame, label, rows
from assessor.gui.toolkit.style.painting import at_side
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.parcel.keys.contact_card import Contact
from assessor.parcel.keys.known_people import confirm_contact, known_people
from assessor.parcel.pack.mission_pack import MissionPack
from assessor.store.write.mission import now_ms


class PackPart(QWidget):
    """A card that is hidden without a pack; the words may be compared now or later."""

    def __init__(self, parent: QWidget, session: Session, phrases: Phrases) -> None:
        super().__init__(parent)
        self._session, self._phrases = session, phrases
        self._pack: MissionPack | None = None
        self._lead = label(self, wrap=True)
        card = frame(self, "statement")
        above = phrases.on(label(card, "overline"), "The six words of this key")
        self._words = code(card, "six-words")
        rows(card, above, self._words, gap=4, margins=(16, 12, 16, 12))
        same = "The same six words stand on my mission letter"
        self.compared = phrases.on(QCheckBox(self), same)
        known = "You know this key: you compared its words before."
        self._known_label = phrases.on(label(self, "muted", wrap=True), known)
        rows(self, self._lead, card, self.compared, self._known_label)
        self.hide()

    def show_pack(self, pack: MissionPack | None) -> None:
        """Show the owner of a pack; None for a form without one."""
        self._pack = pack
        self.setVisible(pack is not None)
        if pack is None:
            return
        self._lead.setText(
            self._phrases(
                "This mission pack is from {headquarters}. Everything you export is sealed to it, "
                "so that nobody else can receive the answers. Compare the six words with your "
                "mission letter: anybody can make a pack in anybody's name.",
                headquarters=pack.headquarters,
            )
        )
        self._words.setAlignment(at_side(self.isRightToLeft(), Qt.AlignmentFlag(0)))
        self._words.setText(self._contact(pack).words)
        is_known = self._is_known(pack)
        self.compared.setChecked(False)
        self.compared.setVisible(not is_known)
        self._known_label.setVisible(is_known)

    @staticmethod
    def _contact(pack: MissionPack) -> Contact:
        return Contact(pack.headquarters, "", pack.public)

    def _is_known(self, pack: MissionPack) -> bool:
        own = self._session.identity().public.hex()
        return pack.public in (own, *known_people(self._session.preferences.folder))

    def confirm_key(self) -> None:
        """Trust the key of headquarters if its words were compared. Raises KeyUnusable."""
        if self._pack is None or self._is_known(self._pack) or not self.compared.isChecked():
            return
        contact = self._contact(self._pack)
        confirm_contact(self._session.preferences.folder, contact, contact.words, now_ms())

    def retranslate(self) -> None:
        """Update all texts after a change of language."""
        ticked = self.compared.isChecked()
        self.show_pack(self._pack)
        self.compared.setChecked(ticked)
