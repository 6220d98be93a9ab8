"""A blank questionnaire as a PDF: all, one section, or the agenda of one group."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QWidget

from assessor.assessment.report.form_printing import BlankForm, PrintedPart, print_blank
from assessor.gui.feedback.busy_dialog import run_busy
from assessor.gui.state.session import Session
from assessor.gui.state.session_dialog import SessionDialog
from assessor.gui.toolkit.dialogs.message_dialog import ask
from assessor.gui.toolkit.style.basic_widgets import button, closing, fill, label
from assessor.gui.toolkit.system.background_task import ReportProgress
from assessor.gui.toolkit.system.file_choice import choose_target
from assessor.gui.toolkit.system.open_external import documents, show_in_folder
from assessor.words import language_name


class PrintDialog(SessionDialog):
    """The choices of part, language and guidance, and the number of questions."""

    topic = "paper"

    def __init__(self, parent: QWidget, session: Session, cluster: str = "") -> None:
        super().__init__(parent, session)
        phrases = self._phrases
        self._source = session.assessment.source
        self.setMinimumWidth(560)
        lead = phrases(
            "The questions on paper, with room to write and boxes to tick; no answer of the"
            " mission is printed. A group's questions are the agenda of a meeting with it."
        )
        down = self.head(phrases("Print the questionnaire"), lead)
        grid = QFormLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.languages = self._box(grid, "Language of the questions")
        self.clusters = self._box(grid, "Who is asked")
        self.sections = self._box(grid, "Section")
        self.guidance = QCheckBox(phrases("With the guidance beneath each question"), self)
        self.count_label = label(self, "secondary", wrap=True)
        closes = button(self, self.reject, phrases("Close"))
        self.go = button(self, self._write, phrases("Write the PDF…"), role="primary", icon="print")
        self.go.setDefault(True)
        fill(down, grid, self.guidance, self.count_label, 1, closing(self, closes, self.go))
        self._offer_languages()
        self._paper = self._load_language()
        self.clusters.setCurrentIndex(max(0, self.clusters.findData(cluster)))
        self._show_count()

    def _box(self, grid: QFormLayout, words: str) -> QComboBox:
        widget = QComboBox(self)
        widget.setAccessibleName(self._phrases(words))
        widget.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        grid.addRow(label(self, text=self._phrases(words)), widget)
        return widget

    def _offer_languages(self) -> None:
        mission = self._session.assessment
        for each in mission.form.languages or ("",):
            self.languages.addItem(language_name(each) or self._phrases("The form's own"), each)
        self.languages.setCurrentIndex(max(0, self.languages.findData(mission.language)))
        self.languages.setEnabled(self.languages.count() > 1)
        self.languages.activated.connect(self._form_languages)
        for box in (self.clusters, self.sections):
            box.activated.connect(self._show_count)

    def _load_language(self) -> BlankForm:
        paper = BlankForm(self._source, str(self.languages.currentData()))
        self._offer(self.clusters, self._phrases("Everybody: all questions"), paper.clusters())
        self._offer(self.sections, self._phrases("All sections"), paper.sections())
        return paper

    def _offer(self, box: QComboBox, everything: str, texts: dict[str, str]) -> None:
        chosen = box.currentData()
        box.clear()
        box.addItem(everything, "")
        for key, text in texts.items():
            box.addItem(text, key)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        box.setEnabled(bool(texts))

    def _form_languages(self) -> None:
        self._paper = self._load_language()
        self._show_count()

    @property
    def part(self) -> PrintedPart:
        """Return the chosen part."""
        return PrintedPart(str(self.sections.currentData()), str(self.clusters.currentData()))

    def _show_count(self) -> None:
        count = self._paper.count(self.part)
        self.go.setEnabled(bool(count))
        self.count_label.setText(
            self._phrases("Questions printed: {count}", count=count)
            if count
            else self._phrases("This group is asked nothing in that section: choose another.")
        )

    def _write(self) -> None:
        part, language = self.part, str(self.languages.currentData())
        named = [self._paper.title]
        named += [box.currentText() for box in (self.clusters, self.sections) if box.currentData()]
        file = re.sub(r"[^\w ,-]+", " ", " - ".join(named)).strip()[:80].strip() + ".pdf"
        title = self._phrases("Write the questionnaire")
        kinds = {"PDF files": "*.pdf"}
        path = choose_target(self, self._phrases, title, documents() / file, kinds)
        if path is None:
            return
        path = path if path.suffix.lower() == ".pdf" else path.with_name(f"{path.name}.pdf")
        source, guidance = self._source, self.guidance.isChecked()

        def write(report_progress: ReportProgress) -> Any:
            print_blank(
                source,
                path,
                part=part,
                language=language,
                guidance=guidance,
                report_progress=report_progress,
            )
            return path

        if run_busy(self, self._session, "Writing the questionnaire", write):
            self._written(path)

    def _written(self, path: Path) -> None:
        phrases = self._phrases
        text = phrases("{file} is written. Open it to print it.", file=phrases.apart(path.name))
        icon = ("check-circle", "ok")
        chosen = ask(self, text, phrases, "Open", "Show in folder", "Close", icon=icon)
        if chosen == 0:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
        elif chosen == 1:
            show_in_folder(path)
        self.accept()
