"""The message catalogue of the window, the reports and the command line.

Source strings are English; translations are resources/words/<language>.po, read with Babel. A
string without a translation appears in English.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path

from assessor.errors import AssessorError, Reason, safe_detail
from assessor.shipped import RESOURCES_FOLDER

LANGUAGES = {
    "en": "English",
    "fr": "Français",
    "es": "Español",
    "ar": "العربية",
    "ru": "Русский",
    "zh": "中文",
}
"""Interface languages by ISO 639-1 code, each in its own name."""

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "ps", "ckb", "dv", "yi", "sd", "ug"})
"""Languages written from right to left; direction never comes from a text."""

_LOCALES = {"en": "en_GB"}
"""Locales for languages whose default writes dates as one country does: 9 March, not March 9."""

_COMMAS = {"ar": "، ", "zh": "、"}
"""List separators other than a Latin comma."""

_COLONS = {"fr": "\u00a0: ", "zh": "："}
"""Separators after a title other than a colon and a space."""

_CODE = re.compile(r"\(([A-Za-z]{2,3})(?:[-_][^)]*)?\)\s*$|^([a-z]{2,3})(?:[-_].*)?$")


@lru_cache(maxsize=256)
def language_code(language: str) -> str:
    """Return the ISO 639 code of a form language such as `Arabic (ar)`, else `en`."""
    match = _CODE.search(language.strip())
    return (match.group(1) or match.group(2)).lower() if match else "en"


def language_name(language: str) -> str:
    """Return a form language in its own name if known: Français for `French (fr)`."""
    return LANGUAGES.get(language_code(language), language) if language else language


def is_right_to_left(language: str) -> bool:
    """Return whether a language (a code, or as a form names it) is written right to left."""
    return language_code(language) in RIGHT_TO_LEFT


@lru_cache(maxsize=16)
def _catalogue(code: str) -> dict[str, str]:
    path = RESOURCES_FOLDER / "words" / f"{code}.po"
    if code == "en" or not path.is_file():
        return {}
    from babel.messages.pofile import read_po  # imported here: English needs no catalogue

    with path.open("rb") as file:
        messages = read_po(file)
    return {
        str(message.id): str(message.string)
        for message in messages
        if message.id and message.string and not message.fuzzy
    }


def translator(language: str) -> Callable[[str], str]:
    """Return a function that translates an English source string."""
    catalogue = _catalogue(language_code(language))
    return lambda text: catalogue.get(text, text)


def catalogue_phrases(language: str) -> Collection[str]:
    """Return every phrase of Assessor in a language, as written in the catalogue."""
    catalogue = _catalogue(language_code(language))
    return catalogue.values() if catalogue else _catalogue("fr").keys()


def say(said: AssessorError | Reason, language: str = "en") -> str:
    """Return the sentence of an error or a reason in a language, with its details."""
    text = translator(language)(said.message)
    if not said.details:
        return text
    details = {
        name: say(part, language)
        if isinstance(part, Reason)
        else isolate_text(safe_detail(part), language)
        for name, part in said.details.items()
    }
    return text.format(**details)


def isolate_text(value: object, language: str) -> object:
    """Isolate a name, path or note of unknown language from the sentence around it.

    A right-to-left sentence needs isolates (UAX #9), so that neither changes places.
    """
    if isinstance(value, str | Path) and value and is_right_to_left(language):
        return f"\u2068{value}\u2069"
    return value


def join_list(names: Iterable[str], language: str) -> str:
    """Join names with the comma of a language."""
    return _COMMAS.get(language_code(language), ", ").join(names)


def with_colon(title: object, text: object, language: str) -> str:
    """Join a title and a text with the colon of a language."""
    return f"{title}{_COLONS.get(language_code(language), ': ')}{text}"


def long_date(day: date, language: str) -> str:
    """Write a date in full: 9 March 2026, 9 mars 2026."""
    from babel.dates import format_date

    return format_date(
        day, format="long", locale=_LOCALES.get(language_code(language), language_code(language))
    )


def month_text(day: date, language: str) -> str:
    """Write a month: March 2026, mars 2026."""
    from babel.dates import format_skeleton

    locale = _LOCALES.get(language_code(language), language_code(language))
    return format_skeleton("yMMMM", day, locale=locale)


def date_span(first: date, last: date, language: str) -> str:
    """Write a period: 9–13 March 2026."""
    end = long_date(last, language)
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month) and end.startswith(str(last.day)):
        return f"{first.day}–{end}"
    return f"{long_date(first, language)} – {end}"


@lru_cache(maxsize=4_096, typed=True)
def format_number(value: float, language: str, decimals: int = 0) -> str:
    """Write a number with the separators of a language and exactly `decimals` decimals."""
    from babel.numbers import format_decimal

    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(value, format=pattern, locale=language_code(language))


def two_letter_country(code: str) -> str:
    """Return the two letters of a country for its three (ISO 3166-1), blank if there are none."""
    from babel.core import get_global

    known = get_global("territory_aliases").get(code, ())
    return known[0] if len(known) == 1 and len(known[0]) == 2 else ""
