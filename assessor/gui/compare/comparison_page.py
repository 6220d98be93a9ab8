"""Comparison of missions: stages side by side, down to the evidence."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QPixmap, QShowEvent
from PySide6.QtWidgets import QComboBox, QLayout, QTableWidget, QWidget

from assessor import words
from assessor.assessment.entries.evidence import file_bytes
from assessor.assessment.review.score_trace import score_trace
from assessor.errors import AssessorError
from assessor.gui.compare.figure_matrix import fill_matrix, matrix_of
from assessor.gui.compare.figure_table import figures, fill_figure, verdicts
from assessor.gui.compare.heat_table import HeatTable, legend, short
from assessor.gui.compare.save_figure import (
    ChooseSeal,
    picture,
    read_aside,
    save_picture,
    save_report,
    save_table,
)
from assessor.gui.compare.slope_view import SlopeView
from assessor.gui.compare.stage_swatch import StageSwatch
from assessor.gui.compare.trace_panel import TracePanel
from assessor.gui.feedback.progress_line import ProgressLine
from assessor.gui.registry.list_filter import offer_choices
from assessor.gui.registry.registry_session import AnswerLocation, RegistrySession
from assessor.gui.state.session import Session
from assessor.gui.toolkit.style.basic_widgets import button, columns, fill, label, rows
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.gui.toolkit.widgets.table_view import table_widget
from assessor.registry.analysis import stage_comparison
from assessor.registry.analysis.figure import Figure

if TYPE_CHECKING:
    from assessor.assessment.headquarters.case_comparison import ComparedCases

STAGES_FIRST, SLOPES, NEEDS = "heat_map", "slopes", "needs_and_offers"
PICTURE, TABLE = "picture", "table"
_TABLES = frozenset(("recommendations", "consistency"))
"""Figures that exist only as a table."""
Decides = Callable[[str, str], object]
"""Called with an assessment's uuid and a reference, to resolve the conflict there."""
MAX_MADE_AT_ONCE = 1_000
"""Up to this number of missions a figure is made directly; above it, in the background."""


