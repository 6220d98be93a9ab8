"""Packages in quarantine: signers, their six words, and a button to import."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from assessor import words
from assessor.assessment.core.signer_trust import trust_mark
from assessor.errors import AssessorError
from assessor.gui.files.access_rights import denial_reason, enable_if_allowed
from assessor.gui.registry.registry_panel import RegistryPanel
from assessor.gui.team.introduction_dialog import IntroductionDialog
from assessor.gui.toolkit.style import basic_widgets as ui
from assessor.names import safe_name
from assessor.parcel.keys.contact_card import Contact
from assessor.registry.receive.quarantine_review import (
    WaitingSigner,
    retry_package,
    trust_and_receive,
    waiting_signers,
)
from assessor.registry.trust.trust_roster import REVOKED
from assessor.store.write.mission import Mission


class WaitingPanel(RegistryPanel):
    """One card for each signer a package waits for; hidden without any."""

    def _build(self) -> None:
        self._mission: Mission | None = None
        self._receipt = self._why = ""
        self._down = ui.rows(self)
        self.hide()

    def show_receipt(self, mission: Mission, receipt: str) -> None:
        """Show the signers the package of a receipt waits for."""
        self._mission, self._receipt = mission, receipt
        self._why = denial_reason(mission, self._phrases, keeping=True)
        ui.emptied(self._down)
        try:
            held = waiting_signers(mission, receipt, identities=self._session.opens())
        except AssessorError as error:
            self._complain(error)
            return
        for item in held:
            self._down.addWidget(self._card(item))
        self.setVisible(bool(held))

    def _complain(self, error: AssessorError) -> None:
        text = words.say(error, self._session.language)
        self._down.addWidget(ui.label(self, "danger", text=text, wrap=True))
        self.show()

    def _card(self, waiting_signer: WaitingSigner) -> QWidget:
        card = ui.frame(self, "card")
        contact = Contact(safe_name(waiting_signer.author), "", waiting_signer.signer)
        name = contact.name or self._phrases("Somebody without a name")
        top = ui.columns(None, ui.label(card, "label", text=name))
        top.addWidget(
            ui.label(card, "tag-warn", text=trust_mark(waiting_signer.standing, self._phrases))
        )
        top.addStretch(1)
        waits = self._phrases("{count} entries wait.", count=waiting_signer.entries)
        spoken = ui.code(card)
        spoken.setText(contact.words)
        spoken.setAccessibleName(self._phrases("The six words of this key"))
        left = ui.rows(None, top, ui.label(card, "muted", text=waits), spoken, gap=4)
        row = ui.columns(card, (left, 1), gap=16, margins=(16, 12, 16, 12))
        if waiting_signer.standing == REVOKED:
            once = ui.button(card, self._take_once, self._phrases("Accept once"), icon="receive")
            enable_if_allowed(once, self._why, tip=self._phrases("The key stays revoked."))
            row.addWidget(once)
        else:
            compares = ui.button(
                card, lambda: self._compare(contact), self._phrases("Compare words…"), role="quiet"
            )
            trusts = ui.button(
                card, lambda: self._trust(contact), self._phrases("Trust and import"), icon="check"
            )
            trusts.setAccessibleName(self._phrases("Trust {name} and import", name=name))
            enable_if_allowed(compares, self._why)
            enable_if_allowed(trusts, self._why)
            ui.fill(row, compares, trusts)
        return card

    def _trust(self, contact: Contact) -> None:
        self._take(partial(trust_and_receive, public=contact.public, name=contact.name))

    def _take(self, receive: Callable[..., object]) -> None:
        if self._mission is None:
            return
        try:
            receive(self._mission, identities=self._session.opens())
        except AssessorError as error:
            self._complain(error)
            return
        self._changed()

    def _compare(self, contact: Contact) -> None:
        IntroductionDialog(
            self, self._session, [contact], then=self._trust, button_text="Trust and import"
        ).exec()

    def _take_once(self) -> None:
        self._take(partial(retry_package, receipt_id=self._receipt, regardless=True))
