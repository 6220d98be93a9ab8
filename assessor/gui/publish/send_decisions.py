"""Sending headquarters' decisions back: a parcel for each mission, to be received in the field."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from assessor.assessment.report.report_export import export_report
from assessor.gui.feedback.busy_dialog import BusyDialog
from assessor.gui.registry.registry_session import RegistrySession
from assessor.gui.state.session import Session
from assessor.gui.toolkit.dialogs.message_dialog import show_done, show_error
from assessor.gui.toolkit.system.background_task import ReportProgress
from assessor.gui.toolkit.text.phrases import Phrases


def send_back(parent: QWidget, session: Session, office: RegistrySession) -> None:
    """Ask for a folder, write the parcels into it, and say what to do with them."""
    phrases = Phrases(session.language)
    chosen = QFileDialog.getExistingDirectory(parent, phrases("Choose a folder for the parcels"))
    if not chosen:
        return
    busy = BusyDialog(parent, session, "Writing the parcels", parcels(office, Path(chosen)))
    busy.exec()
    if busy.error is not None:
        show_error(parent, busy.error, session.language)
        return
    text = phrases(
        "Give each assessor the parcel of their mission: received there, it brings your "
        "decisions into the field file.\n{folder}",
        folder=Path(chosen),
    )
    show_done(parent, text, phrases)


def parcels(office: RegistrySession, folder: Path) -> Callable[[ReportProgress], list[Path]]:
    """A task that writes one parcel for each assessment of a registry; the paths written."""
    named = office.captions()

    def task(tell: ReportProgress) -> list[Path]:
        written = []
        for done, (uuid, caption) in enumerate(named.items()):
            tell(caption.name, done, len(named))
            plain = re.sub(r"[^\w -]", "", caption.name).strip()
            path = folder / f"{plain} {uuid[:6]}.assessor"
            written.append(export_report(office.assessment(uuid), path).path)
        return written

    return task
