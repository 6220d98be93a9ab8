"""The kinds of export: the report with its answers, or a document to edit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from assessor.assessment.assessment import Assessment
from assessor.assessment.base.progress import ProgressCallback
from assessor.assessment.report.office_export import OFFICE, export_office
from assessor.assessment.report.report_export import export_report
from assessor.gui.toolkit.dialogs.message_dialog import ask
from assessor.gui.toolkit.text.phrases import Phrases

KINDS = (
    (".pdf", "PDF: the report, answers inside"),
    (".docx", "Word: the report, to work on"),
    (".xlsx", "Excel: its tables, to work on"),
    (".assessor", "The answers alone, without pages"),
)

SUMMED = (".pdf", ".docx")
"""Kinds with a summary, which may be in a second language."""

ENDINGS = frozenset(ending for ending, _ in KINDS)


PROFILES = (
    (
        "internal",
        "Internal",
        "Everything, answers inside. For your team and headquarters, who can receive it.",
    ),
    (
        "government",
        "Government",
        "What may be shown to the counterpart. What is withheld is not in the file either.",
    ),
    (
        "public",
        "Public",
        "Only what is public, without sources. What is withheld is not in the file either.",
    ),
)
"""Audiences: name of the profile, title, contents."""


class KindChoice(QComboBox):
    """The choice of the kind; `path` gets its suffix."""

    def __init__(self, parent: QWidget, phrases: Phrases, path: QLineEdit) -> None:
        super().__init__(parent)
        self._path = path
        self._mark: str | None = ""
        for ending, text in KINDS:
            self.addItem(phrases(text), ending)
        self.activated.connect(lambda _: self._rename())
        path.textEdited.connect(lambda text: self.follow_path(Path(text)))

    def _rename(self) -> None:
        named = self._path.text().strip()
        if named:
            self._path.setText(str(Path(named).with_suffix(str(self.currentData()))))

    def add_audience(self, audience: str) -> None:
        """Add the audience to the offered file name, so that no report replaces another."""
        if self._mark is None:
            return
        named = Path(self._path.text())
        stem, self._mark = named.stem.removesuffix(self._mark), f" ({audience})" if audience else ""
        self._path.setText(str(named.with_stem(stem + self._mark)))

    def follow_path(self, path: Path) -> None:
        """Select the kind of a name that the person gave."""
        self._mark = None
        place = self.findData(path.suffix.lower())
        if place >= 0:
            self.setCurrentIndex(place)

    def with_suffix(self, path: Path) -> Path:
        """Return the name with the suffix of a kind, the chosen one if it has none."""
        has_suffix = path.suffix.lower() in ENDINGS
        return path if has_suffix else path.with_suffix(str(self.currentData()))


class SummaryChoice(QComboBox):
    """The choice of a second language for the summary, or none."""

    def __init__(self, parent: QWidget, phrases: Phrases, languages: QComboBox) -> None:
        super().__init__(parent)
        self._none, self._languages = phrases("In the report's language alone"), languages
        self._why = phrases("Only the PDF and the Word file have a summary.")
        languages.currentIndexChanged.connect(lambda _: self.offer())
        self.offer()

    def follow_kind(self, kinds: QComboBox) -> None:
        """Enable for kinds with a summary; for others show the reason."""
        able = kinds.currentData() in SUMMED
        self.setEnabled(able)
        self.setToolTip("" if able else self._why)

    def offer(self) -> None:
        """Offer all languages except the report's; keep the choice if possible."""
        chosen = self.currentData()
        self.clear()
        self.addItem(self._none, "")
        for at in range(self._languages.count()):
            if at != self._languages.currentIndex():
                self.addItem(self._languages.itemText(at), self._languages.itemData(at))
        self.setCurrentIndex(max(0, self.findData(chosen)))


def writing(
    path: Path, contents: Mapping[str, Any], sealing: Mapping[str, Any]
) -> Callable[[Assessment, ProgressCallback], Any]:
    """Return the writer for `path` by the kind of its name; see export_office, export_report."""
    if path.suffix.lower() in OFFICE:
        readers = {name: sealing[name] for name in ("to", "passphrase")}
        return lambda own, report_progress: export_office(
            own, path, **contents, **readers, report_progress=report_progress
        )
    return lambda own, report_progress: export_report(
        own, path, **contents, **sealing, report_progress=report_progress
    )


def may_replace(parent: QWidget, path: Path, phrases: Phrases) -> bool:
    """Ask before a report replaces a file; return the consent."""
    text = phrases(
        "{file} is there already. Writing takes its place.", file=phrases.apart(path.name)
    )
    return ask(parent, text, phrases, "Replace it", "Leave as it is") == 0
