"""Tests of dates: precision as asked, with the name of the calendar."""

import pytest

from assessor.report.projection.date_formats import format_day, format_moment


@pytest.mark.parametrize(
    ("value", "appearance", "language", "expected"),
    [
        ("2026-03-09", "", "en", "9 March 2026"),
        ("2026-03-01", "month-year", "en", "March 2026"),
        ("2026-03-01", "w2 month-year", "fr", "mars 2026"),
        ("2026-03-01", "month-year", "zh", "2026年3月"),
        ("2026-01-01", "year", "ar", "2026"),
        ("2026-07-08", "ethiopian", "en", "8 July 2026 (Ethiopian calendar: ⁦2018-11-01⁩)"),
        ("2026-03-21", "persian month-year", "fr", "21 mars 2026 (Calendrier persan: ⁦1405-01⁩)"),
        ("2026-07-08", "myanmar", "en", "8 July 2026"),
        ("2026-11-25T09:00:00+03:00", "coptic", "en",
         "25 November 2026 (Coptic calendar: ⁦1743-03-16⁩)"),
    ],
)  # fmt: skip
def test_formatted_days(value, appearance, language, expected):
    assert format_day(value, appearance, language) == expected


def test_an_invalid_day_is_none():
    with pytest.raises(ValueError, match="isoformat"):
        format_day("soon", "", "en")


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("date", "2026-03-09", "9 March 2026"),
        ("dateTime", "2026-03-09T14:05:00.000+02:00", "9 March 2026, 14:05"),
        ("time", "08:30:00.000+03:00", "08:30"),
        ("time", "08:30:05.000", "08:30:05"),
        ("date", "soon", None),
        ("string", "2026-03-09", None),
    ],
)
def test_other_datatypes_are_not_formatted(kind, value, expected):
    assert format_moment(kind, value, "", "en") == expected
