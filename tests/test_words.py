"""Words: language codes and direction come from the declared language."""

import pytest

from assessor.words import code_of, is_right_to_left


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
    assert code_of(language) == code


def test_direction_is_declared():
    assert is_right_to_left("Arabic (ar)")
    assert not is_right_to_left("English (en)")
