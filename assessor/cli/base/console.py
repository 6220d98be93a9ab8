"""Output of the verbs: plain lines, aligned tables, or one JSON value."""

from __future__ import annotations

import json
import os
import re
import sys
import time
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import chain
from typing import TYPE_CHECKING, Any

from assessor import words
from assessor.errors import AssessorError, Reason
from assessor.names import safe_text
from assessor.store.model.changeset_core import DAY

if TYPE_CHECKING:
    from assessor.assessment.base.progress import ProgressCallback

_INTERVAL_SECONDS = 0.1
_LINE_LENGTH = 79
_ISOLATES = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))
_COMMANDS = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\ud800-\udfff]")
"""What JSON leaves as it is though a terminal obeys it: controls, directions, half characters."""


def user_language() -> str:
    """The ISO 639 code of the user's language, from the environment; English by default."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG", "")
    code = locale.partition(".")[0].partition("_")[0].lower()
    return code if len(code) in (2, 3) else "en"


def sentence_of(message: AssessorError | Reason) -> str:
    """An error or reason in the user's language, without isolates: few terminals know them."""
    return words.say(message, user_language()).translate(_ISOLATES)


def print_line(text: str = "") -> None:
    """Print one line to standard output; what others wrote in it commands no terminal."""
    sys.stdout.write(f"{safe_text(text)}\n")


def print_lines(lines: Iterable[str]) -> None:
    """Print lines to standard output, each as soon as it is made."""
    for line in lines:
        print_line(line)


def attributes(value: object, names: str) -> dict[str, Any]:
    """Attributes of a value by name, for JSON; `names` are separated by spaces."""
    return {name: getattr(value, name) for name in names.split()}


def print_json(value: object) -> None:
    """Print one JSON value, indented: every script readable, what commands a terminal escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    sys.stdout.write(_COMMANDS.sub(lambda found: json.dumps(found[0])[1:-1], text) + "\n")


def print_table(rows: Iterable[Sequence[object]], head: Sequence[str] = ()) -> None:
    """Print aligned columns; numbers are right-aligned, the last column is not padded."""
    lines = chain((head,) if head else (), rows)
    cells = [["" if cell is None else safe_text(str(cell)) for cell in row] for row in lines]
    if not cells:
        return
    widths = [max(_width(row[at]) for row in cells) for at in range(len(cells[0]))]
    for row in cells:
        padded = (
            cell.rjust(widths[at]) if _is_number(cell) else cell + " " * (widths[at] - _width(cell))
            for at, cell in enumerate(row)
        )
        print_line("  " + "  ".join(padded).rstrip())


@contextmanager
def show_progress() -> Iterator[ProgressCallback]:
    """Show the progress of long work in one line, which is removed at the end.

    Updated ten times a second at most. Nothing is shown if standard error is no terminal.
    """
    if not sys.stderr.isatty():
        yield lambda _what, _done, _total: None
        return
    last = 0.0

    def show(what: str, done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last > _INTERVAL_SECONDS:
            last = time.monotonic()
            text = safe_text(words.translator(user_language())(what))
            sys.stderr.write(f"\r\x1b[K{done} / {total}  {text}"[:_LINE_LENGTH])
            sys.stderr.flush()

    try:
        yield show
    finally:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()


def format_moment(at: int) -> str:
    """Milliseconds since 1970 as local time to the minute; as the day where only it is known."""
    when = datetime.fromtimestamp(at / 1000, UTC)
    return f"{when:%Y-%m-%d}" if at % DAY == 0 else f"{when.astimezone():%Y-%m-%d %H:%M}"


def _is_number(cell: str) -> bool:
    return cell.replace(".", "", 1).replace("-", "", 1).isdigit()


def _width(text: str) -> int:
    """The columns that a text takes: combining marks 0, wide signs 2, others 1."""
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1
        for sign in text
    )
