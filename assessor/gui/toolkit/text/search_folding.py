"""Fold texts for search: ignore case, accents, vowel signs and spelling variants."""

from __future__ import annotations

import unicodedata

_VARIANTS = {
    "أ": "ا",
    "إ": "ا",
    "آ": "ا",
    "ٱ": "ا",
    "ى": "ي",
    "ی": "ي",
    "ئ": "ي",
    "ؤ": "و",
    "ة": "ه",
    "ک": "ك",
    "ـ": "",
    "ı": "i",
    "ø": "o",
    "ł": "l",
    "đ": "d",
}
"""Letters written for each other: alifs, yehs, teh marbuta; the tatweel, which is only a stroke;
and Latin letters that Unicode does not decompose."""


class _FoldTable(dict[int, str]):
    """Folded form of each character, computed on first use."""

    def __missing__(self, code: int) -> str:
        folded = unicodedata.normalize("NFKD", _VARIANTS.get(chr(code), chr(code))).casefold()
        decomposed = unicodedata.normalize("NFKD", folded)
        self[code] = "".join(
            _VARIANTS.get(character, _digit(character))
            for character in decomposed
            if character.isprintable() and not unicodedata.combining(character)
        )
        if chr(code).isspace():
            self[code] = " "
        return self[code]


_FOLDED = _FoldTable()


def _digit(character: str) -> str:
    return str(unicodedata.digit(character)) if character.isdigit() else character


def fold_text(text: str) -> str:
    """Fold a text for comparison: case-folded, without compatibility forms and marks (UAX #15,
    NFKD).

    Digits of every script become 0 to 9, so that 12 finds ١٢. Characters are folded one by one and
    cached, so that a whole form takes milliseconds.
    """
    return text.translate(_FOLDED)
