"""Conversion between text and values, by XPath 1.0 and the ODK data types."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any

NAN = math.nan
_NUMBER = re.compile(r"\s*-?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,4})?\s*\Z")
_ISO = re.compile(
    r"\s*(-?\d{4,})-(\d\d?)-(\d\d?)"
    r"(?:[T ](\d\d?):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d\d(?::?\d\d)?)?)?\s*\Z"
)
_TIME = re.compile(
    r"\s*(\d\d?):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d\d(?::?\d\d)?)?\s*\Z"
)
_WHOLE = re.compile(r"\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d\S*\Z")
_EPOCH = date(1970, 1, 1).toordinal()


def to_number(text: str) -> float:
    """Convert a text by XPath's number(): a decimal number, or an ISO date as whole days since
    1970.

    Any other text, also blank, gives NaN.
    """
    if text.isdecimal() or _NUMBER.match(text):
        return float(text)
    found = _ISO.match(text) if text else None
    if found is None:
        return NAN
    try:
        return float(date(int(found[1]), int(found[2]), int(found[3])).toordinal() - _EPOCH)
    except ValueError:
        return NAN


def number_text(value: float) -> str:
    """Convert a number by XPath's string(): without exponent or .0; NaN and Infinity by name."""
    if value - value != 0:
        return "NaN" if value != value else "Infinity" if value > 0 else "-Infinity"
    if value == (integer := int(value)):
        return str(integer) if abs(value) < 1e21 else format(Decimal(repr(value)), "f")
    text = repr(value)
    return format(Decimal(text), "f") if "e" in text else text


def boolean_text(value: bool) -> str:
    """Convert a boolean by XPath's string()."""
    return "true" if value else "false"


