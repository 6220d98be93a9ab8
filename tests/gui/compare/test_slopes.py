"""Stages over missions: read by pointer and keys, opened down to a source, and where they break."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from assessor.gui.compare.slope_view import SlopeView
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.registry.analysis.slopes import read_slopes
from tests.support.registry.cases import SECTION, case, rated, reworded
from tests.support.scoring.version_1 import instrument
from tests.support.screens.page import Page
from tests.support.windows.comparison import choose

pytestmark = pytest.mark.window


@pytest.fixture
def cases():
    """Beta moved by two; Alpha's scale was reworded; Gamma was there once."""
    seen = (("BBB", "2022", 1), ("BBB", "2024", 3), ("AAA", "2021", 2), ("AAA", "2023", 4),
            ("CCC", "2022", 5))  # fmt: skip
    return [
        case(code, rated(stage), reworded() if (code, year) == ("AAA", "2023") else instrument(),
             name={"AAA": "Alpha", "BBB": "Beta"}.get(code, "Gamma"), start=f"{year}-03-01",
             assessment=f"{code} {year}")
        for code, year, stage in seen
    ]  # fmt: skip


@pytest.fixture
def view(qtbot, cases):
    """The view, shown, on the section that moved."""
    holder = QWidget()
    traced: list[tuple[str, str, str]] = []

    def show():
        made.show_figure(made.figure_maker()(), picture=True)

    made = SlopeView(holder, Phrases("en"), show, lambda *what: traced.append(what))
    made.holder, made.traced = holder, traced  # Python, else, lets the holder go
    made.setGeometry(0, 0, 900, 600)
    holder.resize(900, 600)
    qtbot.addWidget(holder)
    holder.show()
    made.show_cases(cases)
    choose(made.sections, made.sections.findData(SECTION))
    return made


def names(view):
    return [one.name for one in read_slopes(view.figure_maker()())]


def test_countries_stand_by_name_and_who_was_there_once_has_no_line(view):
    assert names(view) == ["Alpha", "Beta"]
    assert view.countries.count() == 3


def test_arrows_read_each_mission_and_where_a_line_breaks(view, qtbot):
    chart = view.chart
    chart.setFocus()
    assert view.reading.text().startswith("Alpha, 1 March 2021. Evidenced 2.00")
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    said = view.reading.text()
    assert "another wording than the mission before" in said and "Since" not in said
    assert chart.accessibleDescription() == said
    qtbot.keyClick(chart, Qt.Key.Key_Down)
    assert view.reading.text().startswith("Beta, 1 March 2024") and "+2.00" in view.reading.text()
    qtbot.keyClick(chart, Qt.Key.Key_Home)
    assert view.reading.text().startswith("Beta, 1 March 2022")


def test_a_click_opens_a_country_then_what_carries_an_indicator(view, qtbot):
    chart = view.chart
    qtbot.mouseMove(chart, chart.place_of((1, 1)).toPoint())
    qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=chart.place_of((1, 1)).toPoint())
    assert view.countries.currentText() == "Beta" and not view.traced
    titles = [one.title for one in read_slopes(view.figure_maker()()) if one.points]
    assert len(titles) == 1 + len(instrument().indicators_in(SECTION))
    qtbot.keyClick(chart, Qt.Key.Key_Down)
    qtbot.keyClick(chart, Qt.Key.Key_Return)
    first = instrument().indicators_in(SECTION)[0].code
    assert view.traced == [("BBB 2022", "Beta", first)]
    choose(view.countries, 0)
    choose(view.indicators, 2)
    second = instrument().indicators_in(SECTION)[1].code
    assert {one.code for one in read_slopes(view.figure_maker()())} == {second}


def test_time_runs_from_the_right_where_reading_does(view, qtbot):
    chart = view.chart
    assert chart.place_of((0, 0)).x() < chart.place_of((0, 1)).x()
    chart.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert chart.place_of((0, 0)).x() > chart.place_of((0, 1)).x()
    chart.setFocus()
    qtbot.keyClick(chart, Qt.Key.Key_Left)
    assert "2023" in view.reading.text()
    assert chart.grab().height() == chart.height()


def test_missions_without_a_date_are_in_the_table_alone_and_nothing_says_so(view, cases):
    view.show_cases([replace(each, start="") for each in cases])
    figure = view.figure_maker()()
    view.show_figure(figure, picture=True)
    assert len(figure.rows) == 4 and view.chart.isHidden()
    view.show_cases([])
    view.show_figure(view.figure_maker()(), picture=True)
    assert "second mission" in Page(view).text
