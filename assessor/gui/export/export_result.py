"""The result of an export: facts, and buttons for the file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QGridLayout, QWidget

from assessor.assessment.report.office_export import OfficeDocument
from assessor.assessment.report.report_export import Exported
from assessor.gui.toolkit.style.basic_widgets import button, columns, frame, label, picture, rows
from assessor.gui.toolkit.system.system_folders import show_in_folder
from assessor.gui.toolkit.text.phrases import Phrases


class ReportWritten(QWidget):
    """The last page of an export; `closes` is called when the person closes it."""

    def __init__(self, parent: QWidget, phrases: Phrases, closes: Callable[[], object]) -> None:
        super().__init__(parent)
        self._phrases = phrases
        self._path: Path | None = None
        down = rows(self, gap=8, margins=(24, 24, 24, 16))
        top = columns(None, gap=12)
        top.addWidget(picture(self, "check-circle", "ok", 28))
        top.addWidget(label(self, "title", text=phrases("The report is written")), 1)
        down.addLayout(top)
        self._proof = label(self, "muted", wrap=True)
        down.addWidget(self._proof)
        down.addSpacing(8)
        card = frame(self, "card")
        self.facts = QGridLayout(card)
        self.facts.setContentsMargins(16, 12, 16, 12)
        self.facts.setHorizontalSpacing(24)
        self.facts.setVerticalSpacing(6)
        self.facts.setColumnStretch(1, 1)
        down.addWidget(card)
        down.addStretch(1)
        down.addSpacing(8)
        across = columns(None, gap=8)
        opens = button(self, self._open, icon="external")
        opens.setText(phrases("Open"))
        shows = button(self, self._show_folder, icon="folder-open")
        shows.setText(phrases("Show in folder"))
        leaves = button(self, closes, role="primary")
        leaves.setText(phrases("Done"))
        across.addWidget(opens)
        across.addWidget(shows)
        across.addStretch(1)
        across.addWidget(leaves)
        down.addLayout(across)

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
        sealed = [("Sealed to", sealed_to)] if carries and sealed_to else []
        for row, (name, value) in enumerate([*_facts(self._phrases, exported), *sealed]):
            self.facts.addWidget(label(self, "muted", text=self._phrases(name)), row, 0)
            facts = label(self, "mono" if name == "Fingerprint" else "", text=value, wrap=True)
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
    """Return the facts of a written file: English names and formatted values."""
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
    ]


def _grouped(fingerprint: str) -> str:
    """Return a fingerprint in groups of four, for reading aloud."""
    return " ".join(fingerprint[at : at + 4] for at in range(0, len(fingerprint), 4))
