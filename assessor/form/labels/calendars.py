"""Non-Gregorian calendars for date questions. Answers are stored as Gregorian dates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

_FIRST_ISLAMIC = 227_015  # 16 July 622 in the Julian calendar, as date.toordinal counts
# 18 March 622: computed from the leap-year rule, one day before the historical epoch
_FIRST_PERSIAN = 226_895
_FIRST_COPTIC = 103_605  # 29 August 284 in the Julian calendar
_FIRST_ETHIOPIAN = 2_796  # 29 August 8 in the Julian calendar

Parts = tuple[int, int, int]
"""Year, month and day; months and days count from 1."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """An arithmetic calendar; it gives the same day on every computer.

    `word` is ODK's appearance word, `months` the number of months in a year. `_before` gives the
    days between the calendar's first day and the start of a year, `_lengths` the days of a month.
    """

    word: str
    months: int
    _first_day: int
    _days_before: Callable[[int], int]
    _month_length: Callable[[int, int], int]

    def days_in(self, year: int, month: int) -> int:
        """Return the number of days in a month."""
        return self._month_length(year, month)

    def day(self, year: int, month: int, day: int) -> date | None:
        """Return the Gregorian day, or None if the calendar or `datetime.date` has no such day."""
        if year < 1 or not 1 <= month <= self.months or not 1 <= day <= self.days_in(year, month):
            return None
        months = sum(self.days_in(year, each) for each in range(1, month))
        ordinal = self._first_day + self._days_before(year) + months + day - 1
        return date.fromordinal(ordinal) if 1 <= ordinal <= date.max.toordinal() else None

    def date_parts(self, day: date) -> Parts | None:
        """Return year, month and day of a Gregorian day; None before the calendar's first year."""
        days = day.toordinal() - self._first_day
        if days < 0:
            return None
        year = days // 366 + 1  # a lower bound: no year is longer than 366 days
        while self._days_before(year + 1) <= days:
            year += 1
        remaining, month = days - self._days_before(year), 1
        while remaining >= (length := self.days_in(year, month)):
            remaining, month = remaining - length, month + 1
        return year, month, remaining + 1


def _egyptian(word: str, first: int) -> Calendar:
    """Return a calendar of twelve 30-day months and a short one (Coptic, Ethiopian)."""
    return Calendar(
        word,
        13,
        first,
        lambda year: 365 * (year - 1) + year // 4,
        lambda year, month: 30 if month < 13 else 5 + (year % 4 == 3),
    )


def _islamic_days(year: int, month: int) -> int:
    leap = (11 * year + 14) % 30 < 11
    return 29 + month % 2 + (month == 12 and leap)


def _persian_days(year: int, month: int) -> int:
    leap = (25 * year + 11) % 33 < 8
    return 31 if month < 7 else 30 if month < 12 else 29 + leap


CALENDARS: dict[str, Calendar] = {
    each.word: each
    for each in (
        # Civil calendar of Joda-Time, as in ODK Collect: 11 leap years in 30.
        Calendar(
            "islamic",
            12,
            _FIRST_ISLAMIC,
            lambda year: 354 * (year - 1) + (3 + 11 * year) // 30,
            _islamic_days,
        ),
        # 8 leap years in 33: agrees with Iran's equinox calendar from 1206 to 1498.
        Calendar(
            "persian",
            12,
            _FIRST_PERSIAN,
            lambda year: 365 * (year - 1) + (8 * year + 21) // 33,
            _persian_days,
        ),
        _egyptian("coptic", _FIRST_COPTIC),
        _egyptian("ethiopian", _FIRST_ETHIOPIAN),
    )
}
"""Calendars by the word in a form's appearance column."""
