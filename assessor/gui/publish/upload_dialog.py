"""Upload to ODK Central, KoboToolbox or another OpenRosa server."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QWidget

from assessor import words
from assessor.assessment.assessment import Assessment
from assessor.assessment.odk import submission_upload
from assessor.assessment.odk.openrosa import Credentials, Server, submission_address
from assessor.errors import AssessorError
from assessor.gui.feedback.busy_dialog import BusyDialog
from assessor.gui.files.passphrase_fields import PassphraseField
from assessor.gui.registry.registry_session import RegistrySession
from assessor.gui.state.session import Session
from assessor.gui.state.session_dialog import SessionDialog
from assessor.gui.toolkit.dialogs.message_dialog import show_done
from assessor.gui.toolkit.style.basic_widgets import LineEdit, button, closing, fill, label
from assessor.gui.toolkit.system.background_task import ReportProgress
from assessor.parcel.keys.identity import Identity
from assessor.store.write.mission import Mission
from assessor.store.write.mission_access import Access

Sends = Callable[[Server, str, ReportProgress], list[submission_upload.UploadedSubmission]]
"""Sends submissions to a server address, in a thread."""


class UploadDialog(SessionDialog):
    """Address, name and password; none is stored after closing."""

    topic = "odk"

    def __init__(self, parent: QWidget, session: Session, sends: Sends) -> None:
        super().__init__(parent, session)
        self._sends = sends
        phrases = self._phrases
        self.setMinimumWidth(620)
        lead = phrases(
            "Sends every answer as an ODK submission, with its files, to ODK Central, KoboToolbox "
            "or another OpenRosa server that has this form. Sent again, nothing comes twice; what "
            "is another since goes as an edit; what was interrupted goes on."
        )
        column = self.head(phrases("Upload to an ODK server"), lead)
        column.addWidget(
            label(self, "warn", text=phrases("Whoever reads that server reads it all."), wrap=True)
        )
        grid = QFormLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.address = self._field(grid, "Address of the server, as ODK Collect has it")
        self.address.setPlaceholderText("https://")
        self.user = self._field(grid, "User name, if it asks for one")
        self.address.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.password = PassphraseField(self, phrases)
        self.password.setAccessibleName(phrases("Password"))
        grid.addRow(label(self, text=phrases("Password")), self.password)
        note = phrases("Neither address nor password is kept, in the file or on this computer.")
        fill(column, grid, label(self, "secondary", text=note, wrap=True))
        self.trouble = label(self, "danger", wrap=True)
        self.trouble.hide()
        closes = button(self, self.reject, phrases("Cancel"))
        self.goes = button(self, self._send, phrases("Upload"), role="primary", icon="export")
        self.goes.setDefault(True)
        fill(column, self.trouble, 1, closing(self, closes, self.goes))

    def _field(self, grid: QFormLayout, text: str) -> LineEdit:
        line_edit = LineEdit(self)
        line_edit.setAccessibleName(self._phrases(text))
        grid.addRow(label(self, text=self._phrases(text)), line_edit)
        return line_edit

    def _send(self) -> None:
        address, user = self.address.text().strip(), self.user.text().strip()
        who = Credentials(user, self.password.text()) if user else None
        language = self._session.language
        try:
            submission_address(address)
        except AssessorError as error:
            self._complain(error)
            self.address.setFocus()
            return
        task = partial(self._sends, Server(address, who, language), address)
        busy = BusyDialog(self, self._session, "Uploading", task)
        if busy.exec():
            self._tell(busy.result_of_work)
            self.accept()
        elif busy.error is not None:
            self._complain(busy.error)

    def _complain(self, error: AssessorError) -> None:
        self.trouble.show_text(words.say(error, self._session.language))

    def _tell(self, done: list[submission_upload.UploadedSubmission]) -> None:
        phrases = self._phrases
        parts = (
            (submission_upload.NEW, "Sent: {count}."),
            (submission_upload.EDITED, "Sent as an edit: {count}."),
            (submission_upload.KNOWN, "There already: {count}."),
        )
        counts = [(sum(item.outcome == what for item in done), text) for what, text in parts]
        items = [phrases(text, count=count) for count, text in counts if count]
        missing = sum(len(item.missing) for item in done)
        if missing:
            items.append(phrases("Files named in it that are not here: {count}.", count=missing))
        show_done(self, " ".join(items), phrases)


def of_mission(session: Session) -> Sends:
    """Return the sender of the open mission."""
    now = session.assessment
    return partial(_send, now.mission.access, now.identity, now.uuid)


def of_registry(session: Session, office: RegistrySession) -> Sends:
    """Return the sender of all assessments of a registry; joined ones are sent once."""
    return partial(_send, office.mission.access, session.identity(), "")


def _send(
    access: Access,
    identity: Identity,
    only: str,
    server: Server,
    address: str,
    report_progress: ReportProgress,
) -> list[submission_upload.UploadedSubmission]:
    """Send one assessment of a file, or all of them."""
    report_progress("Asking the server…", 0, 0)
    server.ask()
    done: list[submission_upload.UploadedSubmission] = []
    sent: set[str] = set()
    with Mission.reopen(access) as mission:
        if only:
            about = Assessment.of(mission, only, identity)
            return [submission_upload.upload_submission(about, server, address, report_progress)]
        every = mission.assessments()
        for at, row in enumerate(every):
            report_progress("Sending…", at, len(every))
            if row.uuid not in sent:
                sent.update(mission.joined(row.uuid))
                about = Assessment.of(mission, row.uuid, identity)
                done.append(submission_upload.upload_submission(about, server, address))
    return done
