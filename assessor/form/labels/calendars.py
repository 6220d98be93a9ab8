"""The calendars a form may ask days in; every day is kept as a Gregorian one all the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

_FIRST_ISLAMIC = 227_015  # 16 July 622 in the Julian calendar, as date.toordinal counts
_FIRST_PERSIAN = 226_895  # 18 March 622: where the rule leads back to, a day before history's
_FIRST_COPTIC = 103_605  # 29 August 284 in the Julian calendar
_FIRST_ETHIOPIAN = 2_796  # 29 August 8 in the Julian calendar

Parts = tuple[int, int, int]
"""Year, month and day; months and days count from 1."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """A calendar told by arithmetic alone, so that a day is the same on every laptop.

    `word` is ODK's appearance for it, `months` how many its years have, `_before` how many days lie
    between the calendar's first day and the first of a year, `_lengths` the days of each month.
    """

    word: str
    months: int
    _first: int
    _before: Callable[[int], int]
    _lengths: Callable[[int, int], int]

    def days_in(self, year: int, month: int) -> int:
        """How many days a month has."""
        return self._lengths(year, month)

    def day(self, year: int, month: int, day: int) -> date | None:
        """The Gregorian day; None where the calendar has no such day, or Python none so early."""
        if year < 1 or not 1 <= month <= self.months or not 1 <= day <= self.days_in(year, month):
            return None
        months = sum(self.days_in(year, each) for each in range(1, month))
        ordinal = self._first + self._before(year) + months + day - 1
        return date.fromordinal(ordinal) if 1 <= ordinal <= date.max.toordinal() else None

    def parts(self, day: date) -> Parts | None:
        """Year, month and day of a Gregorian day; None before the calendar's first year."""
        since = day.toordinal() - self._first
        if since < 0:
            return None
        year = since // 366 + 1  # never too late a year: none is longer
        while self._before(year + 1) <= since:
            year += 1
        left, month = since - self._before(year), 1
        while left >= (length := self.days_in(year, month)):
            left, month = left - length, month + 1
        return year, month, left + 1


def _egyptian(word: str, first: int) -> Calendar:
    """Twelve months of thirty days, then five or six: Coptic and Ethiopian alike."""
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
        # The civil one of Joda-Time, which ODK Collect asks with: eleven leap years in thirty.
        Calendar(
            "islamic",
            12,
            _FIRST_ISLAMIC,
            lambda year: 354 * (year - 1) + (3 + 11 * year) // 30,
            _islamic_days,
        ),
        # Eight leap years in thirty-three: Iran's own calendar of the equinox from 1206 to 1498.
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
"""The calendars that days can be asked in, by the word in a form's appearance column."""
