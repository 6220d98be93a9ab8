"""A text of the instrument in the languages it has, English where one is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from assessor.words import language_code

FALLBACK_LANGUAGE = "en"


class Wording(Mapping[str, str]):
    """Language code → text. Asking for a language it does not have gives the English text.

    A language may be asked for by code (`fr`) or in a form's way (`French (fr)`); `in` and
    iteration tell what there truly is.
    """

    __slots__ = ("_texts",)

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = dict(texts)

    def __getitem__(self, language: str) -> str:
        return self._texts.get(language_code(language), self._texts.get(FALLBACK_LANGUAGE, ""))

    def __contains__(self, language: object) -> bool:
        return isinstance(language, str) and language_code(language) in self._texts

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def __repr__(self) -> str:
        return f"Wording({self._texts!r})"

    def __hash__(self) -> int:
        return hash(frozenset(self._texts.items()))


def read_wording(row: Mapping[str, str], stem: str) -> Wording:
    """The texts of a sheet's row under `stem` (English), `stem_en`, `stem_fr`, `stem_ar`…"""
    pattern = re.compile(re.escape(stem) + r"_([a-z]{2,3})")
    texts = {FALLBACK_LANGUAGE: row[stem]} if stem in row else {}
    for column, text in row.items():
        if found := pattern.fullmatch(column):
            texts[found.group(1)] = text
    return Wording(texts)
