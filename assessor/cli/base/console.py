"""How the verbs print: plain lines, aligned tables, or one JSON value."""

from __future__ import annotations

import json
import os
import sys
import time
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from assessor import words
from assessor.assessment.base.progress import Tell, silent
from assessor.errors import AssessorError, Reason

_TELLING = 0.1
_LINE = 79

_ISOLATES = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))


def language_of_person() -> str:
    """The ISO 639 code of the person's language, from the environment; English if it is silent."""
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG", "")
    code = spoken.partition(".")[0].partition("_")[0].lower()
    return code if len(code) in (2, 3) else "en"


def in_words(said: AssessorError | Reason) -> str:
    """The sentence of an error or a reason in the person's language, without the marks that set
    its direction: few terminals know them."""
    return words.say(said, language_of_person()).translate(_ISOLATES)


def line(text: str = "") -> None:
    """One line to standard output."""
    sys.stdout.write(f"{text}\n")


def as_json(value: Any) -> None:
    """One JSON value, indented, any script readable."""
    line(json.dumps(value, ensure_ascii=False, indent=2))


def table(rows: Iterable[Sequence[object]], head: Sequence[str] = ()) -> None:
    """Aligned columns; numbers to the right, the last column as long as it is."""
    cells = [[_shown(cell) for cell in row] for row in rows]
    if head:
        cells.insert(0, list(head))
    if not cells:
        return
    widths = [max(_width(row[at]) for row in cells) for at in range(len(cells[0]))]
    for row in cells:
        padded = (
            cell.rjust(widths[at]) if _is_number(cell) else cell + " " * (widths[at] - _width(cell))
            for at, cell in enumerate(row)
        )
        line("  " + "  ".join(padded).rstrip())


@contextmanager
def progress() -> Iterator[Tell]:
    """Tell on the terminal how far long work is: one line, ten times a second at most, that goes
    when the work ends. Nothing where standard error is no terminal."""
    if not sys.stderr.isatty():
        yield silent
        return
    said = 0.0

    def tell(what: str, done: int, of: int) -> None:
        nonlocal said
        if time.monotonic() - said > _TELLING:
            said = time.monotonic()
            words_of_it = words.translator(language_of_person())(what)
            sys.stderr.write(f"\r\x1b[K{done} / {of}  {words_of_it}"[:_LINE])
            sys.stderr.flush()

    try:
        yield tell
    finally:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()


def moment(at: int) -> str:
    """Milliseconds since 1970 as local time to the minute."""
    return f"{datetime.fromtimestamp(at / 1000, UTC).astimezone():%Y-%m-%d %H:%M}"


def _shown(cell: object) -> str:
    return "" if cell is None else str(cell)


def _is_number(cell: str) -> bool:
    return cell.replace(".", "", 1).replace("-", "", 1).isdigit()


def _width(text: str) -> int:
    """How many columns of a terminal a text takes: combining marks none, wide signs two."""
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1
        for sign in text
    )
