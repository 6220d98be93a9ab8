"""The one catalogue of words: window, report and command line speak through it.

Source strings are English; translations are resources/words/<language>.po, read with Babel. A
word without a translation is shown in English, never left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path

from assessor.errors import AssessorError, Reason
from assessor.shipped import RESOURCES_FOLDER

LANGUAGES = {
    "en": "English",
    "fr": "Français",
    "es": "Español",
    "ar": "العربية",
    "ru": "Русский",
    "zh": "中文",
}
"""Interface languages by ISO 639-1 code, each named in itself."""

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "ps", "ckb", "dv", "yi", "sd", "ug"})
"""Languages written from right to left; direction comes from here, never from a text."""

_LOCALES = {"en": "en_GB"}
"""Where a language's own locale would write dates as one country does: 9 March, not March 9."""

_COMMAS = {"ar": "، ", "zh": "、"}
"""What stands between the names of a list where that is not a Latin comma."""

_COLONS = {"fr": "\u00a0: ", "zh": "："}
"""What stands between a title and what it introduces where that is not a colon and a space."""

_CODE = re.compile(r"\(([A-Za-z]{2,3})(?:[-_][^)]*)?\)\s*$|^([a-z]{2,3})(?:[-_].*)?$")


@lru_cache(maxsize=256)
def language_code(language: str) -> str:
    """The ISO 639 code of a form language such as `Arabic (ar)`, or `en` if it names none."""
    found = _CODE.search(language.strip())
    return (found.group(1) or found.group(2)).lower() if found else "en"


def language_name(language: str) -> str:
    """A form's language named in itself where that is known: Français for `French (fr)`."""
    return LANGUAGES.get(language_code(language), language) if language else language


def is_right_to_left(language: str) -> bool:
    """Whether a language, given as a code or in a form's way, is written from right to left."""
    return language_code(language) in RIGHT_TO_LEFT


@lru_cache(maxsize=16)
def _catalogue(code: str) -> dict[str, str]:
    path = RESOURCES_FOLDER / "words" / f"{code}.po"
    if code == "en" or not path.is_file():
        return {}
    from babel.messages.pofile import read_po  # imported late: English needs no catalogue

    with path.open("rb") as file:
        messages = read_po(file)
    return {
        str(message.id): str(message.string)
        for message in messages
        if message.id and message.string and not message.fuzzy
    }


def translator(language: str) -> Callable[[str], str]:
    """A function that turns an English source string into `language`."""
    found = _catalogue(language_code(language))
    return lambda text: found.get(text, text)


def catalogue_phrases(language: str) -> Collection[str]:
    """Every phrase that Assessor itself may say in a language, as it is written in sources."""
    found = _catalogue(language_code(language))
    return found.values() if found else _catalogue("fr").keys()


def say(said: AssessorError | Reason, language: str = "en") -> str:
    """The sentence of an error or a reason in a person's language, its details filled in."""
    text = translator(language)(said.message)
    if not said.details:
        return text
    details = {
        name: say(part, language) if isinstance(part, Reason) else isolate_text(part, language)
        for name, part in said.details.items()
    }
    return text.format(**details)


def isolate_text(value: object, language: str) -> object:
    """A name, a path or a note, whose language nobody declared, kept from mixing with a sentence.

    In a right-to-left language it is set between isolates (UAX #9), so that neither it nor the
    words around it change places.
    """
    if isinstance(value, str | Path) and value and is_right_to_left(language):
        return f"\u2068{value}\u2069"
    return value


def join_list(names: Iterable[str], language: str) -> str:
    """Names one after the other, with the comma of a language between them."""
    return _COMMAS.get(language_code(language), ", ").join(names)


def with_colon(title: object, said: object, language: str) -> str:
    """A title and what it introduces, with the colon of a language between them."""
    return f"{title}{_COLONS.get(language_code(language), ': ')}{said}"


def long_date(day: date, language: str) -> str:
    """A date as a reader of `language` writes it out: 9 March 2026, 9 mars 2026."""
    from babel.dates import format_date

    return format_date(
        day, format="long", locale=_LOCALES.get(language_code(language), language_code(language))
    )


def month_text(day: date, language: str) -> str:
    """A month of a year as a reader of `language` writes it: March 2026, mars 2026."""
    from babel.dates import format_skeleton

    locale = _LOCALES.get(language_code(language), language_code(language))
    return format_skeleton("yMMMM", day, locale=locale)


def date_span(first: date, last: date, language: str) -> str:
    """From one day to another as a reader of `language` writes it: 9–13 March 2026."""
    end = long_date(last, language)
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month) and end.startswith(str(last.day)):
        return f"{first.day}–{end}"
    return f"{long_date(first, language)} – {end}"


@lru_cache(maxsize=4_096, typed=True)
def format_number(value: float, language: str, decimals: int = 0) -> str:
    """A number with the separators of `language` and exactly `decimals` decimals."""
    from babel.numbers import format_decimal

    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(value, format=pattern, locale=language_code(language))
