"""Every word the code shows to people is said in every language, with the same placeholders."""

from __future__ import annotations

import ast
import re
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from tests.words import FOLDER, LANGUAGES, extract, words_of


def catalogue(language: str) -> dict[str, str]:
    with (FOLDER / f"{language}.po").open("rb") as file:
        return {str(each.id): str(each.string) for each in read_po(file) if each.id}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def form(text: str, language: str) -> tuple[object, ...]:
    """What a translation must keep: placeholders, lines, an access key, a promise of a dialog.

    Arabic has no access keys: a line under an alif reads as another letter.
    """
    keys = 0 if language == "ar" else len(re.findall(r"&\w", text))
    return placeholders(text), text.count("\n"), keys, text.endswith("…")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_translated(language: str) -> None:
    said = catalogue(language)
    assert [word for word in extract() if not said.get(word)] == []
    assert sorted(set(said) - set(extract())) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_what_the_code_fills_in(language: str) -> None:
    said = catalogue(language).items()
    wrong = [
        (word, text) for word, text in said if text and form(word, language) != form(text, language)
    ]
    assert wrong == []


def test_arabic_is_written_in_arabic() -> None:
    latin = re.compile(r"[^؀-ۿ]*")
    same = [word for word, text in catalogue("ar").items() if text and latin.fullmatch(text)]
    assert [word for word in same if not word.startswith("PDF")] == []
    assert [text for text in catalogue("ar").values() if "&" in text] == []


def check(source: str, room: str, *words: str) -> None:
    """These are the words for people in this source."""
    assert sorted(words_of(ast.parse(source), room)) == sorted(words)


def test_what_is_a_word() -> None:
    check('"""A docstring is for its readers."""', "gui")
    check('show(self._("open"), phrases("Open {name}", name=x))', "report", "open", "Open {name}")
    check(
        'self.say(show(body.get("note")), "Keep this" if x else names["that"])', "gui", "Keep this"
    )
    check('TILES = (("plus", "New mission"),)', "gui", "New mission")
    check('raise Refused("There is no {thing}.", thing=x)', "store", "There is no {thing}.")
    check('run("SELECT n FROM entry WHERE n=?"); key("Ctrl+N"); name("FontFile2")', "report")
    check('f"Not {this}, which nobody can translate."', "gui")
    check('Problem("The form is odd.", "Mend it.")', "form")
