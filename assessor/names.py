"""Names on one line: what somebody else wrote about people, files and forms, safe to print.

A signed name is any text of 200 characters, and a received file may bear any name. Printed raw, a
line feed forges a line, an escape sequence repaints the terminal, a direction override (UAX #9)
turns the sentence around. The signed bytes stay as they are; only what is shown is cleaned.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

MAX_NAME_LENGTH = 120
MAX_FILE_NAME_LENGTH = 255
_MAX_MARKS = 4
_JOINERS = "\u200c\u200d"
"""Invisible characters that Persian and Indian names need, between two letters."""
_LETTER = f"[^\\s{_JOINERS}]"
_MISPLACED_JOINER = re.compile(f"(?<!{_LETTER})[{_JOINERS}]|[{_JOINERS}](?!{_LETTER})")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_DIRECTIONS = re.compile("[\u202a-\u202e]+")
_ISOLATES = re.compile("[\u2066-\u2069]")


@lru_cache(maxsize=4_096)
def safe_name(text: str, most: int = MAX_NAME_LENGTH) -> str:
    """Return a name for one line, of at most so many characters.

    White space becomes one space; control, direction, private and other invisible characters go,
    and so does all but the first four of a stack of combining marks.
    """
    if text.isascii() and text.isprintable() and "  " not in text:
        shown = text
    else:
        spaced = " ".join(_CONTROLS.sub(" ", text).split())
        visible = "".join(sign for sign in spaced if sign.isprintable() or sign in _JOINERS)
        shown = _MISPLACED_JOINER.sub("", _without_stacks(visible))
    shown = shown.strip()
    return shown if len(shown) <= most else shown[: most - 1].rstrip() + "…"


def is_safe_name(text: str, most: int = MAX_NAME_LENGTH) -> bool:
    """Return whether a name is shown as it is written, but for spaces."""
    return len(text) <= most and safe_name(text, most) == " ".join(filter(None, text.split(" ")))


def safe_text(text: str) -> str:
    """Return a part of a sentence (a path, names, a note) on one line, without control characters
    and direction overrides. Isolates that close stay: the sentence itself may set them."""
    if text.isascii() and text.isprintable():
        return text
    line = _DIRECTIONS.sub("", _CONTROLS.sub(" ", text))
    depth = 0
    for sign in _ISOLATES.findall(line):
        depth += -1 if sign == "\u2069" else 1
        if depth < 0:
            break
    return _ISOLATES.sub("", line) if depth else line


def key_fingerprint(public: bytes) -> str:
    """Return a key's short name: the first 16 hex of its SHA-256, in groups of four."""
    return short_fingerprint(hashlib.sha256(public).hexdigest())


def short_fingerprint(fingerprint: str) -> str:
    """Return a fingerprint as printed on the cover: the first 16 hex in groups of four."""
    return " ".join(fingerprint[start : start + 4] for start in range(0, 16, 4))


def _without_stacks(text: str) -> str:
    kept, marks = [], 0
    for sign in text:
        marks = marks + 1 if unicodedata.combining(sign) else 0
        if marks <= _MAX_MARKS:
            kept.append(sign)
    return "".join(kept)
