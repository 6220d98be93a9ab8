"""Whether something written tells what its audience may not see: a search for whole sentences.

Only letters are compared, so that no line break, hyphen, figure or vowel mark hides a sentence.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from assessor.report.projection.projection import PrintedAnswer, Projection

SHORTEST_SENTENCE = 12
"""Fewer letters than this are words that anybody might have written."""

_SENTENCE = re.compile(r"[.!?;:\n؟؛。！？；：]+")
_UNTOLD = frozenset(("withheld", "released", "restated"))


def fold_letters(text: str) -> str:
    """The letters of a text, without case, marks, figures and everything between words."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(char for char in plain if char.isalpha())


def hidden_sentences(hidden: Iterable[str], allowed: Iterable[str]) -> dict[str, str]:
    """What must not be found: letters of a sentence → the sentence.

    `hidden` are texts the audience may not see. What also stands in `allowed` may be told, and so
    may single words.
    """
    open_ = "\0".join(fold_letters(text) for text in allowed)
    found = {}
    for text in hidden:
        for sentence in _SENTENCE.split(text):
            spelled = fold_letters(sentence)
            phrase = not sentence.isascii() or " " in sentence.strip()
            if phrase and len(spelled) >= SHORTEST_SENTENCE and spelled not in open_:
                found[spelled] = sentence.strip()
    return found


def find_leaks(wanted: Mapping[str, str], written: Iterable[str]) -> list[str]:
    """The sentences of `wanted` that stand in one of the texts written."""
    spelled = [fold_letters(text) for text in written]
    return [told for key, told in wanted.items() if any(key in text for text in spelled)]


def projection_texts(projection: Projection) -> Iterator[str]:
    """Every text that a projection shows."""
    for field in dataclasses.fields(projection):
        if field.name not in _UNTOLD:
            yield from _inside(getattr(projection, field.name))


def _inside(thing: object) -> Iterator[str]:
    if isinstance(thing, str):
        yield thing
        return
    if isinstance(thing, Projection):
        yield from projection_texts(thing)
        return
    if isinstance(thing, PrintedAnswer):
        yield " ".join(thing.codes)  # as the answer has them
    if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        for field in dataclasses.fields(thing):
            yield from _inside(getattr(thing, field.name))
    elif isinstance(thing, Mapping):
        for key, value in thing.items():
            yield from _inside(key)
            yield from _inside(value)
    elif isinstance(thing, tuple | list | frozenset):
        for each in thing:
            yield from _inside(each)
