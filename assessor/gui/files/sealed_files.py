"""Sealed files: ask for the passphrase of those that need one, and show those that are read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from assessor.assessment.base.file_writing import write_verified
from assessor.assessment.mission.outgoing_seal import unsealed_name
from assessor.gui.files.open_mission import open_with_passphrase
from assessor.gui.files.passphrase_fields import UnlockDialog
from assessor.gui.state.session import Session
from assessor.gui.toolkit.dialogs.message_dialog import attempt
from assessor.gui.toolkit.system.file_choice import choose_target
from assessor.gui.toolkit.system.open_external import can_open_external
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.gui.toolkit.viewer.pdf_dialog import open_file
from assessor.parcel.keys.age_sealing import (
    SEALED_BY_TEAM,
    SEALED_OTHERWISE,
    open_sealed,
    passphrase_identity,
)
from assessor.parcel.pdf.parcel_extraction import read_file
from assessor.store.model.receipt import Receipt

_SEALED = frozenset({SEALED_BY_TEAM, SEALED_OTHERWISE})


def waits_for_passphrase(receipt: Receipt) -> bool:
    """Return whether a file was refused because no known passphrase opens it."""
    return any(reason.message in _SEALED for reason in receipt.reasons)


def read_sealed(parent: QWidget, session: Session, path: Path) -> None:
    """Show a sealed report or document; ask for the passphrase if no key here opens it.

    The pages of a report are shown from memory. What no program here shows is saved where the
    person chooses.
    """

    def open_with(passphrase: str | None) -> bytes:
        known = map(passphrase_identity, filter(None, [passphrase]))
        return open_sealed(read_file(path), (*session.opens(), *known))

    content = open_with_passphrase(parent, path, session.language, open_with)
    if content is None:
        return
    name, phrases = unsealed_name(path).name, Phrases(session.language)
    if can_open_external(name):
        attempt(parent, session.language, lambda: open_file(parent, name, content))
        return
    title, kinds = phrases("Where to write it"), {"All files": "*"}
    target = choose_target(parent, phrases, title, name, kinds)
    if target is not None:
        attempt(parent, session.language, lambda: write_verified(content, target))


class SealedFiles:
    """Asks for the passphrases of the sealed files of one preview, for each passphrase once."""

    def __init__(self, parent: QWidget, session: Session) -> None:
        self._parent, self._session = parent, session
        self._left_out: set[str] = set()
        self._asked, self._tried, self._waiting = "", "", 0

    def ask(self, receipts: Iterable[Receipt]) -> bool:
        """Ask for the passphrase of the first file that waits for one; return whether to look
        again. A file whose question was cancelled is not asked for again."""
        waiting = [each.file for each in receipts if waits_for_passphrase(each)]
        if self._tried and len(waiting) >= self._waiting:
            self._session.forget_passphrase(self._tried)
        self._tried, self._waiting = "", len(waiting)
        for file in waiting:
            if file in self._left_out:
                continue
            language, again = self._session.language, file == self._asked
            asking = UnlockDialog(self._parent, Path(file).name, language, again=again)
            if asking.exec():
                self._asked = file
                self._tried = self._session.remember_passphrase(asking.typed)
                return True
            self._left_out.add(file)
        return False
