"""Many missions, one picture: stages side by side, and from a cell down to what carries it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QPixmap, QShowEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QProgressBar, QTableWidget, QWidget

from assessor import words
from assessor.errors import AssessorError, FileError
from assessor.gui.figure_table import fill_figure
from assessor.gui.folders import documents
from assessor.gui.heatmap import HeatTable, Swatch
from assessor.gui.law_matrix import fill_law
from assessor.gui.listing import table
from assessor.gui.messages import show_error
from assessor.gui.office import Office
from assessor.gui.phrases import Phrases
from assessor.gui.pieces import button, columns, label, rows
from assessor.gui.session import Session
from assessor.gui.trace import TracePanel
from assessor.gui.work import Tell, Work
from assessor.registry.compare import BY, HeatMap, Line, heat_map
from assessor.registry.figure import Figure

if TYPE_CHECKING:
    from assessor.assessment.comparing import Compared

STAGES_FIRST = "heat_map"


class Comparison(QWidget):
    """The tab of headquarters that compares; its figures are worked out when it is looked at."""

    def __init__(self, parent: QWidget, session: Session, phrases: Phrases) -> None:
        super().__init__(parent)
        self._session, self._phrases = session, phrases
        self._office: Office | None = None
        self._compared: Compared | None = None
        self._figures: dict[str, Figure] = {}
        self._stale = False
        self._section = ""
        self._work: Work | None = None
        down = rows(self, gap=12, margins=(0, 12, 0, 0))
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        phrases.say(self._bar.setAccessibleName, "Working out the scores")
        self._bar.hide()
        down.addWidget(self._bar)
        self._none = label(self, "muted", wrap=True)
        phrases.say(
            self._none.setText,
            "No scores yet: they appear once a mission with a scored form has been received.",
        )
        down.addWidget(self._none)
        self._all = QWidget(self)
        down.addWidget(self._all, 1)
        self._build()
        self._all.hide()

    def _build(self) -> None:
        phrases = self._phrases
        down = rows(self._all, gap=12)
        across = columns(None, gap=8)
        self._which, self._by = QComboBox(self._all), QComboBox(self._all)
        phrases.say(self._which.setAccessibleName, "What is compared")
        phrases.say(self._by.setAccessibleName, "Rows of the heat map")
        self._back = button(self._all, self._up, role="quiet", icon="arrow-left")
        phrases.say(self._back.setText, "All sections")
        self._title = label(self._all, "heading")
        saves = button(self._all, self._save_table, icon="table")
        draws = button(self._all, self._save_picture, icon="save")
        phrases.say(saves.setText, "Save the table…")
        phrases.say(draws.setText, "Save the picture…")
        reports = button(self._all, self._save_report, icon="export")
        phrases.say(reports.setText, "Regional report…")
        for widget in (self._which, self._by, self._back, self._title):
            across.addWidget(widget)
        across.addStretch(1)
        across.addWidget(saves)
        across.addWidget(draws)
        across.addWidget(reports)
        down.addLayout(across)
        self._notes = label(self._all, "warn", wrap=True)
        down.addWidget(self._notes)
        beside = columns(None, gap=12)
        self._heat = HeatTable(self._all, phrases, self._open)
        self._plain = self._table()
        phrases.say(self._heat.setAccessibleName, "Scores")
        self._trace = TracePanel(self._all, phrases)
        beside.addWidget(self._heat, 1)
        beside.addWidget(self._plain, 1)
        beside.addWidget(self._trace)
        down.addLayout(beside, 1)
        self._legend = label(self._all, "secondary", wrap=True)
        phrases.say(
            self._legend.setText,
            "Evidenced stage, 1 to 5: what is merely claimed counts up to 2. Hatched and * "
            "mean fewer than half of the indicators are rated; ≠ another wording; n= too few "
            "countries for a median. A click opens a section, then an indicator. Rows are by name: "
            "countries are not ranked.",
        )
        down.addWidget(self._legend)
        self._codes = label(self._all, "secondary", wrap=True)
        down.addWidget(self._codes)
        self._which.activated.connect(lambda _: self._show_figure())
        self._by.activated.connect(lambda _: self._show_figure())
        self._name_choices()

    def _name_choices(self) -> None:
        """Offer the figures and the kinds of rows in the window's language."""
        phrases = self._phrases
        figures = {
            STAGES_FIRST: phrases("Stages"),
            "slopes": phrases("From mission to mission"),
            "needs_and_offers": phrases("Needs and offers"),
            "rights_watch": phrases("Rights"),
            "legal_gaps": phrases("Gaps in law"),
            "recommendations": phrases("Recommendations"),
            "consistency": phrases("How assessors rate"),
        }
        kinds = (phrases("By country"), phrases("By region"), phrases("By year"))
        offered = (
            (self._which, figures),
            (self._by, dict(zip(BY, kinds, strict=True))),
        )
        for box, choices in offered:
            kept = max(0, box.currentIndex())
            box.clear()
            for code, text in choices.items():
                box.addItem(text, code)
            box.setCurrentIndex(kept)

    def show_office(self, office: Office) -> None:
        """Note the registry; its missions are compared when they are looked at."""
        self._office, self._stale = office, True
        self._name_choices()
        if self.isVisible():
            self._work_out()

    def showEvent(self, event: QShowEvent) -> None:
        """Compare anew if something has come in since."""
        super().showEvent(event)
        self._work_out()

    def _work_out(self) -> None:
        """Read every assessment away from the window: each opens its form anew."""
        if self._office is None or not self._stale or self._work is not None:
            return
        self._stale = False
        self._bar.setRange(0, 0)
        self._bar.show()
        self._work = self._session.run(
            self._office.comparing(),
            done=self._show,
            failed=self._fail,
            progress=self._show_progress,
        )

    def _show_progress(self, _stage: str, done: int, of: int) -> None:
        self._bar.setRange(0, of)
        self._bar.setValue(done)

    def _show(self, found: Compared) -> None:
        self._end()
        self._compared = found
        self._figures = {}
        self._all.setVisible(bool(found.cases))
        self._none.setVisible(not found.cases)
        if found.cases:
            self._show_figure()

    def _fail(self, error: AssessorError) -> None:
        self._end()
        self._none.setText(words.say(error, self._phrases.language))
        self._none.show()

    def _end(self) -> None:
        self._work = None
        self._bar.hide()

    # figures
    @property
    def _map(self) -> HeatMap:
        assert self._compared is not None
        return heat_map(
            self._compared.cases,
            by=self._by.currentData(),
            section=self._section,
            language=self._phrases.language,
        )

    @property
    def _places(self) -> int:
        """Decimals of whole numbers: sections have means, indicators stages."""
        return 0 if self._section else 2

    def _figure(self) -> Figure:
        """What is shown, as data."""
        from assessor.assessment.comparing import figure_of

        name = self._which.currentData()
        if name == STAGES_FIRST:
            return self._map.figure()
        assert self._compared is not None
        if name not in self._figures:
            language = self._phrases.language
            self._figures[name] = figure_of(self._compared, name, language=language)
        return self._figures[name]

    def _show_figure(self) -> None:
        if self._compared is None or not self._compared.cases:
            return
        stages = self._which.currentData() == STAGES_FIRST
        for widget in (self._heat, self._by, self._legend, self._codes):
            widget.setVisible(stages)
        self._plain.setVisible(not stages)
        self._back.setVisible(stages and bool(self._section))
        self._title.setVisible(stages and bool(self._section))
        self._trace.hide()
        found = self._map if stages else self._figure()
        notes = (*self._compared.notes, *found.notes)
        self._notes.setText(self._phrases.reasons(notes))
        self._notes.setVisible(bool(notes))
        if isinstance(found, HeatMap):
            self._heat.show_map(found, places=self._places)
            self._codes.setText("   ".join(f"{code} {title}" for code, title in found.columns))
        else:
            self._plain.setAccessibleName(self._which.currentText())
            told = self._fill(self._plain, found)
            self._codes.setText(told)
            self._codes.setVisible(bool(told))

    def _table(self) -> QTableWidget:
        """A table of a figure's words; cells that hold a stage take its colour."""
        made = table(self._all, 0, 1)
        made.setItemDelegate(Swatch(made))
        return made

    def _fill(self, into: QTableWidget, found: Figure) -> str:
        """Show a figure; what is to be said beneath it."""
        if found.name == "legal_gaps":
            return fill_law(into, found, self._phrases)
        fill_figure(into, found, self._phrases)
        return ""

    def _open(self, line: Line, code: str) -> None:
        """From a section to its indicators, from an indicator to what carries its stage."""
        if not self._section:
            self._title.setText(dict(self._map.columns)[code])
            self._section = code
            self._show_figure()
            self._heat.setFocus()
        elif line.assessment and self._office is not None:
            found = self._office.trace(line.assessment, code)
            if found is not None:
                level = self._office.level_of(line.assessment, found.evidence)
                about = self._office.assessment(line.assessment)
                self._trace.show_trace(line.name, found, level, about.file_bytes)

    def _up(self) -> None:
        self._section = ""
        self._show_figure()
        self._heat.setFocus()

    # what leaves
    def _save_table(self) -> None:
        from assessor.assessment.tabling import as_csv, whole
        from assessor.assessment.writing import put

        path = self._where(".csv")
        if path is None:
            return
        content = as_csv(self._figure())
        try:
            put(content, path, whole(content))
        except AssessorError as error:
            show_error(self, error, self._phrases.language)

    def _save_picture(self) -> None:
        path = self._where(".png")
        if path is not None and not self._picture().save(str(path), "PNG"):
            error = FileError("{file} was not written whole: save it somewhere else.", file=path)
            show_error(self, error, self._phrases.language)

    def _save_report(self) -> None:
        """All comparisons as one PDF, laid out away from the window."""
        path = self._where(".pdf", "Regional report")
        if path is None or self._compared is None:
            return
        from assessor.assessment.regional import regional_report
        from assessor.gui.busy import Busy

        compared, language = self._compared, self._phrases.language
        by = "year" if self._by.currentData() == "year" else "region"

        def write(tell: Tell) -> Path:
            on = date.today()
            return regional_report(compared, path, on=on, by=by, language=language, tell=tell)

        busy = Busy(self, self._session, "Writing the regional report", write)
        if not busy.exec() and busy.error is not None:
            show_error(self, busy.error, language)

    def _picture(self) -> QPixmap:
        """All rows of what is shown, however far it is scrolled."""
        drawn: QTableWidget
        if self._which.currentData() == STAGES_FIRST:
            drawn = heat = HeatTable(self, self._phrases, self._open)
            heat.show_map(self._map, places=self._places)
        else:
            drawn = self._table()
            self._fill(drawn, self._figure())
        drawn.resize(self._all.width(), 100)
        head = drawn.horizontalHeader().sizeHint().height()
        drawn.resize(self._all.width(), head + drawn.verticalHeader().length() + 8)
        found = drawn.grab()
        drawn.deleteLater()
        return found

    def _where(self, suffix: str, name: str = "") -> Path | None:
        called = self._phrases(name) if name else self._which.currentData()
        chosen, _ = QFileDialog.getSaveFileName(
            self,
            self._phrases("Save the figure"),
            str(documents() / f"{called}{suffix}"),
            f"*{suffix}",
        )
        return Path(chosen).with_suffix(suffix) if chosen else None
