"""What an export writes: the report that carries the answers, or a document to work on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from assessor.assessment.assessment import Assessment
from assessor.assessment.base.progress import ProgressCallback
from assessor.assessment.report.office_export import OFFICE, export_office
from assessor.assessment.report.report_export import export_report
from assessor.gui.toolkit.dialogs.message_dialog import MessageDialog
from assessor.gui.toolkit.text.phrases import Phrases

KINDS = (
    (".pdf", "PDF: the report, answers inside"),
    (".docx", "Word: the report, to work on"),
    (".xlsx", "Excel: its tables, to work on"),
    (".assessor", "The answers alone, without pages"),
)

SUMMED = (".pdf", ".docx")
"""What has a summary, which may stand there in two languages."""

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
"""For whom: the name of the profile, what it is called, what its readers get."""


class KindChoice(QComboBox):
    """Chooses the kind; the name in `path` ends accordingly."""

    def __init__(self, parent: QWidget, phrases: Phrases, path: QLineEdit) -> None:
        super().__init__(parent)
        self._path = path
        self._mark: str | None = ""
        for ending, text in KINDS:
            self.addItem(phrases(text), ending)
        self.activated.connect(lambda _: self._rename())
        path.textEdited.connect(lambda text: self.follow(Path(text)))

    def _rename(self) -> None:
        named = self._path.text().strip()
        if named:
            self._path.setText(str(Path(named).with_suffix(str(self.currentData()))))

    def mark(self, audience: str) -> None:
        """Let the name say for whom the report is, so that none is written over another's.

        A name that a person gave is theirs.
        """
        if self._mark is None:
            return
        named = Path(self._path.text())
        stem, self._mark = named.stem.removesuffix(self._mark), f" ({audience})" if audience else ""
        self._path.setText(str(named.with_stem(stem + self._mark)))

    def follow(self, path: Path) -> None:
        """Show the kind that a name means, now that a person gave it."""
        self._mark = None
        place = self.findData(path.suffix.lower())
        if place >= 0:
            self.setCurrentIndex(place)

    def ended(self, path: Path) -> Path:
        """The name with an ending of some kind, that of the one chosen if it has none."""
        known = path.suffix.lower() in ENDINGS
        return path if known else path.with_suffix(str(self.currentData()))


class SummaryChoice(QComboBox):
    """Chooses a second language for the summary, or none; that of the report is not among them."""

    def __init__(self, parent: QWidget, phrases: Phrases, languages: QComboBox) -> None:
        super().__init__(parent)
        self._none, self._languages = phrases("In the report's language alone"), languages
        self._why = phrases("Only the PDF and the Word file have a summary.")
        languages.currentIndexChanged.connect(lambda _: self.offer())
        self.offer()

    def follow(self, kinds: QComboBox) -> None:
        """Be there for kinds that have a summary; for others say why not."""
        able = kinds.currentData() in SUMMED
        self.setEnabled(able)
        self.setToolTip("" if able else self._why)

    def offer(self) -> None:
        """Offer every language but the report's; what was chosen stays where it can."""
        chosen = self.currentData()
        self.clear()
        self.addItem(self._none, "")
        for at in range(self._languages.count()):
            if at != self._languages.currentIndex():
                self.addItem(self._languages.itemText(at), self._languages.itemData(at))
        self.setCurrentIndex(max(0, self.findData(chosen)))


def writing(
    path: Path,
    *,
    profile: str,
    language: str,
    summary: str,
    to: Sequence[str] | None,
    way_back: bool,
    sidecar_above: int,
) -> Callable[[Assessment, ProgressCallback], Any]:
    """What writes to `path`, by the kind its name means."""
    if path.suffix.lower() in OFFICE:
        return lambda own, tell: export_office(
            own, path, profile=profile, language=language, summary=summary, tell=tell
        )
    return lambda own, tell: export_report(
        own,
        path,
        profile=profile,
        language=language,
        summary=summary,
        to=to,
        way_back=way_back,
        sidecar_above=sidecar_above,
        tell=tell,
    )


def may_replace(parent: QWidget, path: Path, phrases: Phrases) -> bool:
    """Ask before a report takes the place of a file that is there."""
    text = phrases(
        "{file} is there already. Writing takes its place.", file=phrases.apart(path.name)
    )
    box = MessageDialog(parent, text, phrases, choices=("Replace it", "Leave it"))
    box.exec()
    return box.chosen == 0
