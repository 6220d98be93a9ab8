"""Answers in words wherever they are listed: days in the calendar asked for, times, places."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from assessor.gui.page.repeat_table import RepeatModel
from assessor.gui.questions.answer_text import summary, value_text
from assessor.gui.toolkit.controls.calendar_dates import date_value_text
from tests.support.gui.forms import instance

pytestmark = pytest.mark.window


def bare(text):
    """A text without the marks that keep its parts together."""
    return "".join(each for each in text or "" if not 0x2066 <= ord(each) <= 0x2069)


@pytest.mark.parametrize(
    ("kind", "value", "appearance", "language", "said"),
    [
        ("date", "2026-03-09", "", "en", "9 March 2026"),
        ("date", "2026-03-09", "", "fr", "9 mars 2026"),
        ("date", "2026-03-09", "", "es", "9 de marzo de 2026"),
        ("date", "2026-03-09", "", "ru", "9 марта 2026\u202fг."),
        ("date", "2026-03-09", "", "ar", "9 مارس 2026"),
        ("date", "2026-03-09", "", "zh", "2026年3月9日"),
        ("date", "2018-03-01", "month-year", "en", "March 2018"),
        ("date", "2018-03-01", "month-year", "zh", "2018年3月"),
        ("date", "2024-01-01", "year", "ru", "2024"),
        ("date", "2026-03-09", "islamic", "en", "20 Ramadan 1447 = 9 March 2026"),
        ("date", "2026-07-08", "ethiopian", "en", "1 Hamle 2018 = 8 July 2026"),
        ("date", "2026-03-21", "persian month-year", "en", "Farvardin 1405, from 21 March 2026"),
        ("dateTime", "2026-03-09T14:05:00.000+02:00", "", "en", "9 March 2026, 14:05"),
        ("dateTime", "2026-03-09T14:05:07.000+02:00", "", "zh", "2026年3月9日 14:05:07"),
        ("time", "08:30:00.000", "", "en", "08:30"),
        ("time", "08:30:00.000+03:00", "", "ar", "08:30"),
        ("date", "soon", "", "en", "soon"),
        ("date", "", "", "en", ""),
        ("string", "2026-03-09", "", "en", ""),
    ],
)
def test_days_and_times_are_told_as_the_person_writes_them(kind, value, appearance, language, said):
    assert bare(date_value_text(kind, value, appearance, language)) == said


FORM = """
| survey | | | |
| | type | name | label | appearance |
| | geopoint | office | Office | |
| | geotrace | road | Road | |
| | integer | budget | Budget | thousands-sep |
| | text | secret | Secret | masked |
| | select_multiple tool | tools | Tools | |
| | time | opens | Opens at | |
| | begin repeat | posts | Posts | |
| | date | since | Since | ethiopian |
| | datetime | met | Met | |
| | integer | cases | Cases | |
| | end repeat | | | |
| choices | | |
| | list_name | name | label |
| | tool | imaging | Disk imaging |
"""


@pytest.fixture
def form(tmp_path):
    return instance(FORM, tmp_path, "default")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("office", "33.8938 35.5018 0.0 0.0", "33.8938, 35.5018"),
        ("road", "1.0 2.0 0.0 0.0; 3.0 4.0 0.0 0.0", "1.0, 2.0; 3.0, 4.0"),
        ("budget", "12000", "12\u202f000"),
        ("secret", "name", "••••"),
        ("tools", "imaging gone", "Disk imaging, gone"),
        ("opens", "08:30:00.000", "08:30"),
    ],
)
def test_every_kind_of_value_is_told_in_words(form, name, value, said):
    assert value_text(form.node(f"/data/{name}"), value, "en") == said


def test_days_stand_in_words_in_a_table_and_in_the_name_of_a_row(form, qtbot):
    [post] = form.node("/data/posts").children
    form.set(f"{post.reference}/since", "2026-07-08")
    form.set(f"{post.reference}/met", "2026-03-09T14:05:00.000+02:00")
    ground = QWidget()
    qtbot.addWidget(ground)
    posts = form.node("/data/posts")
    table = RepeatModel(posts, ground, "fr")
    row = [bare(table.index(0, column).data()) for column in range(2)]
    assert row == ["1 Hamlé 2018 = 8 juillet 2026", "9 mars 2026, 14:05"]
    heard = table.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert bare(heard) == "Since: 1 Hamlé 2018 = 8 juillet 2026"
    assert bare(summary(posts.children[0], "fr")) == row[0]


def test_the_head_of_a_column_stands_where_what_is_under_it_does(form, qtbot):
    ground = QWidget()
    qtbot.addWidget(ground)
    table = RepeatModel(form.node("/data/posts"), ground, "en")
    side = Qt.ItemDataRole.TextAlignmentRole
    heads = [table.headerData(at, Qt.Orientation.Horizontal, side) for at in range(3)]
    assert heads == [table.index(0, at).data(side) for at in range(3)]
    assert heads[0] != heads[2]  # figures end where figures end
