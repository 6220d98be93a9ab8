"""The appearance words of ODK and how Assessor treats them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

SELECTS = ("select_one", "select_multiple")
PLACES = ("geopoint", "geotrace", "geoshape")
DATES = ("date", "datetime")


@dataclass(frozen=True, slots=True)
class Appearance:
    """One word of the appearance column (ODK question-type reference; Enketo grid theme).

    `word` is as written in a form; a trailing `N` stands for a whole number, `*` for any text.
    `types` are the XLSForm types it applies to, `does` is its effect. A word with `supported` False
    is ignored: the question has its usual look.
    """

    word: str
    types: tuple[str, ...]
    does: str
    supported: bool = False


APPEARANCES: tuple[Appearance, ...] = (
    Appearance("multiline", ("text",), "several lines of text", True),
    Appearance("numbers", ("text",), "text made of figures", True),
    Appearance("thousands-sep", ("text", "integer", "decimal"), "figures in groups of three", True),
    Appearance("counter", ("integer",), "buttons that count up and down", True),
    Appearance("bearing", ("decimal",), "a direction, typed in degrees", True),
    Appearance("masked", ("text",), "typed text hidden behind dots", True),
    Appearance("url", ("text",), "a button that opens a web address", True),
    Appearance("printer", ("text",), "a button that prints a label"),
    Appearance("ex:*", ("text", "integer", "decimal", "group"), "another app gives the answer"),
    Appearance("no-calendar", DATES, "a date typed, without a calendar", True),
    Appearance("month-year", DATES, "month and year alone", True),
    Appearance("year", DATES, "the year alone", True),
    Appearance("ethiopian", DATES, "the day in the Ethiopian calendar, beside the Gregorian", True),
    Appearance("coptic", DATES, "the day in the Coptic calendar, beside the Gregorian", True),
    Appearance("islamic", DATES, "the day in the Islamic calendar, beside the Gregorian", True),
    Appearance("bikram-sambat", DATES, "the Bikram Sambat calendar"),
    Appearance("myanmar", DATES, "the Myanmar calendar"),
    Appearance("persian", DATES, "the day in the Persian calendar, beside the Gregorian", True),
    Appearance("minimal", (*SELECTS, "rank"), "one line that opens a list", True),
    Appearance("autocomplete", SELECTS, "one line to search in", True),
    Appearance("search", SELECTS, "one line to search in (the old word)", True),
    Appearance("quick", ("select_one",), "goes on as soon as a choice is made", True),
    Appearance("columns", SELECTS, "choices in columns", True),
    Appearance("columns-N", SELECTS, "choices in N columns", True),
    Appearance("columns-pack", SELECTS, "as many choices beside each other as fit", True),
    Appearance("columns-flex", SELECTS, "as columns-pack (the old word)", True),
    Appearance("compact", SELECTS, "as columns-pack (the old word)", True),
    Appearance("compact-N", SELECTS, "as columns-N (the old word)", True),
    Appearance("quickcompact", ("select_one",), "as quick columns-pack (the old word)", True),
    Appearance("quickcompact-N", ("select_one",), "as quick columns-N (the old word)", True),
    Appearance("horizontal", SELECTS, "choices beside each other (Enketo's word)", True),
    Appearance("horizontal-compact", SELECTS, "choices close together (Enketo's word)", True),
    Appearance("no-buttons", SELECTS, "choices without round or square marks", True),
    Appearance("likert", ("select_one",), "choices as steps of one scale", True),
    Appearance("image-map", SELECTS, "choices are parts of a drawing (SVG)", True),
    Appearance("map", ("select_one",), "choices are places on a map"),
    Appearance("label", SELECTS, "heads the columns of the rows that follow", True),
    Appearance("list-nolabel", SELECTS, "one row of a table under such a heading", True),
    Appearance("list", SELECTS, "one row of a table, with its own labels", True),
    Appearance("table-list", ("group",), "selects that share a list as one table", True),
    Appearance("field-list", ("group", "repeat"), "all questions on one page", True),
    Appearance("summary", ("group",), "a page that sums up (Enketo's word)"),
    Appearance("wN", ("any",), "its share of a row where the style is theme-grid (Enketo)", True),
    Appearance("vertical", ("range",), "an upright scale", True),
    Appearance("no-ticks", ("range",), "a scale without marks", True),
    Appearance("picker", ("range",), "a list instead of a scale", True),
    Appearance("rating", ("range",), "stars", True),
    Appearance("maps", PLACES, "a place shown on a map"),
    Appearance("placement-map", PLACES, "a place chosen on a map"),
    Appearance("streets", PLACES, "a street map (the old word)"),
    Appearance("hide-input", PLACES, "the map without figures (Enketo's word)"),
    Appearance("signature", ("image",), "a signature drawn", True),
    Appearance("draw", ("image",), "a picture drawn", True),
    Appearance("annotate", ("image",), "a picture drawn upon", True),
    Appearance("selfie", ("image", "video"), "the camera that faces the person"),
    Appearance("new", ("image", "audio", "video"), "a new recording, not a file"),
    Appearance("new-front", ("image", "video"), "as new selfie (the old word)"),
    Appearance("front", ("barcode",), "the camera that faces the person"),
    Appearance("hidden-answer", ("barcode",), "what was read is hidden behind dots", True),
)
"""All known appearance words, by question type; unknown words cause a remark."""


def _pattern(word: str) -> re.Pattern[str]:
    pattern = re.escape(word).replace("N", r"\d+").replace(r"\*", ".*")
    return re.compile(pattern, re.DOTALL)


_EXACT = {each.word: each for each in APPEARANCES if each.word[-1] not in "N*"}
_OPEN = tuple((_pattern(each.word), each) for each in APPEARANCES if each.word[-1] in "N*")


def find(word: str) -> Appearance | None:
    """Return the entry of a word as written in a form (`columns-3`), or None."""
    found = _EXACT.get(word)
    if found is not None:
        return found
    return next((each for pattern, each in _OPEN if pattern.fullmatch(word)), None)


def words(appearance: str) -> Iterator[str]:
    """Yield the words of an appearance cell; a function call stays one word.

    Both `ex:my.app(a='b c')` and pyxform's `search('towns')` (the old name of `pulldata`, no
    appearance) may contain blanks.
    """
    depth, word = 0, ""
    for sign in appearance:
        depth += (sign == "(") - (sign == ")")
        if sign.isspace() and depth <= 0:
            if word:
                yield word
            word = ""
        else:
            word += sign
    if word:
        yield word
