"""Date and time functions. Dates are ISO text and count as whole local days since 1970."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

from assessor.form.model import datatypes
from assessor.form.model.xpath_nodes import XNode
from assessor.form.xpath.functions.declaration import function
from assessor.form.xpath.runtime import Runtime

_DAY = 86_400
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PLACEHOLDER = re.compile(r"%(.)", re.DOTALL)


def zone_at(runtime: Runtime, moment: datetime) -> datetime:
    """Return `moment` with an offset: its own, or that of the mission."""
    if moment.tzinfo is not None:
        return moment
    zone = runtime.now().tzinfo
    return moment.replace(tzinfo=zone) if zone else moment.replace(tzinfo=UTC)


def local(runtime: Runtime, text: str) -> datetime | None:
    """Return a date, dateTime or number of days as a local moment, or None."""
    moment = datatypes.parse_moment(text)
    if moment is None:
        days = datatypes.to_number(text)
        if days != days or abs(days) > 3_000_000:
            return None
        if days == int(days):
            return datatypes.parse_moment(datatypes.date_text(days))
        moment = _EPOCH + timedelta(days=days)
    if moment.tzinfo is None:
        return moment
    return moment.astimezone(runtime.now().tzinfo or UTC)


def _date(runtime: Runtime, value: str | float | bool | list[XNode]) -> str:
    if isinstance(value, bool):
        return ""
    text = datatypes.as_string(value)
    moment = local(runtime, text)
    return "" if moment is None else moment.date().isoformat()


def _date_time(runtime: Runtime, value: str | float | bool | list[XNode]) -> str:
    if isinstance(value, bool):
        return ""
    text = datatypes.as_string(value)
    moment = local(runtime, text)
    if moment is None:
        return ""
    midnight = moment.time() == time(0)
    if midnight and (len(text.strip()) == 10 or not datatypes.parse_moment(text)):
        return moment.date().isoformat()
    return datatypes.moment_text(zone_at(runtime, moment))


def _decimal_date_time(runtime: Runtime, value: str | float | bool | list[XNode]) -> float:
    moment = local(runtime, datatypes.as_string(value))
    if moment is None:
        return datatypes.NAN
    return (zone_at(runtime, moment) - _EPOCH).total_seconds() / _DAY


def _decimal_time(runtime: Runtime, text: str) -> float:
    clock = datatypes.parse_time(text)
    if clock is None:
        moment = local(runtime, text) if datatypes.parse_moment(text) else None
        if moment is None:
            return datatypes.NAN
        clock = moment.time()
    elif clock.tzinfo is not None:
        today = runtime.now()
        clock = datetime.combine(today.date(), clock).astimezone(today.tzinfo or UTC).time()
    seconds = clock.hour * 3600 + clock.minute * 60 + clock.second + clock.microsecond / 1e6
    return seconds / _DAY


MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
_SIGNS: dict[str, Callable[[datetime], str]] = {
    "Y": lambda at: f"{at.year:04d}",
    "y": lambda at: f"{at.year % 100:02d}",
    "m": lambda at: f"{at.month:02d}",
    "n": lambda at: str(at.month),
    "b": lambda at: MONTHS[at.month - 1],
    "d": lambda at: f"{at.day:02d}",
    "e": lambda at: str(at.day),
    "W": lambda at: str(at.isocalendar().week),
    "H": lambda at: f"{at.hour:02d}",
    "h": lambda at: str(at.hour),
    "M": lambda at: f"{at.minute:02d}",
    "S": lambda at: f"{at.second:02d}",
    "3": lambda at: f"{at.microsecond // 1000:03d}",
    "a": lambda at: WEEKDAYS[at.weekday()],
    "Z": lambda at: datatypes.moment_text(at)[23:] or "Z",
    "%": lambda _at: "%",
}


def _format(runtime: Runtime, value: str | float | bool | list[XNode], pattern: str) -> str:
    text = datatypes.as_string(value)
    moment, clock = local(runtime, text), datatypes.parse_time(text)
    if clock is not None:  # a time of day, as stored by a time question
        moment = local(
            runtime, datatypes.moment_text(datetime.combine(runtime.now().date(), clock))
        )
    if moment is None:
        return ""

    def sign(found: re.Match[str]) -> str:
        make = _SIGNS.get(found[1])
        return make(moment) if make else found[0]

    return _PLACEHOLDER.sub(sign, pattern)


FUNCTIONS = (
    function("today", "", "string", lambda runtime: runtime.now().date().isoformat(), live=True),
    function("now", "", "string", lambda runtime: datatypes.moment_text(runtime.now()), live=True),
    function("date", "v", "string", _date, live=True),
    function("date-time", "v", "string", _date_time, live=True),
    function("decimal-date-time", "v", "number", _decimal_date_time, live=True),
    function("decimal-time", "s", "number", _decimal_time, live=True),
    function("format-date", "vs", "string", _format, live=True),
    function("format-date-time", "vs", "string", _format, live=True),
)
