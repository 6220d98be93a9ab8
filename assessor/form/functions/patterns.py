"""regex(): patterns as ODK's clients understand them, Java's and JavaScript's alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from assessor.form.functions.registry import Given, function

SECONDS = 0.2
"""How long one match may take: a pattern that backtracks without end matches nothing."""
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

    try:
        return regex.compile(_translated(pattern))
    except (regex.error, RecursionError, OverflowError, ValueError):
        return None


def _regex(text: str, pattern: str) -> bool:
    """Whether the whole of `text` matches, as docs.getodk.org has it and JavaRosa does."""
    found = compiled(pattern)
    try:
        return found is not None and found.fullmatch(text, timeout=SECONDS) is not None
    except TimeoutError:
        return False


def _sound(given: Sequence[Given]) -> str:
    pattern = given[1].text
    wrong = pattern is not None and compiled(pattern) is None
    return f"`{pattern}` is no regular expression" if wrong else ""


FUNCTIONS = (function("regex", "ss", "boolean", _regex, sound=_sound),)
