"""One word, one thing: the terms of the screen and the report have one translation a language."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

import pytest

from assessor.shipped import FORMS_FOLDER
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


@pytest.mark.parametrize("row", _TERMS, ids=lambda row: f"{row['term']} {row['language']}")
def test_the_form_says_it_as_the_screen_does(row: dict[str, str]) -> None:
    """But for criteria and treaties: there findings and stages are those of a case or a court."""
    asked = re.compile(rf"\b({row['term']})s?\b", re.IGNORECASE)
    never = re.compile(row["never"], re.IGNORECASE)
    said = [text for english, text in _form_texts(row["language"]) if asked.search(english)]
    assert [text for text in said if never.search(text)] == []


def _form_texts(language: str) -> Iterator[tuple[str, str]]:
    """Yield the texts of the shipped form in English and in a language."""
    translated = re.compile(rf"(?:::\w+ \({language}\)|_{language})$")
    for path in sorted((FORMS_FOLDER / "cybercrime_needs").glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        for name in rows[0] if path.stem not in ("criteria", "legal_refs") else ():
            own = translated.sub("", name)
            english = next((each for each in _english(own) if each in rows[0]), None)
            if own != name and english is not None:
                yield from ((row[english], row[name]) for row in rows)


def _english(own: str) -> tuple[str, ...]:
    return f"{own}::English (en)", f"{own}_en", own


def test_the_glossary_names_what_is_translated() -> None:
    assert {row["language"] for row in _TERMS} == {"fr", "es", "ar", "ru", "zh"}


def test_french_apostrophes_are_curved() -> None:
    assert [text for text in catalogue("fr").values() if _APOSTROPHE.search(text)] == []
