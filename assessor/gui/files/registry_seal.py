"""Protected and open registries: the seal of what leaves, and leave for what comes in."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from assessor.assessment.mission.outgoing_seal import UNSEALED, OutgoingSeal
from assessor.assessment.mission.passphrase_protection import decline_passphrase
from assessor.gui.files.passphrase_dialogs import ChangePassphrase, ChoosePassphrase
from assessor.gui.state.session import Session
from assessor.gui.toolkit.dialogs.message_dialog import ask
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.registry.receive.clear_storage import LIES_IN_CLEAR
from assessor.store.model.receipt import Receipt
from assessor.store.write.mission import Mission


class SealForReaders(ChoosePassphrase):
    """Asks for the passphrase that seals files for their readers."""

    title, action = "Protect what leaves the registry", "Write the files"
    lost = (
        "Tell it to whoever may read the files, but not in the message that brings them. Choose "
        "another one than that of the registry."
    )
    unprotected = "Whoever finds the file, or is sent it, reads everything in it."


def choose_registry_seal(parent: QWidget, language: str, registry: Mission) -> OutgoingSeal | None:
    """Ask how files that leave a protected registry are sealed; None if the person cancelled.

    What leaves a registry without a passphrase is readable, as the registry is.
    """
    if not registry.encrypted:
        return UNSEALED
    asking = SealForReaders(parent, language, "")
    if not asking.exec():
        return None
    chosen = asking.passphrase
    return OutgoingSeal(passphrase=chosen, whole=True) if chosen else UNSEALED


def let_protected_in(
    parent: QWidget, session: Session, registry: Mission, receipts: Sequence[Receipt]
) -> bool:
    """Ask what happens to files of protected missions that a registry without a passphrase refused;
    return whether it takes them now."""
    names = [each.file for each in receipts if LIES_IN_CLEAR in each.reasons]
    if not names:
        return False
    phrases = Phrases(session.language)
    text = phrases(
        "Files here come from protected missions, and the registry {name} has no passphrase: what "
        "they bring would lie in it readable by anybody who gets the registry.",
        name=registry.path.name,
    )
    choices = "Set a passphrase…", "Readable by anybody who gets the registry"
    chosen = ask(parent, text, phrases, *choices, more=tuple(names), icon=("lock", "warn"))
    if chosen == 0:
        ChangePassphrase(parent, session, registry).exec()
    elif chosen == 1:
        decline_passphrase(registry)
    return chosen == 1 or registry.encrypted
