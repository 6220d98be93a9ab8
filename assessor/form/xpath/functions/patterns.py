"""The function regex(), with the pattern syntax that Java and JavaScript share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from assessor.form.xpath.functions.declaration import KnownArgument, function

MATCH_SECONDS = 0.2
"""Time limit of one match; a pattern that backtracks for longer matches nothing."""
SHORT_MATCH_SECONDS = 0.002
"""Time limit after MAX_TIMEOUTS timeouts of a pattern, so that repeats with many rows stay fast."""
MAX_TIMEOUTS = 3
MAX_LENGTH = 10_000
"""Characters of a pattern."""
_timeouts: dict[str, int] = {}
_PIECE = re.compile(r"\\.|[\[\]]|[^\\\[\]]+", re.DOTALL)
_ASCII = {r"\d": "0-9", r"\w": "A-Za-z0-9_"}
_ASCII_COMPLEMENT = {r"\D": "0-9", r"\W": "A-Za-z0-9_"}


def _translated(pattern: str) -> str:
    r"""Convert a pattern for the library: `\d` and `\w` match ASCII only, as in ODK clients."""
    found: list[str] = []
    depth = 0
    for piece in _PIECE.findall(pattern):
        if piece in _ASCII:
            found.append(_ASCII[piece] if depth else f"[{_ASCII[piece]}]")
        elif piece in _ASCII_COMPLEMENT and not depth:
            found.append(f"[^{_ASCII_COMPLEMENT[piece]}]")
        else:
            depth += (piece == "[") - (piece == "]" and depth > 0)
            found.append(piece)
    return "".join(found)


@lru_cache(maxsize=512)
def compiled(pattern: str) -> Any:
    """Return the compiled regular expression, or None if it is invalid."""
    import regex  # slow import; few forms need it

    if len(pattern) > MAX_LENGTH:
        return None
    try:
        return regex.compile(_translated(pattern))
    except (regex.error, RecursionError, OverflowError, ValueError, MemoryError):
        return None


@lru_cache(maxsize=1024)
def matches(text: str, pattern: str) -> bool:
    """Return whether the whole of `text` matches (docs.getodk.org, JavaRosa)."""
    found = compiled(pattern)
    timeouts = _timeouts.get(pattern, 0)
    limit = MATCH_SECONDS if timeouts < MAX_TIMEOUTS else SHORT_MATCH_SECONDS
    try:
        return found is not None and found.fullmatch(text, timeout=limit) is not None
    except (TimeoutError, MemoryError):
        _timeouts[pattern] = timeouts + 1
        return False


def _check_pattern(arguments: Sequence[KnownArgument]) -> str:
    pattern = arguments[1].text
    wrong = pattern is not None and compiled(pattern) is None
    return f"`{pattern}` is no regular expression" if wrong else ""


FUNCTIONS = (function("regex", "ss", "boolean", matches, check=_check_pattern),)
