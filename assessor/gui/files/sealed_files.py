"""Sealed files: ask for the passphrase of those that need one, and show those that are read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from assessor.assessment.base.file_writing import write_verified
from assessor.assessment.mission.outgoing_seal import unsealed_name
from assessor.errors import AssessorError, SealedByTeam
from assessor.gui.files.open_mission import open_with_passphrase
from assessor.gui.files.passphrase_fields import UnlockDialog
from assessor.gui.state.session import Session
from assessor.gui.toolkit.dialogs.message_dialog import attempt, show_done, show_error
from assessor.gui.toolkit.system.file_choice import choose_target
from assessor.gui.toolkit.system.open_external import can_open_external
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.gui.toolkit.viewer.pdf_dialog import open_file
from assessor.parcel.keys.age_sealing import (
    SEALED_BY_TEAM,
    SEALED_OTHERWISE,
    exchanged_by,
    open_seal,
    open_sealed,
    passphrase_identity,
)
from assessor.parcel.pack.invitation import INVITATION_MAGIC
from assessor.parcel.pack.parcel_pack import PARCEL_MAGIC
from assessor.parcel.pdf.parcel_extraction import read_file
from assessor.store.files.file_opening import PLAIN_HEADER
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


def dispatch_sealed(parent: QWidget, session: Session, path: Path) -> str:
    """Look what a sealed file is: `receive` for a report or parcel, `join` for an invitation.

    Anything else is shown, or saved where the person chooses, a mission to be opened then. Returns
    blank for that, and after a shown error. A passphrase is asked for where one is needed; that of
    a team's exchange, which is a parcel, where it is used.
    """

    def open_with(passphrase: str | None) -> bytes:
        known = map(passphrase_identity, filter(None, [passphrase]))
        content = open_seal(read_file(path), path.name, (*session.opens(), *known))
        if passphrase:
            session.remember_passphrase(passphrase)
        return content

    try:
        content: bytes | None = open_with(None)
    except SealedByTeam:
        if exchanged_by(path.name):
            return "receive"
        content = open_with_passphrase(parent, path, session.language, open_with)
    except AssessorError as error:
        show_error(parent, error, session.language)
        return ""
    if content is None:
        return ""
    if content.startswith((b"%PDF", PARCEL_MAGIC)):
        return "receive"
    if content.startswith(INVITATION_MAGIC):
        return "join"
    _save_opened(parent, session, path, content)
    return ""


def _save_opened(parent: QWidget, session: Session, path: Path, content: bytes) -> None:
    """Save what was sealed where the person chooses; say how a mission is opened."""
    phrases, name = Phrases(session.language), path.with_suffix("").name
    if can_open_external(name):
        attempt(parent, session.language, lambda: open_file(parent, name, content))
        return
    is_mission = content.startswith(PLAIN_HEADER) or name.endswith(".mission")
    name = name if name.endswith(".mission") or not is_mission else f"{name}.mission"
    title, kinds = phrases("Where to write it"), {"All files": "*"}
    target = choose_target(parent, phrases, title, name, kinds)
    if target is None:
        return
    if attempt(parent, session.language, lambda: write_verified(content, target)) and is_mission:
        text = phrases(
            "{file} held a mission file, perhaps a backup. It is saved here: {path}. Open it to "
            "go on with it.",
            file=path.name,
            path=str(target),
        )
        show_done(parent, text, phrases)
