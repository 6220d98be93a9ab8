"""regex(): the syntax of Java and JavaScript, with a time limit."""

from __future__ import annotations

import time

import pytest

from assessor.form.xpath.functions.patterns import matches
from tests.support.form.form_filling import start


@pytest.mark.parametrize(
    ("text", "pattern", "expected"),
    [
        ("ab-1", r"^[a-z]+-\d$", True),
        ("xaby", "ab", False),
        ("٣", r"^\d$", False),
        ("é", r"^\w$", False),
        ("éЖ", r"^\p{L}+$", True),
        ("aab", r"^a++b$", True),
        ("12", r"^(?!0)\d+$", True),
        ("aa", r"^(?<x>a)\1$", True),
        ("a", "(", False),
        ("a", "a" * 20_000, False),
        ("", "^$", True),
    ],
)
def test_a_pattern_is_read_as_odk_clients_do(text: str, pattern: str, expected: bool) -> None:
    assert matches(text, pattern) is expected


@pytest.mark.parametrize(
    ("pattern", "unit"),
    [
        (r"(a+)+$", "a"),
        (r"^(a|aa)+$", "a"),
        (r"^(([a-z])+.)+[A-Z]([a-z])+$", "a"),
        (r"(x+x+)+y", "x"),
        (r"^(?=(\w+\s?)*$)(\w|\w\w)+$", "ab"),
        (r"(.*a){25}", "ab"),
    ],
)
def test_no_pattern_hangs_over_many_texts(pattern: str, unit: str) -> None:
    started = time.process_time()
    for size in range(40, 80, 4):
        matches(unit * size + "!", pattern)
    assert time.process_time() - started < 2


def test_a_form_with_a_bad_pattern_stays_answerable() -> None:
    instance = start(
        """
        | survey |
        |  | type | name | label | constraint             |
        |  | text | a    | A     | regex(., '^(a\\|aa)+$') |
        """
    )
    started = time.process_time()
    for size in range(30, 60):
        instance.set("/data/a", "a" * size + "!")
        assert instance.node("/data/a").violation is not None
    instance.set("/data/a", "aaa")
    assert instance.node("/data/a").violation is None
    assert time.process_time() - started < 2
