"""Published days of other calendars, and laws of all calendars."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.form.labels.calendars import CALENDARS

DAYS = st.dates(date(650, 1, 1), date(9990, 1, 1))
WORDS = pytest.mark.parametrize("word", CALENDARS)


@pytest.mark.parametrize(
    ("word", "parts", "day"),
    [
        # New Year is 11 September, and 12 September before a Gregorian leap year.
        ("ethiopian", (2017, 1, 1), date(2024, 9, 11)),
        ("ethiopian", (2012, 1, 1), date(2019, 9, 12)),
        ("ethiopian", (2011, 13, 6), date(2019, 9, 11)),
        ("ethiopian", (2015, 4, 29), date(2023, 1, 7)),  # Christmas
        ("coptic", (1741, 5, 16), date(2025, 1, 24)),  # from R's calcal
        ("coptic", (1, 1, 1), date(284, 8, 29)),
        ("islamic", (1447, 1, 1), date(2025, 6, 27)),
        ("islamic", (1446, 9, 20), date(2025, 3, 20)),
        ("persian", (1403, 12, 30), date(2025, 3, 20)),
        ("persian", (1404, 1, 1), date(2025, 3, 21)),
        # Leap years in the table of Iran's calendar authority that the 2820-year cycle misses.
        ("persian", (1436, 12, 30), date(2058, 3, 20)),
        ("persian", (1469, 12, 30), date(2091, 3, 20)),
    ],
)
def test_published_days(word: str, parts: tuple[int, int, int], day: date) -> None:
    assert CALENDARS[word].day(*parts) == day
    assert CALENDARS[word].date_parts(day) == parts


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("ethiopian", (2017, 13, 6)),
        ("ethiopian", (2017, 14, 1)),
        ("ethiopian", (0, 1, 1)),
        ("coptic", (1741, 1, 31)),
        ("islamic", (1447, 2, 30)),
        ("persian", (1404, 12, 30)),
        ("persian", (1404, 1, 0)),
        ("persian", (9999, 1, 1)),
    ],
)
def test_no_such_day(word: str, parts: tuple[int, int, int]) -> None:
    assert CALENDARS[word].day(*parts) is None


@WORDS
@given(day=DAYS)
def test_a_day_and_its_parts_are_the_same(word: str, day: date) -> None:
    parts = CALENDARS[word].date_parts(day)
    assert parts is not None
    assert CALENDARS[word].day(*parts) == day


@WORDS
@given(day=DAYS)
def test_the_next_day_is_the_next_day(word: str, day: date) -> None:
    """For a month: the day counts up, or the month ends at its length and the next begins."""
    calendar = CALENDARS[word]
    told = [calendar.date_parts(day + timedelta(step)) for step in range(32)]
    for before, after in pairwise(told):
        assert before is not None
        year, month, number = before
        if number < calendar.days_in(year, month):
            assert after == (year, month, number + 1)
        elif month < calendar.months:
            assert after == (year, month + 1, 1)
        else:
            assert after == (year + 1, 1, 1)


@WORDS
def test_before_its_first_year_a_calendar_has_no_days(word: str) -> None:
    assert CALENDARS[word].date_parts(date(1, 1, 1)) is None
