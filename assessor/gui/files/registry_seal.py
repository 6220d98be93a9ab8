"""The seal of what leaves a protected registry: a passphrase for its readers, or none."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from assessor.assessment.mission.outgoing_seal import UNSEALED, OutgoingSeal
from assessor.gui.files.passphrase_dialogs import ChoosePassphrase
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
