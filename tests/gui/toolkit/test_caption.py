"""A mission in a few words: its days in six languages, its percentage, its way through a list."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.gui.toolkit.text.captions import Caption, days, moment, when_written


@pytest.mark.parametrize(
    ("first", "last", "language", "told"),
    [
        ("2026-03-02", "2026-03-06", "en", "2 – 6 March 2026"),
        ("2026-02-27", "2026-03-06", "en", "27 February – 6 March 2026"),
        ("2025-12-29", "2026-01-02", "en", "29 December 2025 – 2 January 2026"),
        ("2026-03-02", "2026-03-06", "fr", "2 – 6 mars 2026"),
        ("2026-03-02", "2026-03-06", "es", "2 – 6 de marzo de 2026"),
        ("2026-03-02", "2026-03-06", "ar", "2 – 6 مارس 2026"),
        ("2026-03-02", "2026-03-06", "ru", "2 – 6 марта 2026"),
        ("2026-02-27", "2026-03-06", "ru", "27 февраля – 6 марта 2026"),
        ("2026-03-02", "2026-03-06", "zh", "2026年3月2日 – 6日"),
        ("2026-02-27", "2026-03-06", "zh", "2026年2月27日 – 3月6日"),
        ("2025-12-29", "2026-01-02", "zh", "2025年12月29日 – 2026年1月2日"),
        ("2026-03-02", "", "en", "2 March 2026"),
        ("2026-03-02", "2026-03-02", "en", "2 March 2026"),
        ("2026-03-06", "2026-03-02", "en", "6 March 2026 – 2 March 2026"),
        ("", "", "en", ""),
        ("soon", "", "en", ""),
    ],
)
def test_days(first, last, language, told):
    assert days(first, last, language) == told


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "2 Mar 2026, 09:43"),
        ("zh", "2026年3月2日 09:43"),
        ("ar", "\u20672 مارس 2026، 09:43\u2069"),  # whole, in a line that begins with a Latin name
    ],
)
def test_moment(language, told):
    assert moment(datetime(2026, 3, 2, 9, 43), language) == told


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_a_withheld_entry_has_a_day_and_no_minute(language):
    midnight = datetime(2026, 3, 9, tzinfo=UTC)
    at = int(midnight.timestamp()) * 1000
    assert when_written(at, language) == days("2026-03-09", "2026-03-09", language)
    later = datetime.fromtimestamp((at + 1) / 1000)
    assert when_written(at + 1, language) == moment(later, language)


@given(st.integers(0, 2000), st.integers(0, 2000))
def test_percent_never_exceeds_100(answered, relevant):
    assert 0 <= Caption("x", answered=answered, relevant=relevant).percent <= 100


def test_through_json():
    caption = Caption(
        "Needs", "San Verano", "2026-03-02", "2026-03-06", 3, 4, "2026-03-06T18:00", "/a/b"
    )
    assert Caption.from_json(caption.to_json()) == caption
    assert Caption.from_json("") is None
    assert Caption.from_json('{"colour": 1}') is None
