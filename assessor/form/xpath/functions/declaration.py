"""The declaration of a function: name, arguments and result."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple


class KnownArgument(NamedTuple):
    """What is known of an argument: the text of a literal, the data type of a named node."""

    text: str | None
    type: str


@dataclass(slots=True, frozen=True)
class Function:
    """A function of the expression language.

    `takes` has one letter per argument: s string, n number, x node-set, v any value, t
    string or nodes, y number or nodes. `least` arguments are required; with `more` the letters
    after those repeat. A `live` function gets the Runtime first. `check` returns why the known
    arguments are invalid, or blank.
    """

    name: str
    gives: str
    takes: str
    least: int
    call: Callable[..., Any]
    more: bool = False
    live: bool = False
    check: Callable[[Sequence[KnownArgument]], str] | None = None

    def letter(self, place: int) -> str:
        """Return the type letter of argument `place` (0-based)."""
        if place < len(self.takes):
            return self.takes[place]
        turn = self.takes[self.least :] or self.takes[-1]
        return turn[(place - self.least) % len(turn)]

    @property
    def most(self) -> int | None:
        """The maximum number of arguments, or None."""
        return None if self.more else len(self.takes)


def function(
    name: str,
    takes: str,
    gives: str,
    call: Callable[..., Any],
    *,
    live: bool = False,
    check: Callable[[Sequence[KnownArgument]], str] | None = None,
) -> Function:
    """Declare a function by a short signature: "ss?n*" is a string, an optional one, any numbers.

    A letter followed by `?` and all later letters are optional; `*` repeats its letter from zero
    times, `+` from once.
    """
    letters = re.sub(r"[?*+]", "", takes)
    optional = re.search(r"[?*]", takes)
    least = optional.start() - 1 if optional else len(letters)
    return Function(name, gives, letters, least, call, takes.endswith(("*", "+")), live, check)
