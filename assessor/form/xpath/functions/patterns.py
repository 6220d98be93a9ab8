"""regex(): patterns as ODK's clients understand them, Java's and JavaScript's alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from assessor.form.xpath.functions.declaration import KnownArgument, function

MATCH_SECONDS = 0.2
"""How long one match may take: a pattern that backtracks without end matches nothing."""
SHORT_MATCH_SECONDS = 0.002
"""How long once a pattern ran out of time STRIKES times: a repeat of many rows must not wait."""
MAX_TIMEOUTS = 3
MAX_LENGTH = 10_000
"""Characters of a pattern; more is none that a person wrote."""
_strikes: dict[str, int] = {}
_PIECE = re.compile(r"\\.|[\[\]]|[^\\\[\]]+", re.DOTALL)
_ASCII = {r"\d": "0-9", r"\w": "A-Za-z0-9_"}
_WITHOUT = {r"\D": "0-9", r"\W": "A-Za-z0-9_"}


def _translated(pattern: str) -> str:
    r"""A pattern for the library: `\d` and `\w` mean ASCII signs alone, as in ODK's clients."""
    found: list[str] = []
    depth = 0
    for piece in _PIECE.findall(pattern):
        if piece in _ASCII:
            found.append(_ASCII[piece] if depth else f"[{_ASCII[piece]}]")
        elif piece in _WITHOUT and not depth:
            found.append(f"[^{_WITHOUT[piece]}]")
        else:
            depth += (piece == "[") - (piece == "]" and depth > 0)
            found.append(piece)
    return "".join(found)


@lru_cache(maxsize=512)
def compiled(pattern: str) -> Any:
    """A regular expression, or None where the pattern is none."""
    import regex  # only forms that use it pay for loading it

    if len(pattern) > MAX_LENGTH:
        return None
    try:
        return regex.compile(_translated(pattern))
    except (regex.error, RecursionError, OverflowError, ValueError, MemoryError):
        return None


@lru_cache(maxsize=1024)
def matches(text: str, pattern: str) -> bool:
    """Whether the whole of `text` matches, as docs.getodk.org has it and JavaRosa does."""
    found = compiled(pattern)
    strikes = _strikes.get(pattern, 0)
    patience = MATCH_SECONDS if strikes < MAX_TIMEOUTS else SHORT_MATCH_SECONDS
    try:
        return found is not None and found.fullmatch(text, timeout=patience) is not None
    except (TimeoutError, MemoryError):
        _strikes[pattern] = strikes + 1
        return False


def _sound(given: Sequence[KnownArgument]) -> str:
    pattern = given[1].text
    wrong = pattern is not None and compiled(pattern) is None
    return f"`{pattern}` is no regular expression" if wrong else ""


FUNCTIONS = (function("regex", "ss", "boolean", matches, sound=_sound),)
