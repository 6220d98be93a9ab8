"""The export of the report: audience, language and file; preview before, verification after."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QMouseEvent, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFrame,
    QLineEdit,
    QProgressBar,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from assessor import words
from assessor.assessment.assessment import Assessment
from assessor.assessment.base.progress import ProgressCallback
from assessor.assessment.entries.evidence import files_of
from assessor.assessment.report.office_export import OfficeDocument
from assessor.assessment.report.report_export import Exported
from assessor.errors import AssessorError, FileError
from assessor.gui.export.export_kinds import (
    ENDINGS,
    KINDS,
    PROFILES,
    KindChoice,
    SummaryChoice,
    may_replace,
    writing,
)
from assessor.gui.export.export_result import ReportWritten
from assessor.gui.export.report_preview import ReportPreview
from assessor.gui.export.seal_choice import SealChoice
from assessor.gui.state.navigation import Navigation
from assessor.gui.state.session import Session
from assessor.gui.state.session_dialog import SessionDialog
from assessor.gui.toolkit.dialogs.dialog import headed
from assessor.gui.toolkit.style import basic_widgets as ui
from assessor.gui.toolkit.style.theme import set_role
from assessor.gui.toolkit.system.background_task import BackgroundTask
from assessor.gui.toolkit.system.file_choice import choose_target
from assessor.parcel.pack.sidecars import SIDECAR_ABOVE

_SIDECAR_ABOVE = (1, 5, 20, 50)
"""Sizes in MB to choose from: mail allows 5 to 20, and no evidence file exceeds 50."""

_WIDE = 440


class ExportDialog(SessionDialog):
    """The report preview beside three pages: choices, progress and result."""

    topic = "export"

    def __init__(
        self, parent: QWidget, session: Session, doors: Navigation, *, final: bool = False
    ) -> None:
        super().__init__(parent, session)
        self._doors = doors
        self._final = final
        self._work: BackgroundTask | None = None
        self._chosen: Path | None = None
        self.setWindowTitle(self._phrases("Export the report"))
        self.resize(1240, 820)
        self._faces = ui.PageStack(self)
        self._faces.setFixedWidth(_WIDE)
        # the Tab order is the order of creation
        for face in (self._choices(), self._progress_face()):
            self._faces.add(face)
        self.written = ReportWritten(self, self._phrases, self.accept)
        self._faces.add(self.written)
        self.preview = ReportPreview(
            self, session, self._leave_for, final=final
        )  # last in the Tab order
        across = ui.columns(self, self._faces, ui.frame(self, "edge"), gap=0)
        across.addLayout(ui.rows(None, self.preview, margins=(24, 16, 24, 16)), 1)
        self._profiles.idClicked.connect(
            lambda at: self._kinds.add_audience(self._phrases(PROFILES[at][1]) if at else "")
        )
        self._profiles.idClicked.connect(lambda at: self._seal.show_profile(PROFILES[at][0]))
        self._profiles.idClicked.connect(lambda _: self._refresh_preview())
        self._languages.activated.connect(lambda _: self._refresh_preview())
        self._summary.activated.connect(lambda _: self._refresh_preview())

    def _refresh_preview(self) -> None:
        language, summary = self._languages.currentData() or "", self._summary.currentData()
        self.preview.show_report(self._profile_name, language, summary)

    def _leave_for(self, reference: str) -> None:
        if self._work is None:
            self.accept()
            self._doors.desk(reference)

    def showEvent(self, event: QShowEvent) -> None:
        """Start the preview."""
        super().showEvent(event)
        self._refresh_preview()

    def done(self, result: int) -> None:
        """Close the preview with the dialog."""
        self.preview.close_document()
        super().done(result)

    @property
    def _profile_name(self) -> str:
        return PROFILES[self._profiles.checkedId()][0]

    # choices
    def _choices(self) -> QWidget:
        page, face = QWidget(self), QWidget(self)
        down = ui.rows(face, margins=(24, 24, 24, 8))
        lead = self._phrases("The PDF is the report to read, with the signed answers inside it.")
        headed(face, down, self._phrases("Export the report"), lead)
        status = "This is the final report." if self._final else "This is a draft."
        down.addWidget(ui.label(face, "label", text=self._phrases(status)))
        down.addSpacing(8)
        down.addWidget(ui.label(face, "label", text=self._phrases("For whom")))
        self._profiles = QButtonGroup(self)
        for place, (name, title, line) in enumerate(PROFILES):
            down.addWidget(self._profile(face, place, name, title, line))
        down.addSpacing(8)
        self._language_part(face, down)
        self._summary = SummaryChoice(face, self._phrases, self._languages)
        self._add_field(face, down, "The summary once more", self._summary)
        self._sidecar_part(face, down)
        self._file_part(face, down)
        self._seal = SealChoice(face, self._session, self._phrases)
        self._trouble = ui.label(face, "danger", wrap=True)
        self._trouble.hide()
        ui.fill(down, self._seal, self._trouble, 1)
        cancel = ui.button(page, self.reject, self._phrases("Cancel"))
        go = ui.button(page, self._export, self._phrases("Export"), role="primary", icon="export")
        go.setDefault(True)
        below = ui.rows(page, (ui.scrolled(page, face), 1), gap=0)
        last = ui.closing(page, cancel, go)
        last.setContentsMargins(24, 8, 24, 16)
        below.addLayout(last)
        return page

    def _language_part(self, face: QWidget, down: QVBoxLayout) -> None:
        """Create the choice of language; visible only for forms in several languages."""
        self._languages = QComboBox(face)
        form_languages = self._session.assessment.form.languages
        for name in form_languages:
            self._languages.addItem(words.language_name(name), name)
        known_codes = {words.language_code(name) for name in form_languages}
        for code in words.LANGUAGES:  # the report's own texts, around the form's in English
            if code not in known_codes:
                self._languages.addItem(words.language_name(code), code)
        self._languages.setCurrentIndex(self._languages.findData(self._session.assessment.language))
        if len(form_languages) > 1:
            self._add_field(face, down, "Language of the report", self._languages)
        else:
            self._languages.hide()

    def _file_part(self, face: QWidget, down: QVBoxLayout) -> None:
        self._path = QLineEdit(face)
        self._path.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._path.setText(str(Path(self._session.assessment.path).with_suffix(".pdf")))
        browse = ui.button(face, self._browse, self._phrases("Choose…"))
        self._kinds = KindChoice(face, self._phrases, self._path)
        self._kinds.currentIndexChanged.connect(lambda _: self._summary.follow_kind(self._kinds))
        self._add_field(face, down, "What to write", self._kinds)
        self._add_field(face, down, "Where to write it", self._path, browse)

    def _profile(self, face: QWidget, place: int, name: str, title: str, line: str) -> QWidget:
        radio = QRadioButton(self._phrases(title), face)
        row = OptionCard(face, radio)
        radio.setObjectName(f"profile-{name}")
        radio.setAccessibleDescription(self._phrases(line))
        radio.setChecked(place == 0)
        self._profiles.addButton(radio, place)
        below = ui.columns(None, gap=0)
        below.addSpacing(28)
        below.addWidget(ui.label(row, "secondary", text=self._phrases(line), wrap=True), 1)
        ui.rows(row, radio, below, gap=2, margins=(12, 8, 12, 10))
        return row

    def _sidecar_part(self, face: QWidget, down: QVBoxLayout) -> None:
        """Create the choice of a size limit for attachments; visible only with evidence files."""
        self._largest = QComboBox(face)
        for size in _SIDECAR_ABOVE:
            self._largest.addItem(self._phrases("Larger than {mb} MB", mb=size), size << 20)
        self._largest.setCurrentIndex(self._largest.findData(SIDECAR_ABOVE))
        if files_of(self._session.assessment):
            self._add_field(
                face, down, "Files that go beside the report, not into it", self._largest
            )
        else:
            self._largest.hide()

    def _add_field(
        self,
        face: QWidget,
        down: QVBoxLayout,
        text: str,
        field: QWidget,
        extra: QWidget | None = None,
    ) -> None:
        ui.fill(down, ui.above(face, field, self._phrases.say, text), ui.with_beside(field, extra))
        down.addSpacing(8)

    def _browse(self) -> None:
        title, kinds = self._phrases("Where to write it"), {text: f"*{end}" for end, text in KINDS}
        chosen = choose_target(self, self._phrases, title, self._path.text(), kinds)
        if chosen is not None:
            path = self._kinds.with_suffix(Path(chosen))
            # the file dialog has asked already
            self._chosen = path if path == Path(chosen) else None
            self._path.setText(str(path))
            self._kinds.follow_path(path)

    # progress
    def _progress_face(self) -> QWidget:
        face = QWidget(self)
        down = ui.rows(face, gap=12, margins=(24, 24, 24, 16))
        _, self._stage = headed(face, down, self._phrases("Writing the report"), " ")
        self._bar = QProgressBar(face, textVisible=False)
        self._bar.setAccessibleName(self._phrases("Writing the report"))
        across = ui.columns(None, 1, ui.button(face, self._cancel, self._phrases("Cancel")))
        ui.fill(down, self._bar, 1, across)
        return face

    def _export(self) -> None:
        path = Path(self._path.text().strip())
        if not path.is_absolute() or path.suffix.lower() not in ENDINGS:
            self._fail(AssessorError("Give the whole path of a file that ends in .pdf."))
            return
        final = self._seal.name_file(path)
        if final.exists() and final != self._chosen and not may_replace(self, final, self._phrases):
            return
        self._trouble.hide()
        self._bar.setRange(0, 0)
        self._stage.setText(self._phrases("Gathering the answers…"))
        self._faces.turn(1)
        self._work = self._session.run(
            self._session.aside(self._writer(path)),
            done=self._done,
            failed=self._fail,
            progress=self._show_progress,
        )

    def _writer(self, path: Path) -> Callable[[Assessment, ProgressCallback], Any]:
        contents = {
            "profile": self._profile_name,
            "language": self._languages.currentData(),
            "summary": self._summary.currentData(),
            "final": self._final,
        }
        sealing = {
            "to": self._seal.to,
            "passphrase": self._session.passphrase,
            "way_back": self._seal.includes_recovery,
            "sidecar_above": self._largest.currentData(),
        }
        return writing(path, contents, sealing)

    def _show_progress(self, stage: str, done: int, of: int) -> None:
        self._stage.setText(self._phrases(stage))
        self._bar.setRange(0, of)
        self._bar.setValue(done)

    def _cancel(self) -> None:
        if self._work is not None:
            self._work.cancel()

    def _fail(self, error: AssessorError) -> None:
        self._work = None
        self._faces.turn(0)
        self._trouble.setText(words.say(error, self._session.language))
        self._trouble.show()

    # result
    def _done(self, exported: Exported | OfficeDocument) -> None:
        self._work = None
        self._session.do(lambda now: now.reload())
        self.written.show_result(exported, self._seal.sealed_to)
        self._faces.turn(2)
        if exported.path.suffix.lower() == ".pdf":
            self._show_written(exported.path)

    def _show_written(self, path: Path) -> None:
        try:
            self.preview.show_written(path.read_bytes())
        except OSError as error:
            trouble = FileError("{file} cannot be read: {why}.", file=path, why=error.strerror)
            self.preview.pane.show_message(words.say(trouble, self._session.language))

    def reject(self) -> None:
        """Cancel running work, otherwise close."""
        if self._work is not None:
            self._cancel()
        else:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close after the work has stopped."""
        if self._work is not None:
            self._cancel()
            event.ignore()
        else:
            super().closeEvent(event)


class OptionCard(QFrame):
    """A card with a radio button and an explanation; a click anywhere chooses it."""

    def __init__(self, parent: QWidget, radio: QRadioButton) -> None:
        super().__init__(parent)
        set_role(self, "option")
        self._radio = radio

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the option."""
        if self.rect().contains(event.position().toPoint()):
            self._radio.click()
