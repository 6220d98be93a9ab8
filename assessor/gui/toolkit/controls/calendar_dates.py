"""Dates in other calendars, and dates and times in words; every stored date is Gregorian."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from PySide6.QtCore import QCalendar

from assessor.form.labels.calendars import CALENDARS
from assessor.form.model.appearances import words as words_of
from assessor.gui.toolkit.text.captions import locale
from assessor.gui.toolkit.widgets.label_text import isolate
from assessor.report.projection import date_formats
from assessor.words import is_right_to_left, long_date, month_text, translator

_QT = {"islamic": QCalendar.System.IslamicCivil, "persian": QCalendar.System.Jalali}
"""Calendars whose month names Qt provides in every language."""

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


@dataclass(frozen=True, slots=True)
class CalendarDates:
    """A calendar in a language: reads, writes and names days (ISO dates)."""

    word: str
    words: Callable[[str], str]
    language: str

    @property
    def is_known(self) -> bool:
        """Whether dates can be entered in it; others use the Gregorian calendar."""
        return self.word == date_formats.GREGORIAN or self.word in CALENDARS

    @property
    def name(self) -> str:
        """The name of the calendar."""
        return self.words(date_formats.CALENDAR_NAMES[self.word])

    def day(self, year: int, month: int, day: int) -> str | None:
        """Return the Gregorian date (YYYY-MM-DD) of a day, None if it does not exist."""
        if self.word in CALENDARS:
            gregorian = CALENDARS[self.word].day(year, month, day)
            return None if gregorian is None else gregorian.isoformat()
        try:
            return date(year, month, day).isoformat()
        except ValueError:
            return None

    def parts(self, day: str) -> tuple[int, int, int] | None:
        """Return year, month and day of a text that begins with an ISO date, or None."""
        try:
            gregorian = date.fromisoformat(day[:10])
        except ValueError:
            return None
        if self.word in CALENDARS:
            return CALENDARS[self.word].date_parts(gregorian)
        return gregorian.year, gregorian.month, gregorian.day

    def months(self) -> int:
        """Return the number of months of a year."""
        return CALENDARS[self.word].months if self.word in CALENDARS else 12

    def month(self, year: int, month: int) -> str:
        """Return the name of a month."""
        if self.word in _MONTHS:
            return self.words(_MONTHS[self.word][month - 1])
        calendar = QCalendar(_QT[self.word]) if self.word in _QT else QCalendar()
        return calendar.monthName(locale(self.language), month, year)

    def day_text(self, day: str) -> str:
        """Return a Gregorian date in words of this calendar, such as 16 Hedar 2019, or ""."""
        parts = self.parts(day)
        if parts is None:
            return ""
        if self.word == date_formats.GREGORIAN:
            return long_date(date.fromisoformat(day[:10]), self.language)
        year, month, number = parts
        pattern = self.words("{day} {month} {year}")
        return pattern.format(day=number, month=self.month(year, month), year=year)

    def month_text(self, year: int, month: int) -> str:
        """Return a month in words, such as Hedar 2019."""
        return self.words("{month} {year}").format(month=self.month(year, month), year=year)


@lru_cache(maxsize=4096)
def date_value_text(kind: str, value: str, appearance: str, language: str) -> str | None:
    """Return the answer of a date, dateTime or time question in words, None for other types.

    A date asked in another calendar is given in both calendars; a month or a year without the day.
    An invalid date is returned as stored.
    """
    if kind == "time":
        return date_formats.format_time(value)
    if kind not in ("date", "dateTime") or not value:
        return None
    translate = translator(language)
    calendar = CalendarDates(date_formats.calendar_name(appearance), translate, language)
    gregorian = CalendarDates(date_formats.GREGORIAN, translate, language)
    parts = calendar.parts(value)
    if parts is None:
        return value
    if kind == "date" and {"month-year", "year"} & set(words_of(appearance)):
        return _period(calendar, gregorian, value, appearance)
    day = in_both_calendars(calendar, gregorian, value)
    _, _, time = value.partition("T")
    if kind == "date" or not time:
        return day
    moment = translator(language)("{day}, {time}").format(
        day=day, time=date_formats.format_time(time)
    )
    return f"\u2067{moment}\u2069" if is_right_to_left(language) else moment


def in_both_calendars(calendar: CalendarDates, gregorian: CalendarDates, day: str) -> str:
    """Return a date in the calendar of its question and, if different, in the Gregorian one."""
    texts = (system.day_text(day) for system in dict.fromkeys((calendar, gregorian)))
    return " = ".join(isolate(text) for text in texts if text)


def _period(calendar: CalendarDates, gregorian: CalendarDates, value: str, appearance: str) -> str:
    parts = calendar.parts(value)
    assert parts is not None
    is_month = "month-year" in words_of(appearance)
    if calendar.word == date_formats.GREGORIAN:
        day = date.fromisoformat(value[:10])
        return month_text(day, calendar.language) if is_month else str(day.year)
    period = calendar.month_text(*parts[:2]) if is_month else str(parts[0])
    pattern = calendar.words("{period}, from {day}")
    return pattern.format(period=isolate(period), day=isolate(gregorian.day_text(value)))
