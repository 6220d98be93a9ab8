"""Texts as they are searched: without case, accents, vowel signs and spellings that vary."""

from __future__ import annotations

import unicodedata

_ALIKE = {
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
"""Letters that are written for each other: alifs, yehs, teh marbuta; and the tatweel, which is
only a stroke. What Unicode does not decompose of the Latin letters stands here, too."""


class _Signs(dict[int, str]):
    """What each sign is folded to, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        whole = unicodedata.normalize("NFKD", _ALIKE.get(chr(code), chr(code))).casefold()
        apart = unicodedata.normalize("NFKD", whole)
        self[code] = "".join(
            _ALIKE.get(sign, _figure(sign))
            for sign in apart
            if sign.isprintable() and not unicodedata.combining(sign)
        )
        if chr(code).isspace():
            self[code] = " "
        return self[code]


_SIGNS = _Signs()


def _figure(sign: str) -> str:
    return str(unicodedata.digit(sign)) if sign.isdigit() else sign


def fold_text(text: str) -> str:
    """A text for comparing: case-folded, compatibility forms and marks taken off (UAX #15, NFKD).

    Figures of every script become 0 to 9, so that ١٢ is found by 12. Signs are folded one by one,
    so that folding a whole form takes milliseconds.
    """
    return text.translate(_SIGNS)
