"""The tab of missions: found by words, country, year and state, and asked for line by line."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from assessor.gui.headquarters.missions_page import MissionFilter
from assessor.gui.registry.mission_row import MissionLine
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.gui.toolkit.widgets.lazy_table import LazyTable
from tests.support.screens.page import Table
from tests.support.windows.comparison import choose

pytestmark = pytest.mark.window

LINES = [
    MissionLine("a1" * 16, "Nyasera", "XNY", "NY-1", "2024-03-01", 180, 180, 0),
    MissionLine("b2" * 16, "Nyasera", "XNY", "NY-2", "2026-02-01", 90, 180, 2),
    MissionLine("c3" * 16, "San Verano", "XSV", "", "2026-05-01", 0, 0, 0),
    MissionLine("d4" * 16, "Needs of police", "", "", "", 3, 10, 0),
]


@pytest.fixture
def filtering(qtbot):
    holder = QWidget()
    qtbot.addWidget(holder)
    made = MissionFilter(holder, Phrases("en"), lambda: None)
    made.holder = holder
    made.offer(LINES)
    return made


def found(filtering):
    return [LINES.index(one) for one in filtering.shown(LINES)]


def test_missions_are_found_by_words_country_year_and_state(filtering, qtbot):
    assert found(filtering) == [0, 1, 2, 3]
    qtbot.keyClicks(filtering.words, "nyas 2026")
    assert found(filtering) == [1]
    filtering.words.clear()
    qtbot.keyClicks(filtering.words, "c3c3")
    assert found(filtering) == [2]
    filtering.words.clear()
    choose(filtering.countries, filtering.countries.findData("XNY"))
    assert found(filtering) == [0, 1]
    choose(filtering.years, filtering.years.findData("2024"))
    assert found(filtering) == [0]
    choose(filtering.countries, 0)
    choose(filtering.years, 0)
    for state, expected in (("disputed", [1]), ("open", [1, 2, 3]), ("whole", [0])):
        choose(filtering.states, filtering.states.findData(state))
        assert found(filtering) == expected
    assert filtering.years.itemText(1) == "2026" and filtering.countries.count() == 3


def test_what_was_chosen_stays_when_others_come(filtering):
    choose(filtering.countries, filtering.countries.findData("XSV"))
    new = MissionLine("e5" * 16, "Aland", "XAL", "", "2025-01-01", 1, 1, 0)
    filtering.offer([*LINES, new])
    assert filtering.countries.currentText() == "San Verano"


def test_a_line_is_made_when_it_comes_into_sight_and_once(qtbot):
    made, chosen = [], []
    table = LazyTable(None, 0, lambda: chosen.append(table.row()))
    qtbot.addWidget(table)
    table.resize(500, 300)
    table.show()

    def line(row):
        made.append(row)
        return [(f"Mission {row}", "link", "accent"), row, "–"]

    table.show_lines(["Mission", "Number", "State"], 100_000, line, 70_000)
    table.grab()
    assert table.row() == 70_000 and chosen[-1] == 70_000
    assert 70_000 in made and len(made) == len(set(made)) < 300
    assert Table(table).cell(5, 1) == "5"
    table.show_lines(["Mission"], 0, line)
    assert table.row() == -1
