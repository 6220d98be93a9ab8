"""Stages from mission to mission: choices and the line chart."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtWidgets import QComboBox, QWidget

from assessor import words
from assessor.gui.compare.slope_chart import Named, SlopeChart, day_of
from assessor.gui.registry.list_filter import offer_choices
from assessor.gui.toolkit.style.basic_widgets import columns, label, rows
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.registry.analysis import slopes
from assessor.registry.analysis.cases import Case, used_instruments
from assessor.registry.analysis.figure import Figure
from assessor.registry.analysis.stage_comparison import heat_map_columns


class SlopeSelection(NamedTuple):
    """The selection: section, indicator (blank for the section), country (blank for all)."""

    section: str
    indicator: str
    country: str


class SlopeView(QWidget):
    """Three choices, a line chart, and a sentence on the current mission."""

    def __init__(
        self,
        parent: QWidget,
        phrases: Phrases,
        changed: Callable[[], object],
        traces: Callable[[str, str, str], object],
    ) -> None:
        """`changed` is called after a change of the selection, `traces` with assessment, name and
        indicator whose basis is to be shown."""
        super().__init__(parent)
        self._phrases, self._changed, self._traces = phrases, changed, traces
        self._cases: Sequence[Case] = ()
        self._missions: slopes.Missions = {}
        self._courses: tuple[slopes.Slope, ...] = ()
        row = columns(None)
        self.sections, self.indicators, self.countries = (QComboBox(self) for _ in range(3))
        for box, name in (
            (self.sections, "Section"),
            (self.indicators, "Indicator"),
            (self.countries, "Country"),
        ):
            phrases.say(box.setAccessibleName, name)
            box.setMinimumContentsLength(12)
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            row.addWidget(box, 1)
        self.sections.activated.connect(lambda _: self._other_section())
        for box in (self.indicators, self.countries):
            box.activated.connect(lambda _: self._changed())
        self.chart = SlopeChart(self, phrases, self._open, self._read)
        self._nothing = label(self, "muted", wrap=True)
        self.reading = label(self, wrap=True)
        rows(self, row, (self.chart, 1), (self._nothing, 1), self.reading)

    def show_cases(self, cases: Sequence[Case]) -> None:
        """Offer the sections and countries of these cases; keep the selection."""
        if cases is not self._cases:
            self._cases, self._missions = cases, slopes.repeated_missions(cases)
        names = [(place, found[0].name) for place, found in self._missions.items()]
        offer_choices(self.sections, self._columns())
        offer_choices(self.countries, [("", self._phrases("All countries")), *names])
        self._offer_indicators()

    def _columns(self, section: str = "") -> tuple[tuple[str, str], ...]:
        return heat_map_columns(used_instruments(self._cases), section, self._phrases.language)

    def _offer_indicators(self) -> None:
        found = self._columns(str(self.sections.currentData() or ""))
        offer_choices(self.indicators, [("", self._phrases("The section as a whole")), *found])

    def _other_section(self) -> None:
        self.indicators.setCurrentIndex(0)
        self._offer_indicators()
        self._changed()

    @property
    def wish(self) -> SlopeSelection:
        """Return the selection."""
        chosen = (self.sections, self.indicators, self.countries)
        return SlopeSelection(*(str(box.currentData() or "") for box in chosen))

    def figure_maker(self) -> Callable[[], Figure]:
        """Return the function that makes the selected figure in any thread."""
        section, country = self.wish.section, self.wish.country
        title = dict(self._columns()).get(section, section)
        inside = dict(self._columns(section))
        missions = {p: found for p, found in self._missions.items() if country in ("", p)}
        return partial(_figure, self.wish, title, inside, missions)

    def show_figure(self, figure: Figure, *, picture: bool) -> None:
        """Show the lines of a figure, or only the choices where a table replaces the `picture`."""
        courses = self._courses = slopes.read_slopes(figure)
        some = any(day_of(point) for course in courses for point in course.points)
        self.chart.setVisible(picture and some)
        self.reading.setVisible(picture and some)
        self._nothing.setVisible(not some)
        none = "No country has had a second mission yet."
        self._nothing.setText(self._phrases("Nothing is rated there." if self._missions else none))
        undated = sum(day_of(point) is None for course in courses for point in course.points)
        hint = self._phrases(
            "Point at a mission, or go to one by the arrow keys, to read it; a click or Enter "
            "opens it. Lines stand by name: countries are not ranked."
        )
        if undated:
            alone = "Missions without a date, in the table alone: {count}."
            hint += " " + self._phrases(alone, count=undated)
        self.reading.setText(hint)
        self.chart.show_lines(self._title(), self._named())

    def _title(self) -> str:
        _, indicator, country = self.wish
        indicators = self.indicators if indicator else self.sections
        parts = [indicators.currentText()] + ([self.countries.currentText()] if country else [])
        return " · ".join(parts)

    def _named(self) -> list[Named]:
        """Return each line with a unique name."""
        inside = bool(self.wish.country) and not self.wish.indicator
        return [(course.title if inside else course.name, course) for course in self._courses]

    def _read(self, name: str, _: slopes.Slope, point: slopes.SlopePoint) -> None:
        text = self.said(name, point)
        self.reading.setText(text)
        self.chart.setAccessibleDescription(text)

    def said(self, name: str, point: slopes.SlopePoint) -> str:
        """Return a mission of a line in words."""
        phrases, day = self._phrases, day_of(point)
        when = words.long_date(day, phrases.language) if day else phrases("Not stated")
        stages = phrases(
            "Evidenced {evidenced}, asserted {asserted}; {rated} of {of} rated",
            evidenced=self._number(point.evidenced),
            asserted=self._number(point.asserted),
            rated=point.rated,
            of=point.of,
        )
        items = [phrases("{author}, {day}", author=name, day=when) + f". {stages}."]
        if point.change is not None:
            sign = "+" if point.change > 0 else ""
            change = sign + self._number(point.change)
            since = (
                "Since the mission before: {change}, over the indicators rated in both: {matched}."
            )
            items.append(phrases(since, change=change, matched=point.matched))
        if point.thin:
            items.append(phrases("Thin: fewer than half of the indicators are rated."))
        if point.broken:
            items.append(phrases("Rated on another wording than the mission before: not joined."))
        return " ".join(items)

    def _number(self, value: float | None) -> str:
        return "–" if value is None else words.format_number(value, self._phrases.language, 2)

    def _open(self, slope: slopes.Slope, point: slopes.SlopePoint) -> None:
        """Open one country, or the basis of an indicator."""
        section, _, country = self.wish
        if slope.code != section:
            self._traces(point.assessment, slope.name, slope.code)
        elif not country:
            self.countries.setCurrentIndex(self.countries.findData(slope.place))
            self._changed()
            self.chart.setFocus()


def _figure(
    wanted: SlopeSelection, title: str, inside: Mapping[str, str], missions: slopes.Missions
) -> Figure:
    """Return the lines of a selection: countries, or the parts of a section in one country.

    `title` names the section; `inside` has indicator titles by code.
    """
    section, indicator, country = wanted
    items = [(indicator, inside.get(indicator, indicator), section)]
    if not indicator:
        items = [(section, title, "")]
    if country and not indicator:
        items += [(code, text, section) for code, text in inside.items()]
    every = (slopes.build_slope(found, *each) for each in items for found in missions.values())
    return slopes.slopes_to_figure(every)
