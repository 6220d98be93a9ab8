"""A text of the instrument in the languages it has, English where one is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from assessor.words import code_of

FALL_BACK = "en"


class Wording(Mapping[str, str]):
    """Language code → text. Asking for a language it does not have gives the English text.

    A language may be asked for by code (`fr`) or in a form's way (`French (fr)`); `in` and
    iteration tell what there truly is.
    """

    __slots__ = ("_texts",)

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = dict(texts)

    def __getitem__(self, language: str) -> str:
        return self._texts.get(code_of(language), self._texts.get(FALL_BACK, ""))

    def __contains__(self, language: object) -> bool:
        return isinstance(language, str) and code_of(language) in self._texts

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def __repr__(self) -> str:
        return f"Wording({self._texts!r})"

    def __hash__(self) -> int:
        return hash(frozenset(self._texts.items()))


def wording(row: Mapping[str, str], stem: str) -> Wording:
    """The texts of a sheet's row under `stem` (English), `stem_en`, `stem_fr`, `stem_ar`…"""
    pattern = re.compile(re.escape(stem) + r"_([a-z]{2,3})")
    texts = {FALL_BACK: row[stem]} if stem in row else {}
    for column, text in row.items():
        if found := pattern.fullmatch(column):
            texts[found.group(1)] = text
    return Wording(texts)
