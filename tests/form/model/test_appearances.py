"""Every appearance word is known once and found as written in forms."""

from __future__ import annotations

import pytest

from assessor.form.model.appearances import APPEARANCES, find, words


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("", []),
        ("minimal", ["minimal"]),
        ("w2  quick\tcolumns-3", ["w2", "quick", "columns-3"]),
        ("ex:my.app(a='b c', d=${e}) w1", ["ex:my.app(a='b c', d=${e})", "w1"]),
        ("search('towns', 'matches', 'a b', ${c}) minimal", None),
        ("a) b", ["a)", "b"]),
    ],
)
def test_words_of_a_cell(cell: str, expected: list[str] | None) -> None:
    if expected is None:
        expected = [cell.removesuffix(" minimal"), "minimal"]
    assert list(words(cell)) == expected


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("columns-3", "columns-N"),
        ("columns-pack", "columns-pack"),
        ("columns-", None),
        ("w12", "wN"),
        ("w", None),
        ("ex:my.app(a='b c')", "ex:*"),
        ("minimal", "minimal"),
        ("Minimal", None),
    ],
)
def test_find(word: str, found: str | None) -> None:
    known = find(word)
    assert (known and known.word) == found


def test_no_word_is_declared_twice() -> None:
    spelt = [each.word for each in APPEARANCES]
    assert len(spelt) == len(set(spelt))
