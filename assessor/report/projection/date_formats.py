"""Format dates and times, in the calendar that the form asks for."""

from __future__ import annotations

import re
from datetime import date, datetime

from assessor.form.labels.calendars import CALENDARS
from assessor.form.model.appearances import words
from assessor.words import long_date, month_text, translator

GREGORIAN = "gregorian"
"""Name of the calendar in which all days are stored."""

CALENDAR_NAMES = {
    GREGORIAN: "Gregorian calendar",
    "islamic": "Islamic calendar",
    "persian": "Persian calendar",
    "ethiopian": "Ethiopian calendar",
    "coptic": "Coptic calendar",
    "bikram-sambat": "Bikram Sambat calendar",
    "myanmar": "Myanmar calendar",
}
"""ODK's calendar word → English name."""


_CLOCK = re.compile(r"(\d\d:\d\d)(?::(\d\d))?")


def calendar_name(appearance: str) -> str:
    """Return the calendar of an appearance; Gregorian by default."""
    return next((each for each in sorted(words(appearance)) if each in CALENDAR_NAMES), GREGORIAN)


def format_moment(kind: str, value: str, appearance: str, language: str) -> str | None:
    """Format a date, date-time or time answer in `language`; None for other or invalid values."""
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
    """Format a stored time without its offset and without zero seconds."""
    match = _CLOCK.match(value)
    if match is None:
        return value
    return f"{match[1]}:{match[2]}" if (match[2] or "00") != "00" else match[1]


def format_day(value: str, appearance: str, language: str) -> str:
    """Format an ISO day in `language`, only as precisely as asked (day, month or year).

    A day asked in another calendar also shows that calendar. Raises ValueError for an invalid day.
    """
    day, calendar = date.fromisoformat(value[:10]), calendar_name(appearance)
    period = next((each for each in ("month-year", "year") if each in words(appearance)), "")
    parts = CALENDARS[calendar].date_parts(day) if calendar in CALENDARS else None
    if parts is not None:
        year, month, number = parts
        text = f"{year:04}-{month:02}-{number:02}"
        text = text[: {"month-year": 7, "year": 4}.get(period, 10)]
        name = translator(language)(CALENDAR_NAMES[calendar])
        return f"{long_date(day, language)} ({name}: \u2066{text}\u2069)"
    if period == "year":
        return f"{day.year:04}"
    return month_text(day, language) if period else long_date(day, language)
