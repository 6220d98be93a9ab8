"""The results: radar, scale and range of each section, and their indicators."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from assessor import words
from assessor.assessment.base.references import references_by_name
from assessor.gui.checks.radar_view import RadarView
from assessor.gui.checks.score_strip import STRIP, StripDelegate
from assessor.gui.state.navigation import Navigation
from assessor.gui.state.session import Session
from assessor.gui.state.session_dialog import SessionDialog
from assessor.gui.toolkit.style.basic_widgets import button, closing, columns, fill, label, rows
from assessor.gui.toolkit.style.theme import set_role
from assessor.scoring.instrument import Instrument
from assessor.scoring.stage_scores import DimensionScore, IndicatorScore, RatingState, Scores

_REFERENCE = int(Qt.ItemDataRole.UserRole)
_SECTION, _EVIDENCED, _ASSERTED, _SCALE, _LOWEST, _BASIS = range(6)


@dataclass(frozen=True, slots=True)
class ResultsPosition:
    """The state of the list: the open sections by index, and the question."""

    open_sections: frozenset[int]
    reference: str


class ResultsDialog(SessionDialog):
    """Sections with their indicators; Enter or a click on an indicator opens its question."""

    topic = "results"

    def __init__(
        self,
        parent: QWidget,
        session: Session,
        doors: Navigation,
        position: ResultsPosition | None = None,
    ) -> None:
        """Create the dialog, in the state `position` if it is reopened."""
        super().__init__(parent, session)
        self._doors = doors
        self.saved_position: ResultsPosition | None = None
        """The state when a question was opened; otherwise None."""
        self.resize(1240, 760)
        lead = (
            "A stage counts as far as its evidence carries it. The bar is the range: from what is "
            "proven, to where it would stand if all that is open turned out well."
        )
        down = self.head(self._phrases("Results"), self._phrases(lead))
        mission = session.assessment
        scores = mission.scores()
        if scores is None or mission.instrument is None:
            text = self._phrases("This form declares no scores.")
            fill(down, label(self, "secondary", text=text), 1)
        else:
            self._show_scores(scores, mission.instrument)
            if position is not None:
                self._restore_position(position)
        closes = button(self, self.reject, self._phrases("Close"), role="primary")
        down.addLayout(closing(self, closes))

    def _show_scores(self, scores: Scores, instrument: Instrument) -> None:
        language = self._session.assessment.language
        across = columns(None, gap=24)
        self.layout().addLayout(across, 1)  # type: ignore[union-attr]  # PySide6
        self.radar = RadarView(self, instrument.highest_stage)
        self.radar.show_axes(
            [(code, score.asserted, score.evidenced) for code, score in scores.dimensions.items()],
            "; ".join(
                f"{instrument.dimension[code].title(language)} {self._number(score.evidenced)}"
                for code, score in scores.dimensions.items()
            ),
        )
        marks = self._phrases("Filled: what the evidence supports. Broken line: what was said.")
        side = rows(None, (self.radar, 1), label(self, "secondary", text=marks, wrap=True))
        rated = self._phrases(
            "{rated} of {of} indicators are rated ({coverage} %).",
            rated=scores.rated,
            of=scores.of,
            coverage=scores.coverage,
        )
        fill(side, label(self, "secondary", text=rated, wrap=True), self._overall(scores))
        fill(across, (side, 4), (self._tree(scores, instrument, language), 11))

    def _overall(self, scores: Scores) -> QGridLayout:
        """Create the overall figures, which compare a country only with itself."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        grid.addWidget(label(self, "label", text=self._phrases("All sections")), 0, 0, 1, 2)
        figures = (
            ("Evidenced", self._number(scores.overall_evidenced)),
            ("Asserted", self._number(scores.overall_asserted)),
            ("Range", self._range(scores.overall_floor, scores.overall_ceiling)),
        )
        for row, (name, figure) in enumerate(figures, 1):
            grid.addWidget(label(self, "secondary", text=self._phrases(name)), row, 0)
            grid.addWidget(label(self, text=figure), row, 1)
        return grid

    def _tree(self, scores: Scores, instrument: Instrument, language: str) -> QTreeWidget:
        self.tree = QTreeWidget(self)
        self.tree.setAccessibleName(self._phrases("Results"))
        set_role(self.tree, "list")
        titles = ("Section or indicator", "Evidenced", "Asserted", "Range", "Lowest", "Rests on")
        self.tree.setColumnCount(len(titles))
        self.tree.setHeaderLabels([self._phrases(title) for title in titles])
        self.tree.setItemDelegateForColumn(
            _SCALE, StripDelegate(self.tree, instrument.lowest_stage, instrument.highest_stage)
        )
        self.tree.setAlternatingRowColors(False)
        self.tree.setUniformRowHeights(False)
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(_SECTION, QHeaderView.ResizeMode.Stretch)
        for column in (_EVIDENCED, _ASSERTED, _LOWEST, _BASIS):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        header.resizeSection(_SCALE, 170)
        references = references_by_name(self._session.assessment.instance)
        for code, score in scores.dimensions.items():
            title = f"{code}  {instrument.dimension[code].title(language)}"
            item = self._section(title, score)
            self._add_lowest(
                item, score, [instrument.indicator[each].title(language) for each in score.weakest]
            )
            self.tree.addTopLevelItem(item)
            for each in score.indicators:
                name = instrument.indicator[each.code].title(language)
                level = instrument.evidence.get(each.evidence)
                basis = level.titles[language] if level else ""
                child = self._indicator(name, each, basis)
                child.setData(_SECTION, _REFERENCE, references.get(each.question, ""))
                item.addChild(child)
        self.tree.itemActivated.connect(lambda item, _column: self._go(item))
        self.tree.itemClicked.connect(lambda item, _column: self._go(item))
        return self.tree

    def _section(self, title: str, score: DimensionScore) -> QTreeWidgetItem:
        rated = self._phrases("{rated} of {of}", rated=score.rated, of=score.of)
        stages = self._number(score.evidenced), self._number(score.asserted)
        return self._line([title, *stages, "", self._number(score.lowest, 0), rated], score, title)

    def _indicator(self, title: str, score: IndicatorScore, basis: str) -> QTreeWidgetItem:
        if score.state is RatingState.LEFT_OUT:
            basis = self._phrases("Does not apply")
        elif score.state is RatingState.OPEN:
            basis = self._phrases("Not answered")
        if score.contested:
            basis = " · ".join(filter(None, (self._phrases("Not agreed"), basis)))
        stages = self._number(score.evidenced, 0), self._number(score.asserted, 0)
        tip = self._phrases("Go to the question")
        return self._line([title, *stages, "", "", basis], score, tip)

    def _line(
        self, texts: list[str], score: DimensionScore | IndicatorScore, tip: str
    ) -> QTreeWidgetItem:
        """Return a line with the scale of its score."""
        item = QTreeWidgetItem(texts)
        item.setData(_SCALE, STRIP, (score.evidenced, score.asserted, score.floor, score.ceiling))
        text = self._range(score.floor, score.ceiling)
        item.setToolTip(_SCALE, text)
        item.setData(_SCALE, Qt.ItemDataRole.AccessibleTextRole, text)
        item.setToolTip(_SECTION, tip)
        return item

    def _range(self, low: float | None, high: float | None) -> str:
        return f"{self._number(low)} – {self._number(high)}"

    def _add_lowest(self, item: QTreeWidgetItem, score: DimensionScore, names: list[str]) -> None:
        """Show the indicators at the lowest stage: a mean hides a weak link."""
        item.setToolTip(_LOWEST, "\n".join(names))
        text = ": ".join(filter(None, (self._number(score.lowest, 0), "; ".join(names))))
        item.setData(_LOWEST, Qt.ItemDataRole.AccessibleTextRole, text)

    def _number(self, value: float | None, decimals: int = 2) -> str:
        return (
            "–" if value is None else words.format_number(value, self._session.language, decimals)
        )

    def _go(self, item: QTreeWidgetItem) -> None:
        reference = item.data(_SECTION, _REFERENCE)
        if reference:
            places = range(self.tree.topLevelItemCount())
            open_sections = (at for at in places if self._section_at(at).isExpanded())
            self.saved_position = ResultsPosition(frozenset(open_sections), reference)
            self.accept()
            self._doors.desk(reference)
        elif item.childCount():
            item.setExpanded(not item.isExpanded())

    def _section_at(self, place: int) -> QTreeWidgetItem:
        found = self.tree.topLevelItem(place)
        assert found is not None
        return found

    def _restore_position(self, position: ResultsPosition) -> None:
        for place in range(self.tree.topLevelItemCount()):
            section = self._section_at(place)
            section.setExpanded(place in position.open_sections)
            for each in map(section.child, range(section.childCount())):
                if each is not None and each.data(_SECTION, _REFERENCE) == position.reference:
                    self.tree.setCurrentItem(each)
        self.tree.setFocus()
