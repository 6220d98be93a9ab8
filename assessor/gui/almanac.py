"""Days as people of another calendar write and name them; every day said is a Gregorian one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QCalendar

from assessor.form.calendars import CALENDARS
from assessor.gui.caption import locale
from assessor.report.calendars import GREGORIAN, NAMES
from assessor.words import long_date

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
class Almanac:
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
        return self.words(NAMES[self.word])

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
