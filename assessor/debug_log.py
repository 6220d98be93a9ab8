"""The debug log: entries, signals and SQL statements on standard error, never any content."""

from __future__ import annotations

import re
import sys
import time

from assessor.names import safe_text

_LITERAL = re.compile(r"'(?:[^']|'')*'|\b[0-9a-fA-F]{16,}\b")
_START = time.monotonic()
_switch = {"on": False}


def enable(on: bool = True) -> None:
    """Turn the log on, or off."""
    _switch["on"] = on


def is_on() -> bool:
    """Whether lines are written."""
    return _switch["on"]


def write(subject: str, text: str) -> None:
    """Write one line, if the log is on. `text` must not tell what a person wrote."""
    if _switch["on"]:
        sys.stderr.write(f"{time.monotonic() - _START:9.3f}  {subject:<6}  {safe_text(text)}\n")


def write_sql(statement: str) -> None:
    """Write an SQL statement, if the log is on; its literals are left out, its values are bound."""
    if _switch["on"]:
        write("sql", _LITERAL.sub("'…'", " ".join(statement.split())))
