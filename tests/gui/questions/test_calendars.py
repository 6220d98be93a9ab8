"""Days asked in another calendar: typed, picked, in the Gregorian one instead, and kept as that."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from assessor.assessment.core.answer import Answer
from assessor.form.labels.calendars import CALENDARS
from assessor.gui.questions.base.question import Context
from assessor.gui.questions.question_kinds import kind_of
from assessor.gui.toolkit.controls.calendar_dates import CalendarDates
from assessor.gui.toolkit.controls.month_grid import MonthGrid
from tests.support.gui.forms import instance
from tests.support.gui.gestures import typed
from tests.support.screens.desk.questions import said

pytestmark = pytest.mark.window

FORM = """
| survey | | | | |
| | type | name | label | appearance |
| | date | fiscal | Fiscal year begins | ethiopian |
| | date | month | Month | ethiopian month-year |
| | date | year | Year | persian year |
| | date | bare | Typed alone | islamic no-calendar |
| | date | other | Nepali | bikram-sambat |
| | datetime | met | Met | ethiopian |
| settings | |
| | form_id | form_title |
| | days | Days |
"""


class At:
    """A question on a live instance, with what it said."""

    def __init__(self, bot, folder, name):
        self.instance = instance(FORM, folder, "")
        self.reference = f"/data/{name}"
        self.said: list[str] = []
        self.ground = QWidget()
        bot.addWidget(self.ground)
        node = self.instance.node(self.reference)
        self.question = kind_of(node)(Context(words=lambda text: text), self.ground)
        self.question.answered.connect(self._answered)
        self.question.resize(700, 300)
        self.show()
        self.ground.resize(720, 400)
        self.ground.show()
        self.ground.activateWindow()
        bot.waitUntil(self.ground.isActiveWindow)

    def show(self):
        self.question.show_node(self.instance.node(self.reference), Answer())

    def _answered(self, reference, body):
        self.said.append(body["value"])
        self.instance.set(reference, body["value"])
        self.show()

    def put(self, value):
        self.instance.set(self.reference, value)
        self.show()


@pytest.mark.parametrize(
    ("name", "text", "said", "line", "words"),
    [
        ("fiscal", "2018-11-1", "2026-07-08", "2018-11-01", "1 Hamle 2018 = 8 July 2026"),
        ("fiscal", "2015-13-6", "2023-09-11", "2015-13-06", "6 Pagumen 2015 = 11 September 2023"),
        ("month", "2019-3", "2026-11-10", "2019-03", "Hedar 2019, from 10 November 2026"),
        ("year", "1405", "2026-03-21", "1405", "1405, from 21 March 2026"),
        ("bare", "1447-1-1", "2025-06-27", "1447-01-01", "1 Muharram 1447 = 27 June 2025"),
    ],
)
def test_a_day_is_typed_in_its_calendar_and_kept_in_ours(
    qtbot, tmp_path, name, text, said, line, words
):
    at = At(qtbot, tmp_path, name)
    typed(text)(qtbot, at.question)
    assert at.said == [said]
    at.question.edit.clearFocus()
    assert at.question.edit.text() == line
    assert at.question.other.plain.replace("\u2068", "").replace("\u2069", "") == words


def test_no_day_of_the_calendar_is_not_said_and_the_example_is_of_it(qtbot, tmp_path):
    at = At(qtbot, tmp_path, "fiscal")
    typed("2018-13-6")(qtbot, at.question)
    at.question.edit.clearFocus()
    assert at.said == []
    assert "2018-06-30" in said(at.question, "info")  # 2026-03-09


def test_a_moment_keeps_its_time_whatever_calendar_the_day_is_of(qtbot, tmp_path):
    at = At(qtbot, tmp_path, "met")
    at.put("2026-11-25T09:00:00.000+03:00")
    assert at.question.edit.text() == "2019-03-16 09:00"
    at.question.set_day("2026-11-24")
    assert at.said[0].startswith("2026-11-24T09:00")
    assert at.question.edit.text() == "2019-03-15 09:00"


def test_the_gregorian_calendar_can_be_taken_instead(qtbot, tmp_path):
    at = At(qtbot, tmp_path, "fiscal")
    at.put("2026-07-08")
    choice = at.question.editors()[2]
    choice.setFocus()
    QTest.keyClick(choice, Qt.Key.Key_Down)
    assert at.said == []
    assert at.question.edit.text() == "2026-07-08"
    typed("2026-11-25")(qtbot, at.question)
    assert at.said == ["2026-11-25"]
    assert at.question.other.plain.startswith("\u206816 Hedar 2019")
    at.show()
    assert at.question.edit.text() == "2026-11-25", "the choice was forgotten"


def test_what_was_typed_before_the_calendar_was_changed_is_said_as_it_was_meant(qtbot, tmp_path):
    at = At(qtbot, tmp_path, "fiscal")
    at.question.edit.setFocus()
    qtbot.keyClicks(at.question.edit, "2018-11-01")
    choice = at.question.editors()[2]
    QTest.keyClick(choice, Qt.Key.Key_Down)
    assert at.said == ["2026-07-08"]
    assert at.question.edit.text() == "2026-07-08"


def test_a_calendar_that_is_not_known_is_named(qtbot, tmp_path):
    at = At(qtbot, tmp_path, "other")
    typed("2026-03-09")(qtbot, at.question)
    assert at.said == ["2026-03-09"]
    assert "Bikram Sambat" in at.question.other.plain


def test_an_empty_line_without_a_choice_says_its_calendar(qtbot, tmp_path):
    at = At(qtbot, tmp_path, "year")
    assert at.question.other.plain == "Persian calendar"


def test_a_day_is_picked_from_a_month_of_its_calendar_by_keys(qtbot, tmp_path):
    at = At(qtbot, tmp_path, "fiscal")
    at.put("2026-11-25")
    qtbot.mouseClick(at.question.pick, Qt.MouseButton.LeftButton)
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, MonthGrid)
    assert popup.title.text() == "Hedar 2019"
    assert popup.gregorian_label.text() == "25 November 2026"
    table = popup.focusProxy()
    QTest.keyClick(table, Qt.Key.Key_PageDown)
    assert popup.title.text() == "Tahsas 2019"
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Right)
    assert popup.gregorian_label.text() == "2 January 2027"
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert at.said == ["2027-01-02"]
    assert at.question.edit.text() == "2019-04-24"


@pytest.mark.parametrize("word", CALENDARS)
def test_a_year_of_months_shows_each_day_once(qtbot, word):
    """Turning a year's pages one sees every day of it, on its weekday, and comes to the next."""
    calendar = CALENDARS[word]
    year = calendar.date_parts(date(2026, 11, 25))[0]
    first = calendar.day(year, 1, 1)
    ground = QWidget()
    qtbot.addWidget(ground)
    almanac = CalendarDates(word, lambda text: text, "fr")
    grid = MonthGrid(almanac, first.isoformat(), lambda _day: None, ground)
    seen = []
    for _month in range(calendar.months):
        for week in range(6):
            for column in range(7):
                item = grid.table.item(week, column)
                if item.text():
                    day = date.fromisoformat(item.data(Qt.ItemDataRole.UserRole))
                    assert column == day.weekday()  # as weeks begin in France
                    seen.append(day)
        grid.move_months(1)
    assert grid.title.text().endswith(f" {year + 1}")
    assert seen == [
        date.fromordinal(each)
        for each in range(first.toordinal(), calendar.day(year + 1, 1, 1).toordinal())
    ]