class ComparisonPage(QWidget):
    """The comparison tab; figures are computed when it is shown."""

    topic = "compare"

    def __init__(
        self,
        parent: QWidget,
        session: Session,
        phrases: Phrases,
        decide: Decides,
        choose_seal: ChooseSeal,
    ) -> None:
        super().__init__(parent)
        self._session, self._phrases, self._decide = session, phrases, decide
        self._choose_seal = choose_seal
        self._office: RegistrySession | None = None
        self.compared: ComparedCases | None = None
        self._figures: dict[object, Figure] = {}
        self._stale = False
        self._section = self._from = ""
        column = rows(self, gap=12, margins=(0, 12, 0, 0))
        self._line = ProgressLine(self, session, phrases, "Working out the scores")
        self._trouble = label(self, "warn", wrap=True)
        self._again = phrases.on(button(self, self._try_again, icon="refresh"), "Try again")
        row = columns(None, (self._trouble, 1), self._again)
        none = "No scores yet: they appear once a mission with a scored form has been received."
        self._none = phrases.on(label(self, "muted", wrap=True), none)
        self._all = QWidget(self)
        fill(column, self._line, row, self._none, (self._all, 1))
        self._build()
        for widget in (self._all, self._none, self._trouble, self._again):
            widget.hide()

    def _build(self) -> None:
        phrases = self._phrases
        choices = self._choices()
        column = rows(self._all, choices, gap=12)
        self._notes = label(self._all, "warn", wrap=True)
        self._heat = HeatTable(self._all, phrases, self._open)
        phrases.say(self._heat.setAccessibleName, "Scores")
        self._slopes = SlopeView(self._all, phrases, self._show_figure, self._show_trace)
        self._plain = self._table()
        self._trace = TracePanel(self._all, phrases)
        middle = rows(None, (self._heat, 1), (self._slopes, 1), (self._plain, 1))
        beside = columns(None, (middle, 1), self._trace, gap=12)
        self._legend, self._codes = (label(self._all, "secondary", wrap=True) for _ in range(2))
        fill(column, self._notes, (beside, 1), self._legend, self._codes)
        self._which.activated.connect(lambda _: self._other_figure())
        for box in (self._as, self._by, self._only):
            box.activated.connect(lambda _: self._show_figure())
        self._name_choices()

    def _choices(self) -> QLayout:
        """Build the choices of figures, and the save buttons."""
        phrases = self._phrases
        self._which, self._as, self._by, self._only = (QComboBox(self._all) for _ in range(4))
        boxes = (self._which, self._as, self._by, self._only)
        names = ("What is compared", "Picture or table", "Rows of the heat map")
        for box, name in zip(boxes, (*names, "Needs and offers shown"), strict=True):
            phrases.say(box.setAccessibleName, name)
        self._back = phrases.on(
            button(self._all, self._up, role="quiet", icon="arrow-left"), "All sections"
        )
        self._title = label(self._all, "heading")
        row = columns(None, *boxes, self._back, self._title, 1)
        for text, icon, deed in (
            ("Save the table…", "table", self._save_table),
            ("Save the picture…", "save", self._save_picture),
            ("Regional report…", "export", self._save_report),
        ):
            row.addWidget(phrases.on(button(self._all, deed, icon=icon), text))
        return row

    def _name_choices(self) -> None:
        """Name figures and row kinds in the window's language."""
        phrases = self._phrases
        kinds = (phrases("By country"), phrases("By region"), phrases("By year"))
        offered: tuple[tuple[QComboBox, dict[str, str]], ...] = (
            (self._which, figures(phrases)),
            (self._as, {PICTURE: phrases("Picture"), TABLE: phrases("Table")}),
            (self._by, dict(zip(stage_comparison.GROUPINGS, kinds, strict=True))),
            (self._only, {"": phrases("All of them"), **verdicts(phrases)}),
        )
        for box, choices in offered:
            offer_choices(box, choices.items())

    def show_office(self, office: RegistrySession) -> None:
        """Store the registry; missions are compared when the tab is shown."""
        if office is not self._office:
            self.compared, self._figures, self._section = None, {}, ""
            self._trace.hide()
            self._all.hide()
        self._office, self._stale = office, True
        self._name_choices()
        if self.isVisible():
            self._work_out()

    @property
    def is_busy(self) -> bool:
        """Whether scores or a figure are being computed."""
        return self._line.busy

    def leave(self) -> None:
        """Release the registry, which is about to close."""
        self._office = None
        self._line.leave()

    def showEvent(self, event: QShowEvent) -> None:
        """Compare again if something was received."""
        super().showEvent(event)
        self._work_out()

    def _work_out(self) -> None:
        """Read every assessment in the background: each loads its form."""
        office = self._office
        if office is None or not self._stale or self._line.busy:
            return
        self._stale = False
        self._tell_trouble("")
        self._line.begin(office.comparing(), partial(self.show_compared, office), self._fail)

    def _try_again(self) -> None:
        self._stale = True
        self._work_out()

    def show_compared(self, office: RegistrySession, found: ComparedCases) -> None:
        """Show the figures, unless another registry is open meanwhile."""
        if office is self._office:
            self.compared, self._figures = found, {}
            self._trace.hide()  # it may be outdated
            self._all.setVisible(bool(found.cases))
            self._none.setVisible(not found.cases)
            self._tell_trouble("" if found.cases else self._phrases.reasons(found.notes))
        if office is self._office and found.cases:
            self._slopes.show_cases(found.cases)
            self._show_figure()
        self._work_out()  # what came in meanwhile

    def _fail(self, error: AssessorError) -> None:
        if self._office is not None and not self._stale:
            self._tell_trouble(words.say(error, self._phrases.language))
        self._work_out()

    def _tell_trouble(self, text: str) -> None:
        """Show why there is no current figure, and a button to retry."""
        self._trouble.show_text(text)
        self._again.setVisible(bool(text))

    # Figures
    @property
    def _map(self) -> stage_comparison.HeatMap:
        assert self.compared is not None
        return stage_comparison.build_heat_map(
            self.compared.cases,
            by=self._by.currentData(),
            section=self._section,
            language=self._phrases.language,
        )

    @property
    def _name(self) -> str:
        return str(self._which.currentData())

    @property
    def _is_table(self) -> bool:
        return self._name in _TABLES or self._as.currentData() == TABLE

    def figure(self) -> Figure:
        """Return the current figure as data."""
        if self._name == STAGES_FIRST:
            return self._map.figure()
        key, make = self._made()
        if key not in self._figures:
            self._figures[key] = make()
        return self._part(self._figures[key])

    def _part(self, found: Figure) -> Figure:
        """Return the selected rows of needs and offers."""
        only = self._only.currentData()
        if found.name != NEEDS or not only:
            return found
        at = found.columns.index("verdict")
        items = tuple(row for row in found.rows if row[at] == only)
        return Figure(found.name, found.columns, items, found.notes)

    def _made(self) -> tuple[object, Callable[[], Figure]]:
        """Return the cache key of the figure and the function that makes it."""
        from assessor.assessment.headquarters.case_comparison import figure_of

        assert self.compared is not None
        compared, name, language = self.compared, self._name, self._phrases.language
        if name == SLOPES:
            return (language, *self._slopes.wish), self._slopes.figure_maker()
        return (language, name), partial(figure_of, compared, name, language=language)

    def _other_figure(self) -> None:
        self._trace.hide()
        self._show_figure()

    def _show_figure(self) -> None:
        """Show the selected figure; large ones are made in the background."""
        if self.compared is None or not self.compared.cases:
            return
        key, make = ("", self.figure) if self._name == STAGES_FIRST else self._made()
        if not key or key in self._figures or len(self.compared.cases) <= MAX_MADE_AT_ONCE:
            self._put(self.figure())
        elif not self._line.busy:
            self._tell_trouble("")
            self._line.begin(read_aside(make), partial(self._came, self.compared, key), self._fail)

    def _came(self, compared: ComparedCases, key: object, found: Figure) -> None:
        if compared is self.compared:
            self._figures[key] = found
        if self._stale:
            self._work_out()  # what came in meanwhile
        else:
            self._show_figure()  # or another choice

    def _put(self, figure: Figure) -> None:
        assert self.compared is not None
        stages, slopes, is_table = self._name == STAGES_FIRST, self._name == SLOPES, self._is_table
        self._as.setVisible(self._name not in _TABLES)
        self._by.setVisible(stages)
        self._legend.setVisible(stages and not is_table)
        self._only.setVisible(self._name == NEEDS)
        self._heat.setVisible(stages and not is_table)
        self._slopes.setVisible(slopes)
        self._plain.setVisible(is_table or not (stages or slopes))
        self._back.setVisible(stages and bool(self._section))
        self._title.setVisible(stages and bool(self._section))
        notes = (*self.compared.notes, *figure.notes)
        self._notes.show_text(self._phrases.reasons(notes))
        text = ""
        if slopes:
            self._slopes.show_figure(figure, picture=not is_table)
        if stages and not is_table:
            found = self._map
            joined = self._show_heat(self._heat, found)
            opens = self._phrases("A click opens a section, then an indicator.")
            self._legend.setText(f"{legend(self._phrases, found.by)} {opens}")
            text = "   ".join(f"{short(code)} {title}" for code, title in found.columns)
            text = "\n".join(filter(None, (text, joined)))
        if not self._plain.isHidden():
            self._plain.setAccessibleName(self._which.currentText())
            text = self._fill(self._plain, figure) or text
        self._codes.show_text(text)

    def _show_heat(self, heat: HeatTable, found: stage_comparison.HeatMap) -> str:
        """Show the heat map and list rows that stand for several missions."""
        heat.show_map(found, places=0 if self._section else 2)  # indicators have integer stages
        if self._office is None or found.by != "country":
            return ""
        together = self._office.together
        return heat.mark_joined(
            {line.assessment: together(line.assessment) for line in found.lines}
        )

    def _table(self) -> QTableWidget:
        """Create a table of a figure; cells with a stage take its colour."""
        made = table_widget(self._all, 0, 1)
        made.setItemDelegate(StageSwatch(made))
        return made

    def _fill(self, into: QTableWidget, found: Figure) -> str:
        """Show a figure; return the note below it."""
        into.clearContents()
        matrix = None if self._is_table else matrix_of(found, self._phrases)
        if matrix is not None:
            return fill_matrix(into, matrix)
        return fill_figure(into, found, self._phrases)

    def _open(self, line: stage_comparison.HeatMapRow, code: str) -> None:
        """Open the indicators of a section, or the basis of an indicator."""
        if not self._section:
            self._title.setText(dict(self._map.columns)[code])
            self._section, self._from = code, line.key
            self._show_figure()
            self._heat.setFocus()
        elif line.assessment:
            self._show_trace(line.assessment, line.name, code)

    def _show_trace(self, assessment: str, name: str, code: str) -> None:
        """Show the basis of a stage: answer, evidence and statements."""
        if self._office is None:
            return
        about = self._office.assessment(assessment)
        found = score_trace(about, code)
        if found is not None:
            spot = AnswerLocation(assessment, found.reference)
            _, level = self._office.level(spot, found.evidence)
            decide = partial(self._decide, assessment, found.reference)
            self._trace.show_trace(name, found, level, partial(file_bytes, about), decide)

    def _up(self) -> None:
        was, self._section = self._section, ""
        self._trace.hide()
        self._show_figure()
        self._heat.go_to(self._from, was)
        self._heat.setFocus()

    # Saving
    def _save_table(self) -> None:
        save_table(self, self._phrases, self.figure(), self._choose_seal)

    def _save_picture(self) -> None:
        save_picture(self, self._phrases, self._name, self.picture(), self._choose_seal)

    def _save_report(self) -> None:
        """Write all comparisons to one PDF in the background."""
        if self.compared is not None:
            by = "year" if self._by.currentData() == "year" else "region"
            save_report(self, self._session, self.compared, by, self._choose_seal)

    def picture(self) -> QPixmap:
        """Return a picture of all rows."""
        if self._name == SLOPES and not self._is_table:
            return self._slopes.chart.grab()
        title, items = self._which.currentText(), [self._codes.text()]
        drawn: QTableWidget
        if self._name == STAGES_FIRST and not self._is_table:
            drawn = heat = HeatTable(self, self._phrases, self._open)
            self._show_heat(heat, self._map)
            inside = self._title.text() if self._section else ""
            title = " · ".join(filter(None, (title, inside, self._by.currentText())))
            items.insert(0, legend(self._phrases, self._map.by))
        else:
            drawn = self._table()
            drawn.resize(self._all.width(), 100)
            self._fill(drawn, self.figure())
        return picture(self, self._phrases, self._all.width(), title, drawn, items)
