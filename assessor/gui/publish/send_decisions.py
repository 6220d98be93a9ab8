"""Send the decisions of headquarters: one parcel for each mission."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from assessor.assessment.report.report_export import export_report
from assessor.gui.feedback.busy_dialog import BusyDialog
from assessor.gui.registry.registry_session import RegistrySession
from assessor.gui.state.session import Session
from assessor.gui.toolkit.dialogs.message_dialog import show_done, show_error
from assessor.gui.toolkit.system.background_task import ReportProgress
from assessor.gui.toolkit.system.file_choice import choose_folder
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.parcel.keys.identity import Identity
from assessor.store.write.mission import Mission
from assessor.store.write.mission_access import Access


def send_back(parent: QWidget, session: Session, office: RegistrySession) -> None:
    """Ask for a folder, write the parcels, and explain what to do with them."""
    phrases = Phrases(session.language)
    folder = choose_folder(parent, phrases("Choose a folder for the parcels"))
    if folder is None:
        return
    names = {uuid: caption.name for uuid, caption in office.captions().items()}
    access, identity = office.mission.access, session.identity()
    task = partial(_write_parcels, access, identity, names, folder)
    busy = BusyDialog(parent, session, "Writing the parcels", task)
    busy.exec()
    office.refresh()  # seal drafts first
    if busy.error is not None:
        show_error(parent, busy.error, session.language)
        return
    text = phrases(
        "Give each assessor the parcel of their mission: received there, it brings your "
        "decisions into the field file.\n{folder}",
        folder=folder,
    )
    show_done(parent, text, phrases)


def _write_parcels(
    access: Access,
    identity: Identity,
    names: Mapping[str, str],
    folder: Path,
    report_progress: ReportProgress,
) -> list[Path]:
    """Write one parcel for each assessment, named by its uuid; return the paths."""
    from assessor.assessment.assessment import Assessment

    written = []
    with Mission.reopen(access) as mission:
        for done, (uuid, name) in enumerate(names.items()):
            report_progress(name, done, len(names))
            plain = re.sub(r"[^\w -]", "", name).strip()
            path = folder / f"{plain} {uuid[:6]}.assessor"
            written.append(export_report(Assessment.of(mission, uuid, identity), path).path)
    return written
