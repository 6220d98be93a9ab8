"""Files sealed with the passphrase of a mission: ask for it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from assessor.gui.files.passphrase_fields import UnlockDialog
from assessor.gui.state.session import Session
from assessor.parcel.keys.age_sealing import SEALED_BY_TEAM, SEALED_OTHERWISE
from assessor.store.model.receipt import Receipt

_SEALED = frozenset({SEALED_BY_TEAM, SEALED_OTHERWISE})


def waits_for_passphrase(receipt: Receipt) -> bool:
    """Return whether a file was refused because no known passphrase opens it."""
    return any(reason.message in _SEALED for reason in receipt.reasons)


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
