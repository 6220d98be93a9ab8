"""Publish a registry: formats, content and folder."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QFrame, QWidget

from assessor.assessment.headquarters import publication
from assessor.assessment.mission.outgoing_seal import OutgoingSeal
from assessor.errors import Reason
from assessor.gui.feedback.busy_dialog import run_busy
from assessor.gui.files.registry_seal import choose_registry_seal
from assessor.gui.registry.registry_session import RegistrySession
from assessor.gui.state.session import Session, aside
from assessor.gui.state.session_dialog import SessionDialog
from assessor.gui.toolkit.dialogs.message_dialog import show_done
from assessor.gui.toolkit.style.basic_widgets import button, closing, fill, frame, label, rows
from assessor.gui.toolkit.system.background_task import ReportProgress
from assessor.gui.toolkit.system.file_choice import choose_folder
from assessor.gui.toolkit.system.open_external import documents
from assessor.parcel.keys.identity import Identity
from assessor.store.write.mission import Mission

_WHAT = {
    "csv": ("Tables (CSV)", "One fact a row: missions, sections, stages, answers, figures."),
    "xlsx": ("Excel workbook", "The same tables, a sheet each."),
    "geojson": ("Map data (GeoJSON)", "Scores by country, to be joined to borders by ISO3."),
    "sqlite": ("Database (SQLite)", "The tables with views, for Datasette and statistics."),
    "parquet": ("Columns (Parquet)", "The tables for analysis of very many missions."),
    "odk": ("ODK submissions", "Each assessment as ODK and KoboToolbox take it, with its files."),
}
"""Name and content of each format (English source texts)."""


class PublishDialog(SessionDialog):
    """Choose formats and a folder; each format gets its own subfolder."""

    topic = "publish"

    def __init__(self, parent: QWidget, session: Session, office: RegistrySession) -> None:
        super().__init__(parent, session)
        self._office = office
        phrases = self._phrases
        self.setMinimumWidth(620)
        lead = phrases(
            "The registry's answers, scores and figures for other programs. Notes, sources and "
            "statements stay here. A codebook beside the tables says what every column means."
        )
        column = self.head(phrases("Publish the registry"), lead, gap=8)
        fill(
            column,
            label(self, "warn", text=phrases(publication.INTERNAL), wrap=True),
            self._formats(),
        )
        self.told = label(self, "secondary", wrap=True)
        closes = button(self, self.reject, phrases("Cancel"))
        self.goes = button(
            self, self._write, phrases("Choose a folder and write…"), role="primary", icon="export"
        )
        self.goes.setDefault(True)
        self.uploads = button(
            self, self._upload, phrases("Upload to an ODK server…"), icon="external"
        )
        fill(column, self.told, 1, closing(self, closes, self.uploads, self.goes))
        self._tell()
        self.resize(self.minimumWidth(), column.heightForWidth(self.minimumWidth()))

    def _formats(self) -> QFrame:
        """Build a check box for each format with its content below."""
        card = frame(self, "card")
        inside = rows(card, gap=2, margins=(16, 12, 16, 14))
        self.kinds: dict[str, QCheckBox] = {}
        for kind in publication.FORMATS:
            title, what = _WHAT.get(kind, (kind, ""))
            box = self.kinds[kind] = QCheckBox(self._phrases(title), card)
            box.setAccessibleDescription(self._phrases(what) if what else "")
            box.setChecked(kind == "csv")
            box.toggled.connect(lambda _: self._tell())
            inside.addSpacing(6)
            inside.addWidget(box)
            if what:
                label_widget = label(card, "secondary", text=self._phrases(what), wrap=True)
                label_widget.setContentsMargins(*_under(self))
                inside.addWidget(label_widget)
        return card

    def chosen(self) -> list[str]:
        """Return the checked formats."""
        return [kind for kind, box in self.kinds.items() if box.isChecked()]

    def _tell(self) -> None:
        count = len(self._office.mission.assessments())
        phrases = self._phrases
        if not count:
            why = phrases("There is nothing to publish: receive a report first.")
        elif not self.chosen():
            why = phrases("Choose at least one format.")
        else:
            why = ""
        self.uploads.setEnabled(bool(count))
        self.uploads.setToolTip("" if count else why)
        self.goes.setEnabled(not why)
        self.goes.setToolTip(why)
        self.told.setText(why or phrases("Missions in the registry: {count}.", count=count))

    def _upload(self) -> None:
        from assessor.gui.publish.upload_dialog import UploadDialog, of_registry

        sends = of_registry(self._session, self._office)
        UploadDialog(self, self._session, sends).exec()

    def _write(self) -> None:
        phrases = self._phrases
        place = choose_folder(self, phrases("A folder for the tables"), documents())
        if place is None:
            return
        session = self._session
        seal = choose_registry_seal(self, session.language, self._office.mission)
        if seal is None:
            return
        task = partial(_publish, session.identity(), session.language, self.chosen(), place, seal)
        access = self._office.mission.access
        done = run_busy(self, session, "Publishing", aside(access, task))
        if done is None:
            return
        written, notes = done
        text = phrases(
            "{count} files are written to {folder}.",
            count=len(written),
            folder=phrases.apart(str(place)),
        )
        text = "\n\n".join((text, *(phrases.reasons([note]) for note in notes)))
        show_done(self, text, phrases)
        self.accept()


def _under(widget: QWidget) -> tuple[int, int, int, int]:
    """Return margins that align a line with the text of a check box, in both directions."""
    mirrored = widget.isRightToLeft()
    return (0, 0, 28, 0) if mirrored else (28, 0, 0, 0)


def _publish(
    identity: Identity,
    language: str,
    kinds: Sequence[str],
    place: Path,
    seal: OutgoingSeal,
    mission: Mission,
    report_progress: ReportProgress,
) -> tuple[list[Path], tuple[Reason, ...]]:
    """Write the tables in each format; return the paths, and what a reader must know of them."""
    written: list[Path] = []
    published = publication.read_registry(mission, identity, language, report_progress)
    for at, kind in enumerate(kinds):
        report_progress("Writing the tables…", at, len(kinds))
        written += publication.write_tables(published, kind, place / kind, seal)
        if kind == "odk":
            folder = place / kind
            written += publication.publish_odk(mission, identity, folder, report_progress, seal)
    return written, published.notes
