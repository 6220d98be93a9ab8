"""Words: language codes and direction come from the declared language."""

from datetime import date

import pytest

from assessor.errors import FileError
from assessor.words import (
    date_span,
    is_right_to_left,
    join_list,
    language_code,
    language_name,
    long_date,
    say,
    with_colon,
)


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("English (en)", "en"),
        ("Arabic (ar)", "ar"),
        ("fr", "fr"),
        ("pt-BR", "pt"),
        ("Portuguese (pt-BR)", "pt"),
        ("default", "en"),
        ("", "en"),
    ],
)
def test_code_of_a_language(language, code):
    assert language_code(language) == code


def test_direction_is_declared():
    assert is_right_to_left("Arabic (ar)")
    assert not is_right_to_left("English (en)")


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "9 March 2026"),
        ("fr", "9 mars 2026"),
        ("Spanish (es)", "9 de marzo de 2026"),
        ("zh", "2026年3月9日"),
    ],
)
def test_a_date_is_written_the_day_first(language, written):
    assert long_date(date(2026, 3, 9), language) == written


@pytest.mark.parametrize(
    ("first", "last", "language", "written"),
    [
        ("2026-03-09", "2026-03-13", "en", "9–13 March 2026"),
        ("2026-03-09", "2026-03-13", "fr", "9–13 mars 2026"),
        ("2026-03-09", "2026-03-09", "es", "9 de marzo de 2026"),
        ("2026-03-30", "2026-04-02", "en", "30 March 2026 – 2 April 2026"),
    ],
)
def test_a_span_of_dates_says_the_month_once(first, last, language, written):
    assert date_span(date.fromisoformat(first), date.fromisoformat(last), language) == written


def test_a_language_is_named_in_itself():
    names = [language_name(each) for each in ("French (fr)", "Arabic (ar)", "Khmer (km)", "")]
    assert names == ["Français", "العربية", "Khmer (km)", ""]


def test_a_path_in_an_arabic_sentence_keeps_its_own_direction():
    error = FileError("There is no file {path}.", path="/stick/a.pdf")
    assert "\u2068/stick/a.pdf\u2069" in say(error, "ar")
    assert say(error, "en") == "There is no file /stick/a.pdf."


@pytest.mark.parametrize(
    ("language", "told"), [("fr", "a, b"), ("ar", "a، b"), ("zh", "a、b"), ("Arabic (ar)", "a، b")]
)
def test_a_list_has_the_commas_of_its_language(language, told):
    assert join_list(["a", "b"], language) == told
    assert join_list([], language) == ""


@pytest.mark.parametrize(
    ("language", "told"), [("en", "a: b"), ("fr", "a\u00a0: b"), ("zh", "a：b"), ("ar", "a: b")]
)
def test_a_title_introduces_with_the_colon_of_its_language(language, told):
    assert with_colon("a", "b", language) == told
