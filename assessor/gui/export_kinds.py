"""What an export writes: the report that carries the answers, or a document to work on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from assessor.assessment.assessment import Assessment
from assessor.assessment.exporting import Exported
from assessor.assessment.office import OFFICE, export_office
from assessor.assessment.telling import Tell
from assessor.gui.phrases import Phrases

KINDS = (
    (".pdf", "PDF: the report, answers inside"),
    (".docx", "Word: the report, to work on"),
    (".xlsx", "Excel: its tables, to work on"),
    (".assessor", "The answers alone, without pages"),
)

ENDINGS = frozenset(ending for ending, _ in KINDS)


class KindChoice(QComboBox):
    """Chooses the kind; the name in `path` ends accordingly."""

    def __init__(self, parent: QWidget, phrases: Phrases, path: QLineEdit) -> None:
        super().__init__(parent)
        self._path = path
        for ending, text in KINDS:
            self.addItem(phrases(text), ending)
        self.activated.connect(lambda _: self._rename())
        path.textEdited.connect(lambda text: self.follow(Path(text)))

    def _rename(self) -> None:
        named = self._path.text().strip()
        if named:
            self._path.setText(str(Path(named).with_suffix(str(self.currentData()))))

    def follow(self, path: Path) -> None:
        """Show the kind that a name means."""
        place = self.findData(path.suffix.lower())
        if place >= 0:
            self.setCurrentIndex(place)

    def ended(self, path: Path) -> Path:
        """The name with an ending of some kind, that of the one chosen if it has none."""
        known = path.suffix.lower() in ENDINGS
        return path if known else path.with_suffix(str(self.currentData()))


def writing(
    path: Path, *, profile: str, language: str, to: Sequence[str] | None, sidecar_above: int
) -> Callable[[Assessment, Tell], Any]:
    """What writes to `path`, by the kind its name means."""
    if path.suffix.lower() in OFFICE:
        return lambda own, tell: export_office(
            own, path, profile=profile, language=language, tell=tell
        )
    return lambda own, tell: own.export(
        path,
        profile=profile,
        language=language,
        to=to,
        sidecar_above=sidecar_above,
        progress=tell,
    )


def told(phrases: Phrases, exported: Any) -> list[tuple[str, str]]:
    """What is said of a file that was written."""
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
    """A fingerprint in groups of four, as it can be read out over a telephone."""
    return " ".join(fingerprint[at : at + 4] for at in range(0, len(fingerprint), 4))
