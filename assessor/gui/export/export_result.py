"""The result of an export: facts, and buttons for the file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QGridLayout, QWidget

from assessor.assessment.core.signer_trust import OUTSIDE
from assessor.assessment.mission.outgoing_seal import SEALED_SUFFIX
from assessor.assessment.report.office_export import OfficeDocument
from assessor.assessment.report.report_export import Exported
from assessor.gui.toolkit.style import basic_widgets as ui
from assessor.gui.toolkit.system.open_external import show_in_folder
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.store.read.evidence_reader import list_names


class ReportWritten(QWidget):
    """The last page of an export; `closes` is called when the person closes it."""

    def __init__(self, parent: QWidget, phrases: Phrases, closes: Callable[[], object]) -> None:
        super().__init__(parent)
        self._phrases = phrases
        self._path: Path | None = None
        top = ui.columns(None, ui.picture(self, "check-circle", "ok", 28), gap=12)
        top.addWidget(ui.label(self, "title", text=phrases("The report is written")), 1)
        self._proof = ui.label(self, "muted", wrap=True)
        down = ui.rows(self, top, self._proof, margins=(24, 24, 24, 16))
        down.addSpacing(8)
        card = ui.frame(self, "card")
        self.facts = QGridLayout(card)
        self.facts.setContentsMargins(16, 12, 16, 12)
        self.facts.setHorizontalSpacing(24)
        self.facts.setVerticalSpacing(6)
        self.facts.setColumnStretch(1, 1)
        ui.fill(down, card, 1)
        down.addSpacing(8)
        self._opens = ui.button(self, self._open, phrases("Open"), icon="external")
        shows = ui.button(self, self._show_folder, phrases("Show in folder"), icon="folder-open")
        leaves = ui.button(self, closes, phrases("Done"), role="primary")
        down.addLayout(ui.columns(None, self._opens, shows, 1, leaves))

    def show_result(self, exported: Exported | OfficeDocument, sealed_to: str) -> None:
        """Show a file and, in `sealed_to`, who can receive it; blank: everyone."""
        self._path = exported.path
        carries = isinstance(exported, Exported)
        proof = (
            "It was opened again, its signatures verified, and its answers compared."
            if carries
            else "It was read back whole. It proves nothing: what is signed travels in the PDF."
        )
        self._proof.setText(self._phrases(proof))
        is_sealed = bool(sealed_to) and (carries or exported.path.suffix == SEALED_SUFFIX)
        sealed = [("Sealed to", sealed_to)] if is_sealed else []
        self._opens.setVisible(exported.path.suffix != SEALED_SUFFIX)
        for row, (name, value) in enumerate([*_facts(self._phrases, exported), *sealed]):
            self.facts.addWidget(ui.label(self, "muted", text=self._phrases(name)), row, 0)
            facts = ui.label(self, "mono" if name == "Fingerprint" else "", text=value, wrap=True)
            facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            if name == "Fingerprint":
                facts.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            self.facts.addWidget(facts, row, 1)

    def _open(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path)))

    def _show_folder(self) -> None:
        if self._path is not None:
            show_in_folder(self._path)


def _facts(phrases: Phrases, exported: Exported | OfficeDocument) -> list[tuple[str, str]]:
    if not isinstance(exported, Exported):
        return [("File", exported.path.name), ("Answers carried", phrases("None: to work on"))]
    size = phrases("{kb} kB", kb=-(-exported.parcel_bytes // 1000))
    return [
        ("File", exported.path.name),
        ("Pages", str(exported.pages)),
        ("Entries carried", str(exported.entries)),
        ("Size of the parcel", size),
        ("Fingerprint", _grouped(exported.fingerprint)),
        *(("Send along", path.name) for path in exported.sidecars),
        *([("Not on the team", phrases(OUTSIDE))] if exported.outside else ()),
        *([("Damaged, left out", list_names(exported.damaged))] if exported.damaged else ()),
    ]


def _grouped(fingerprint: str) -> str:
    """Return a fingerprint in groups of four, for reading aloud."""
    return " ".join(fingerprint[at : at + 4] for at in range(0, len(fingerprint), 4))
