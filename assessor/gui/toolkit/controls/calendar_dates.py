"""Days as people of another calendar write and name them; every day said is a Gregorian one.

`told_value` is the one door for answered days, months, years, moments and times of day, wherever
the window shows them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from PySide6.QtCore import QCalendar

from assessor.form.labels.calendars import CALENDARS
from assessor.form.model.appearances import words as words_of
from assessor.gui.toolkit.text.captions import locale
from assessor.gui.toolkit.widgets.label_text import separate_lines
from assessor.report.projection.date_formats import (
    CALENDAR_NAMES,
    GREGORIAN,
    calendar_name,
    format_time,
)
from assessor.words import is_right_to_left, long_date, month_text, translator

_QT = {"islamic": QCalendar.System.IslamicCivil, "persian": QCalendar.System.Jalali}
"""Whose months Qt names in every language."""

_MONTHS = {
    "ethiopian": (
        "Meskerem", "Tekemt", "Hedar", "Tahsas", "Ter", "Yekatit", "Megabit",
        "Miazia", "Genbot", "Sene", "Hamle", "Nehasse", "Pagumen",
    ),
    "coptic": (
        "Tout", "Baba", "Hator", "Kiahk", "Toba", "Amshir", "Baramhat",
        "Baramouda", "Bashans", "Paona", "Epep", "Mesra", "Nasie",
    ),
}  # fmt: skip
"""The months that Qt has no names for, as CLDR spells them."""


@dataclass(frozen=True, slots=True)
class CalendarDates:
    """A calendar in a person's language: reads, writes and names days (ISO dates)."""

    word: str
    words: Callable[[str], str]
    language: str

    @property
    def is_known(self) -> bool:
        """Whether days can be asked in it; what cannot is asked in the Gregorian calendar."""
        return self.word == GREGORIAN or self.word in CALENDARS

    @property
    def name(self) -> str:
        """What people call it."""
        return self.words(CALENDAR_NAMES[self.word])

    def day(self, year: int, month: int, day: int) -> str | None:
        """The Gregorian day (YYYY-MM-DD) of a day of this calendar; None where it has none such."""
        if self.word in CALENDARS:
            found = CALENDARS[self.word].day(year, month, day)
            return None if found is None else found.isoformat()
        try:
            return date(year, month, day).isoformat()
        except ValueError:
            return None

    def parts(self, day: str) -> tuple[int, int, int] | None:
        """Year, month and day in this calendar of what begins with a Gregorian day; or None."""
        try:
            found = date.fromisoformat(day[:10])
        except ValueError:
            return None
        if self.word in CALENDARS:
            return CALENDARS[self.word].parts(found)
        return found.year, found.month, found.day

    def months(self) -> int:
        """How many months a year has."""
        return CALENDARS[self.word].months if self.word in CALENDARS else 12

    def month(self, year: int, month: int) -> str:
        """The name of a month."""
        if self.word in _MONTHS:
            return self.words(_MONTHS[self.word][month - 1])
        calendar = QCalendar(_QT[self.word]) if self.word in _QT else QCalendar()
        return calendar.monthName(locale(self.language), month, year)

    def told(self, day: str) -> str:
        """A Gregorian day written out in this calendar: 16 Hedar 2019; "" for what is no day."""
        parts = self.parts(day)
        if parts is None:
            return ""
        if self.word == GREGORIAN:
            return long_date(date.fromisoformat(day[:10]), self.language)
        year, month, number = parts
        written = self.words("{day} {month} {year}")
        return written.format(day=number, month=self.month(year, month), year=year)

    def told_month(self, year: int, month: int) -> str:
        """A month written out: Hedar 2019."""
        return self.words("{month} {year}").format(month=self.month(year, month), year=year)


@lru_cache(maxsize=4096)
def date_value_text(kind: str, value: str, appearance: str, language: str) -> str | None:
    """What was answered to a question of a datatype (date, dateTime, time), in words; else None.

    A day asked in another calendar is told in that one and the Gregorian one; a month or a year is
    told as no more than that. What is no day after all is told as it is kept.
    """
    if kind == "time":
        return format_time(value)
    if kind not in ("date", "dateTime") or not value:
        return None
    say = translator(language)
    asked = CalendarDates(calendar_name(appearance), say, language)
    gregorian = CalendarDates(GREGORIAN, say, language)
    parts = asked.parts(value)
    if parts is None:
        return value
    if kind == "date" and {"month-year", "year"} & set(words_of(appearance)):
        return _period(asked, gregorian, value, appearance)
    day = in_both_calendars(asked, gregorian, value)
    _, _, time = value.partition("T")
    if kind == "date" or not time:
        return day
    moment = translator(language)("{day}, {time}").format(day=day, time=format_time(time))
    return f"\u2067{moment}\u2069" if is_right_to_left(language) else moment


def in_both_calendars(asked: CalendarDates, gregorian: CalendarDates, day: str) -> str:
    """A day in the calendar it was asked in, and the Gregorian one where that is another."""
    told = (each.told(day) for each in dict.fromkeys((asked, gregorian)))
    return " = ".join(separate_lines(each) for each in told if each)


def _period(asked: CalendarDates, gregorian: CalendarDates, value: str, appearance: str) -> str:
    parts = asked.parts(value)
    assert parts is not None
    monthly = "month-year" in words_of(appearance)
    if asked.word == GREGORIAN:
        day = date.fromisoformat(value[:10])
        return month_text(day, asked.language) if monthly else str(day.year)
    period = asked.told_month(*parts[:2]) if monthly else str(parts[0])
    said = asked.words("{period}, from {day}")
    return said.format(period=separate_lines(period), day=separate_lines(gregorian.told(value)))
