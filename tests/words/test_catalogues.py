"""Every string for people is translated into every language, with the same placeholders."""

from __future__ import annotations

import ast
import re
from string import Formatter

import pytest

from tests.words import LANGUAGES, catalogue, extract, words_of


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def form(text: str, language: str) -> tuple[object, ...]:
    """Return what a translation must keep: placeholders, lines, an access key, a dialog's ellipsis.

    Arabic has no access keys: a line under an alif reads as another letter.
    """
    keys = 0 if language == "ar" else len(re.findall(r"&\w", text))
    return placeholders(text), text.count("\n"), keys, text.endswith("…")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_translated(language: str) -> None:
    said = catalogue(language)
    missing = [word for word in extract() if not said.get(word)]
    assert not missing, f"python -m tests.words, then fill in words/{language}.po: {missing}"
    assert sorted(set(said) - set(extract())) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_what_the_code_fills_in(language: str) -> None:
    said = catalogue(language).items()
    wrong = [
        (word, text) for word, text in said if text and form(word, language) != form(text, language)
    ]
    assert wrong == []


@pytest.mark.parametrize(("language", "script"), [("ar", "؀-ۿ"), ("ru", "Ѐ-ӿ"), ("zh", "㐀-鿿")])
def test_a_language_is_written_in_its_script(language: str, script: str) -> None:
    foreign = re.compile(f"[^{script}]*")
    spoken = re.compile(r"[a-z]{3}")
    said = {re.sub(r"\{.*?\}", "", word): text for word, text in catalogue(language).items()}
    same = [word for word, text in said.items() if text and foreign.fullmatch(text)]
    assert [word for word in same if spoken.search(word)] == []


def test_arabic_has_no_access_keys() -> None:
    assert [text for text in catalogue("ar").values() if "&" in text] == []


def test_arabic_has_one_word_for_a_mission() -> None:
    """The other word means a duty, or that something is important."""
    said = {english: text for english, text in catalogue("ar").items() if "ission" in english}
    assert [english for english, text in said.items() if re.search("مهم(ة|تان|تين|ات)", text)] == []
    assert all("بعث" in text for english, text in said.items() if english.startswith("The mission"))


@pytest.mark.parametrize(
    ("english", "arabic", "others"),
    [
        (r"\bforms?\b", "استمار", r"النموذج\b|\bنموذج\b"),
        (r"\bentr(y|ies)\b", "مدخل|إجاب", r"\b(ال)?(قيد|قيود|إدخالات)\b"),
        (r"\bsticks?\b", "ذاكر", "وحدة USB"),
    ],
    ids=["form", "entry", "stick"],
)
def test_arabic_has_one_word_for_each_of_the_designs(english, arabic, others) -> None:
    said = {word: text for word, text in catalogue("ar").items() if re.search(english, word, re.I)}
    assert len([text for text in said.values() if re.search(arabic, text)]) > len(said) // 2
    assert [text for text in said.values() if re.search(others, text)] == []


def test_arabic_lets_no_noun_follow_a_count_it_would_have_to_agree_with() -> None:
    """Three to ten take the plural, eleven and more the singular; both work after من."""
    names, after = "count|open|changed|questions|limit", "من|على|في|ب|معاً|أخرى|ميغابايت|د |س "
    counted = re.compile(rf"\{{({names})\}} (?!{after})[؀-ۿ]")
    assert [text for text in catalogue("ar").values() if counted.search(text)] == []


def test_russian_names_a_count_so_that_no_noun_has_to_agree_with_it() -> None:
    """1 вопрос, 2 вопроса, 5 вопросов: a number follows a colon, or precedes a unit."""
    bent = re.compile(r"\{(?:count|questions|open)\} [а-я]{4,}")
    assert [text for text in catalogue("ru").values() if bent.search(text)] == []


def check(source: str, room: str, *words: str) -> None:
    """Check that these are the strings for people in this source."""
    assert sorted(words_of(ast.parse(source), room)) == sorted(words)


def test_what_is_a_word() -> None:
    check('"""A docstring is for its readers."""', "gui")
    check('show(self._("open"), phrases("Open {name}", name=x))', "report", "open", "Open {name}")
    check(
        'self.say(show(body.get("note")), "Keep this value" if x else names["that"])',
        "gui",
        "Keep this value",
    )
    check('TILES = (("plus", "New mission"),)', "gui", "New mission")
    check('raise Refused("There is no {thing}.", thing=x)', "store", "There is no {thing}.")
    check('run("SELECT n FROM entry WHERE n=?"); key("Ctrl+N"); name("FontFile2")', "report")
    check('f"Not {this}, which nobody can translate."', "gui")
    check('Problem("The form is odd.", "Mend it.")', "form")
