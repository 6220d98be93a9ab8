"""Mistakes of a form are reported with sheet and row."""

from __future__ import annotations

import pytest

from assessor.errors import FormError
from assessor.form.parse.form_source import FormSource
from tests.support.form.form_filling import form


def problems(text: str) -> list[str]:
    with pytest.raises(FormError) as caught:
        form(text)
    return [str(problem) for problem in caught.value.problems]


def test_an_unknown_function_is_named_with_its_row() -> None:
    found = problems(
        """
        | survey |
        |  | type      | name | label | calculation       |
        |  | text      | a    | A     |                   |
        |  | calculate | b    |       | frobnicate(${a})  |
        |  | calculate | c    |       | substr(${a})      |
        """
    )
    assert len(found) == 2
    assert "[survey, row 3]" in found[0] and "frobnicate()" in found[0]
    assert "[survey, row 4]" in found[1] and "2 to 3 arguments" in found[1]


def test_a_circle_is_shown() -> None:
    found = problems(
        """
        | survey |
        |  | type      | name | calculation |
        |  | calculate | a    | ${b} + 1    |
        |  | calculate | b    | ${a} + 1    |
        """
    )
    assert "/data/a → /data/b → /data/a" in found[0]


def test_pyxform_names_its_row() -> None:
    found = problems(
        """
        | survey |
        |  | type       | name | label |
        |  | text       | a    | A     |
        |  | frobnicate | b    | B     |
        """
    )
    assert "row 3" in found[0]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("<a", "well-formed"),
        ("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "document type"),
        ("<!-- <!DOCTYPE a> --><!DOCTYPE a [<!ATTLIST a b CDATA 'c'>]><a/>", "document type"),
        ("<!DOCTYPE a [ %b; ]><a/>", "document type"),
        ("<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>", "no model"),
        ("<a/>", "no model"),
    ],
)
def test_markup_that_is_no_form(text: str, word: str) -> None:
    assert word in problems(text)[0]


@pytest.mark.parametrize("data", [b"", b"assessor-form/1\n{", b"assessor-form/1\n[]", b"x" * 10])
def test_a_damaged_package_is_refused(data: bytes) -> None:
    with pytest.raises(FormError):
        FormSource.unpack(data)


def test_a_package_comes_back_the_same() -> None:
    source = FormSource("<x/>", {"a": ({"b": "ü"}, {})}, {"c.csv": b"\x00\xff"})
    assert FormSource.unpack(source.pack()) == source
    assert len(source.digest) == 64
