"""One word, one thing: the terms of the screen and the report have one translation a language."""

from __future__ import annotations

import csv
import re

import pytest

from tests.words import FOLDER, catalogue

_TERMS = tuple(csv.DictReader((FOLDER / "glossary.csv").read_text("utf-8").splitlines()))
_APOSTROPHE = re.compile(r"(?<=\w)'(?=[\w{“«])")


@pytest.mark.parametrize("row", _TERMS, ids=lambda row: f"{row['term']} {row['language']}")
def test_a_term_has_one_translation(row: dict[str, str]) -> None:
    """Three words for a stage stood side by side in four languages."""
    asked = re.compile(rf"\b({row['term']})s?\b", re.IGNORECASE)
    said = {
        english: text
        for english, text in catalogue(row["language"]).items()
        if asked.search(english)
    }
    never = re.compile(row["never"], re.IGNORECASE)
    assert [text for text in said.values() if never.search(text)] == []
    assert any(row["word"].casefold() in text.casefold() for text in said.values())


def test_the_glossary_names_what_is_translated() -> None:
    assert {row["language"] for row in _TERMS} == {"fr", "es", "ar", "ru", "zh"}


def test_french_apostrophes_are_curved() -> None:
    assert [text for text in catalogue("fr").values() if _APOSTROPHE.search(text)] == []
