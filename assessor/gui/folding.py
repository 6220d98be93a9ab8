"""Texts as they are searched: without case, accents, vowel signs and spellings that vary."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_ARABIC = str.maketrans(
    {
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
        "ـ": None,
        "ı": "i",
        "ø": "o",
        "ł": "l",
        "đ": "d",
    }
)
"""Letters that are written for each other: alifs, yehs, teh marbuta; and the tatweel, which is
only a stroke. What Unicode does not decompose of the Latin letters stands here, too."""


@lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """A text for comparing: case-folded, compatibility forms and marks taken off (UAX #15, NFKD).

    Figures of every script become 0 to 9, so that ١٢ is found by 12.
    """
    if text.isascii():
        return text.lower()
    whole = unicodedata.normalize("NFKD", text.translate(_ARABIC)).casefold()
    apart = unicodedata.normalize("NFKD", whole)
    bare = "".join(sign for sign in apart if sign.isprintable() and not unicodedata.combining(sign))
    return "".join(
        str(unicodedata.digit(sign)) if sign.isdigit() and not sign.isascii() else sign
        for sign in bare
    ).translate(_ARABIC)