def as_string(value: Any) -> str:
    """Convert any XPath value to text."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return boolean_text(value)
    if isinstance(value, float):
        return number_text(value)
    return str(value[0].text) if value else ""


def as_number(value: Any) -> float:
    """Convert any XPath value to a number."""
    return float(value) if isinstance(value, float | bool) else to_number(as_string(value))


def as_boolean(value: Any) -> bool:
    """Convert any XPath value to a boolean."""
    if isinstance(value, float):
        return value != 0 and value == value
    return bool(value)


def date_text(days: float) -> str:
    """Return days since 1970 as an ISO date, without fractions of a day; blank if out of range."""
    try:
        return date.fromordinal(_EPOCH + math.floor(days)).isoformat()
    except (ValueError, OverflowError):
        return ""


def moment_text(moment: datetime) -> str:
    """Format a moment as ODK does: 2026-11-24T09:05:00.000+02:00."""
    text = moment.strftime("%H:%M:%S") + f".{moment.microsecond // 1000:03d}"
    return f"{moment.date().isoformat()}T{text}{_offset_text(moment)}"


def _offset_text(moment: datetime) -> str:
    offset = moment.utcoffset()
    if offset is None:
        return ""
    minutes = round(offset.total_seconds() / 60)
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def parse_moment(text: str, zone: timezone | None = None) -> datetime | None:
    """Parse an ISO date or dateTime; return None if it is neither.

    A text without an offset is local; it gets `zone` if one is given.
    """
    found = _ISO.match(text)
    if found is None:
        return None
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
        return datetime.combine(day, _clock(found, 4), _zone(found[8]) or zone)
    except ValueError:
        return None


def _clock(found: re.Match[str], first: int) -> time:
    hour, minute, second, fraction = (found[first + i] or "0" for i in range(4))
    return time(int(hour), int(minute), int(second), int(fraction.ljust(6, "0")[:6]))


def _zone(text: str | None) -> timezone | None:
    if not text:
        return None
    if text == "Z":
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    if digits[:2] > "23" or digits[2:] > "59":
        raise ValueError("no such offset")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:4]))
    return timezone(-offset if text[0] == "-" else offset)


def parse_time(text: str) -> time | None:
    """Parse a time such as 09:05 or 09:05:00.000+02:00, with its offset, or return None."""
    found = _TIME.match(text)
    try:
        return _clock(found, 1).replace(tzinfo=_zone(found[5])) if found else None
    except ValueError:
        return None


def _canonical_int(text: str) -> str:
    found = re.fullmatch(r"([+-]?\d+)(?:\.0*)?", text)  # spreadsheets write whole numbers as 3.0
    if found is None:
        raise ValueError("A whole number is expected.")
    return str(int(found[1]))


def _canonical_decimal(text: str) -> str:
    if not re.fullmatch(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?", text):
        raise ValueError("A number is expected.")
    value = format(Decimal(text), "f")
    if "." in value:
        value = value.rstrip("0").rstrip(".")
    return "0" if value in {"-0", ""} else value


def _canonical_date(text: str) -> str:
    moment = parse_moment(text)
    if moment is None:
        raise ValueError("A date is expected, such as 2026-11-24.")
    return moment.date().isoformat()


def _canonical_moment(text: str) -> str:
    moment = parse_moment(text)
    if moment is None:
        raise ValueError("A date and time are expected, such as 2026-11-24T09:05:00.")
    return text if _WHOLE.match(text) else moment_text(moment)


def _canonical_time(text: str) -> str:
    clock, found = parse_time(text), _TIME.match(text)
    if clock is None or found is None:
        raise ValueError("A time is expected, such as 09:05.")
    zone = found[5] or ""
    return clock.strftime("%H:%M:%S") + f".{clock.microsecond // 1000:03d}{zone}"


def _canonical_boolean(text: str) -> str:
    if text not in {"true", "false", "0", "1"}:
        raise ValueError("Yes or no is expected.")
    return text


def _canonical_points(text: str, least: int) -> str:
    points = [part.split() for part in text.split(";") if part.strip()]
    if len(points) < least:
        raise ValueError("More points are expected.")
    for point in points:
        if not 2 <= len(point) <= 4:
            raise ValueError("A point is latitude, longitude, altitude and accuracy.")
        numbers = [to_number(part) for part in point]
        if not (abs(numbers[0]) <= 90 and abs(numbers[1]) <= 180):
            raise ValueError("A latitude is between -90 and 90, a longitude between -180 and 180.")
    return "; ".join(" ".join(_coordinates(point)) for point in points)


def _coordinates(point: list[str]) -> list[str]:
    """Format latitude, longitude, altitude and accuracy with a decimal point, as ODK does."""
    texts = [number_text(float(part)) for part in point]
    return [text if "." in text else f"{text}.0" for text in texts]


_CANONICAL: dict[str, Callable[[str], str]] = {
    "int": _canonical_int,
    "decimal": _canonical_decimal,
    "date": _canonical_date,
    "dateTime": _canonical_moment,
    "time": _canonical_time,
    "boolean": _canonical_boolean,
    "geopoint": lambda text: _canonical_points(text, 1),
    "geotrace": lambda text: _canonical_points(text, 2),
    "geoshape": lambda text: _canonical_points(text, 3),
}

TYPES = frozenset(
    {*_CANONICAL, "string", "binary", "barcode", "intent", "rank", "select", "select1", "list"}
)
"""The ODK data types."""


def canonical_text(kind: str, text: str) -> str:
    """Return `text` in the canonical form of data type `kind`.

    Blank stays blank; strings are unchanged. Raises ValueError, with a sentence for the user.
    """
    change = _CANONICAL.get(kind)
    if change is None:
        return text
    text = text.strip()
    return change(text) if text else ""


def calculated_text(kind: str, text: str) -> str:
    """Return a calculated value as data type `kind` stores it; NaN becomes blank.

    A result that does not fit the type is stored unchanged.
    """
    if text == "NaN":
        return ""
    if kind in {"date", "dateTime"} and _NUMBER.match(text):
        return date_text(float(text))
    if kind == "date":
        return text[:10] if _ISO.match(text) else text
    if kind == "int" and "." in text and _NUMBER.match(text):
        return str(math.trunc(float(text)))
    return text
