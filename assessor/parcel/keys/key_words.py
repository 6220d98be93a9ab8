"""Six words for a key, easy to say in all languages of the interface."""

from __future__ import annotations

import hashlib

_ONSETS = ["b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "ch"]
_VOWELS = ["a", "e", "i", "o", "u"]
_SYLLABLES = [onset + vowel for onset in _ONSETS for vowel in _VOWELS]


def six_words(public: bytes) -> str:
    """Return six words of three syllables: 75^18 values, about 112 bits of the key's SHA-256.

    Invented words, because no dictionary fits all languages.
    """
    number = int.from_bytes(hashlib.sha256(public).digest(), "big")
    words = []
    for _ in range(6):
        syllables = []
        for _ in range(3):
            number, index = divmod(number, len(_SYLLABLES))
            syllables.append(_SYLLABLES[index])
        words.append("".join(syllables))
    return " ".join(words)
