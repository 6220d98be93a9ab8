"""Calendars a form may ask days in, as people call them."""

from __future__ import annotations

import re
from datetime import date, datetime

from assessor.form.labels.calendars import CALENDARS
from assessor.form.model.appearances import words
from assessor.words import long_date, month_text, translator

GREGORIAN = "gregorian"
"""The word for the calendar that every day is kept in."""

CALENDAR_NAMES = {
    GREGORIAN: "Gregorian calendar",
    "islamic": "Islamic calendar",
    "persian": "Persian calendar",
    "ethiopian": "Ethiopian calendar",
    "coptic": "Coptic calendar",
    "bikram-sambat": "Bikram Sambat calendar",
    "myanmar": "Myanmar calendar",
}
"""By ODK's word for them, in English."""


_CLOCK = re.compile(r"(\d\d:\d\d)(?::(\d\d))?")


def calendar_name(appearance: str) -> str:
    """The word of the calendar an appearance asks days in; the Gregorian one by default."""
    return next((each for each in sorted(words(appearance)) if each in CALENDAR_NAMES), GREGORIAN)


def format_moment(kind: str, value: str, appearance: str, language: str) -> str | None:
    """A day, a moment or a time of day that was answered, as a reader of `language` reads it.

    None for a value of another kind, and for one that is no such thing after all.
    """
    try:
        if kind == "date":
            return format_day(value, appearance, language)
        if kind == "dateTime":
            return (
                f"{format_day(value, appearance, language)}, {datetime.fromisoformat(value):%H:%M}"
            )
    except ValueError:
        return None
    return format_time(value) if kind == "time" else None


def format_time(value: str) -> str:
    """A time of day as it is kept, without seconds that say nothing and without its offset."""
    found = _CLOCK.match(value)
    if found is None:
        return value
    return f"{found[1]}:{found[2]}" if (found[2] or "00") != "00" else found[1]


def format_day(value: str, appearance: str, language: str) -> str:
    """A day (ISO) as a reader of `language` reads it: no more of it than was asked, a month or a
    year, and beside it the day in the calendar it was asked in.

    Raises ValueError for what is no day.
    """
    day, asked = date.fromisoformat(value[:10]), calendar_name(appearance)
    period = next((each for each in ("month-year", "year") if each in words(appearance)), "")
    parts = CALENDARS[asked].date_parts(day) if asked in CALENDARS else None
    if parts is not None:
        year, month, number = parts
        written = f"{year:04}-{month:02}-{number:02}"
        written = written[: {"month-year": 7, "year": 4}.get(period, 10)]
        name = translator(language)(CALENDAR_NAMES[asked])
        return f"{long_date(day, language)} ({name}: \u2066{written}\u2069)"
    if period == "year":
        return f"{day.year:04}"
    return month_text(day, language) if period else long_date(day, language)
