"""Search written files for sentences that their audience may not see.

Only letters are compared: line breaks, hyphens, digits and vowel marks hide no sentence.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from assessor.report.projection.projection import PrintedAnswer, Projection

SHORTEST_SENTENCE = 12
"""Sentences with fewer letters are too common to prove a leak."""

_SENTENCE = re.compile(r"[.!?;:\n؟؛。！？；：]+")


class _LettersOnly(dict[int, int | None]):
    """A table for str.translate that removes what is no letter; it fills itself."""

    def __missing__(self, code: int) -> int | None:
        self[code] = code if chr(code).isalpha() else None
        return self[code]


_LETTERS = _LettersOnly()
_NOT_PRINTED = frozenset(("withheld", "released", "disclosed"))


def fold_letters(text: str) -> str:
    """Return only the letters of a text, without case and marks."""
    return unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)


def hidden_sentences(hidden: Iterable[str], allowed: Iterable[str]) -> dict[str, str]:
    """Return sentences that must not occur: their letters → the sentence.

    `hidden` are texts the audience may not see. Sentences that also occur in `allowed` and single
    words are ignored.
    """
    allowed_letters = "\0".join(fold_letters(text) for text in allowed)
    sentences = {}
    for text in hidden:
        for sentence in _SENTENCE.split(text):
            spelled = fold_letters(sentence)
            phrase = not sentence.isascii() or " " in sentence.strip()
            if phrase and len(spelled) >= SHORTEST_SENTENCE and spelled not in allowed_letters:
                sentences[spelled] = sentence.strip()
    return sentences


def find_leaks(sentences: Mapping[str, str], texts: Iterable[str]) -> list[str]:
    """Return the given sentences that occur in one of the texts."""
    spelled = [fold_letters(text) for text in texts]
    return [sentence for key, sentence in sentences.items() if any(key in text for text in spelled)]


def projection_texts(projection: Projection) -> Iterator[str]:
    """Yield every text that a projection shows."""
    for field in dataclasses.fields(projection):
        if field.name not in _NOT_PRINTED:
            yield from _texts_in(getattr(projection, field.name))


def _texts_in(thing: object) -> Iterator[str]:
    if isinstance(thing, str):
        yield thing
        return
    if isinstance(thing, Projection):
        yield from projection_texts(thing)
        return
    if isinstance(thing, PrintedAnswer):
        yield " ".join(thing.codes)  # lexical values
    if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        for field in dataclasses.fields(thing):
            yield from _texts_in(getattr(thing, field.name))
    elif isinstance(thing, Mapping):
        for key, value in thing.items():
            yield from _texts_in(key)
            yield from _texts_in(value)
    elif isinstance(thing, tuple | list | frozenset):
        for each in thing:
            yield from _texts_in(each)
