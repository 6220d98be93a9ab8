"""Send the decisions of headquarters: one parcel for each mission."""

from __future__ import annotations

import re

from PySide6.QtWidgets import QWidget

from assessor.assessment.report.report_export import export_report
from assessor.gui.feedback.busy_dialog import run_busy
from assessor.gui.files.registry_seal import choose_registry_seal
from assessor.gui.registry.registry_session import RegistrySession
from assessor.gui.state.session import Session, aside
from assessor.gui.toolkit.dialogs.message_dialog import show_done
from assessor.gui.toolkit.system.background_task import ReportProgress
from assessor.gui.toolkit.system.file_choice import choose_folder
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.store.write.mission import Mission


def send_back(parent: QWidget, session: Session, office: RegistrySession) -> None:
    """Ask for a folder, write the parcels, and explain what to do with them."""
    phrases = Phrases(session.language)
    folder = choose_folder(parent, phrases("Choose a folder for the parcels"))
    if folder is None:
        return
    seal = choose_registry_seal(parent, session.language, office.mission)
    if seal is None:
        return
    secret = seal.passphrase or None
    to = None if secret else ()
    names = {uuid: caption.name for uuid, caption in office.captions().items()}
    identity = session.identity()

    def write(mission: Mission, report_progress: ReportProgress) -> bool:
        from assessor.assessment.assessment import Assessment

        for done, (uuid, name) in enumerate(names.items()):
            report_progress(name, done, len(names))
            plain = re.sub(r"[^\w -]", "", name).strip()
            path = folder / f"{plain} {uuid[:6]}.assessor"
            export_report(Assessment.of(mission, uuid, identity), path, to=to, passphrase=secret)
        return True

    task = aside(office.mission.access, write)
    written = run_busy(parent, session, "Writing the parcels", task)
    office.refresh()  # seal drafts first
    if not written:
        return
    text = phrases(
        "Give each assessor the parcel of their mission: received there, it brings your "
        "decisions into the field file.\n{folder}",
        folder=folder,
    )
    if secret:
        told = phrases("Tell them the passphrase as well, but not in the message with the file.")
        text = f"{text}\n{told}"
    show_done(parent, text, phrases)
