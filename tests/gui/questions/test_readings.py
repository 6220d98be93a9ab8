"""What people type, read as they write it: addresses, places, times of day."""

import pytest

from assessor.gui.questions.typed.place_question import place
from assessor.gui.questions.typed.text_formats import address
from assessor.gui.questions.typed.time_question import clock

pytestmark = pytest.mark.window


def test_only_what_a_browser_opens_is_an_address():
    assert address("https://example.org/a") is not None
    for text in ("", "example.org", "javascript:alert(1)", "file:///etc/passwd", "https://"):
        assert address(text) is None


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("33.8938, 35.5018", "33.8938 35.5018 0.0 0.0"),
        ("33,8938; 35,5018", "33.8938 35.5018 0.0 0.0"),
        ("(−33.5 , 35)", "-33.5 35.0 0.0 0.0"),
        ("33.8938 35.5018 40 5", "33.8938 35.5018 40.0 5.0"),
        ("33°53′38.4″N 35°30′0″W", "33.894 -35.5 0.0 0.0"),
        ("33° 30' S, 35.25° E", "-33.5 35.25 0.0 0.0"),
        ("33", None),
        ("33, 181", None),
        ("33°N 34°N", None),
        ("here", None),
    ],
)
def test_places_are_read_as_maps_write_them(text, kept):
    assert place(text) == kept


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("9", "09:00:00"),
        ("905", "09:05:00"),
        ("21.05", "21:05:00"),
        ("9h05", "09:05:00"),
        ("12 am", "00:00:00"),
        ("12:30 p.m.", "12:30:00"),
        ("9:05:07", "09:05:07"),
        ("24:00", None),
        ("13 pm", None),
        ("9:60", None),
    ],
)
def test_times_are_read_as_people_write_them(text, kept):
    assert clock(text) == kept
