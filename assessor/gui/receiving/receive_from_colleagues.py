"""Receive files from colleagues and headquarters into the open mission."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWidget

from assessor.assessment.core.signer_trust import Trust
from assessor.assessment.exchange.exchange_folder import receive_files
from assessor.assessment.mission.outgoing_seal import SEALED_SUFFIX
from assessor.gui.files.sealed_files import dispatch_sealed
from assessor.gui.receiving.receipts_panel import imported_text, show_outcome
from assessor.gui.receiving.receive_dialog import ReceiveDialog
from assessor.gui.state.session import Session
from assessor.gui.state.session_dialog import SessionDialog
from assessor.gui.team.join_offer import offer_joins
from assessor.gui.toolkit.style.basic_widgets import rows
from assessor.gui.toolkit.system.background_task import ReportProgress
from assessor.gui.toolkit.system.file_choice import RECEIVABLE, choose_files
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.store.model.receipt import KNOWN, Receipt
from assessor.store.write.mission import Mission


class OpenMission:
    """The open mission as a target for received files."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.began = False
        """Whether files were taken in, not only looked at; perhaps not all of them."""

    def receiving(
        self, paths: Sequence[Path], *, preview: bool
    ) -> Callable[[ReportProgress], tuple[Receipt, ...]]:
        """Return a task for Session.run that receives or previews files."""
        self.began, opens = not preview, self._session.opens()
        return self._session.aside(
            lambda own, report_progress: receive_files(
                own,
                paths,
                preview=preview,
                progress=lambda done, of, name: report_progress(name, done, of),
                identities=opens,
            )
        )

    @property
    def mission(self) -> Mission:
        """The file of the open mission."""
        return self._session.assessment.mission

    def trust(self) -> Trust:
        """Return the trusted keys."""
        return self._session.assessment.trust()

    def refresh(self) -> None:
        """Do nothing: the dialog updates the screens at its end."""


class ReceiveFromColleaguesDialog(SessionDialog):
    """Previews files, receives them into the open mission, and reloads it."""

    topic = "exchange"

    def __init__(self, parent: QWidget, session: Session, paths: Sequence[Path]) -> None:
        super().__init__(parent, session)
        self._into = OpenMission(session)
        self.setWindowTitle(self._phrases("Receive from colleagues"))
        self.resize(920, 420)
        self.receiving = ReceiveDialog(self, session, self._phrases, self._through)
        rows(self).addWidget(self.receiving)
        self.receiving.look(self._into, paths)

    def _through(self, _outcome: str, received: Sequence[Receipt]) -> None:
        """Show the outcome if something was received."""
        self.accept()
        if self._into.began:  # also after a cancellation: earlier files were imported
            self._session.reload()
        if not received:
            return
        known = all(receipt.status == KNOWN for receipt in received)
        nothing = (
            "Everything in these files was imported before."
            if known
            else "Nothing new was imported."
        )
        text = imported_text(self._session, self._phrases, received, nothing)
        show_outcome(self.parentWidget(), self._session, text, received)

    def reject(self) -> None:
        """Cancel running work, else close."""
        self.receiving.leave()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stay open until the work has stopped."""
        event.ignore()
        self.receiving.leave()


def receive_from_colleagues(parent: QWidget, session: Session, paths: Sequence[Path] = ()) -> None:
    """Receive `paths` into the open mission; ask for files if there are none."""
    phrases = Phrases(session.language)
    if not paths:
        paths = choose_files(parent, phrases, phrases("Receive from colleagues"), RECEIVABLE)
    if len(paths) == 1 and paths[0].suffix.lower() == SEALED_SUFFIX:
        paths = paths if dispatch_sealed(parent, session, paths[0]) else ()
    if paths:
        paths = offer_joins(parent, session, paths, "Do not receive it")
    if paths:
        ReceiveFromColleaguesDialog(parent, session, paths).exec()
