"""How a function is declared: its name, what it takes, what it gives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple


class KnownArgument(NamedTuple):
    """What is known of an argument before anything runs: its text, if that is written out, and
    the data type of the node it names, if it names one; else None and blank.
    """

    text: str | None
    type: str


@dataclass(slots=True, frozen=True)
class Function:
    """A function as expressions see it.

    `takes` has a letter an argument: s string, n number, b boolean, x node-set, v any value,
    t a string or nodes, y a number or nodes. `least` arguments must be given; with `more` the
    letters after those repeat. A `live` function gets the Runtime first. `sound` says what is
    wrong with arguments that never can be right, blank if nothing is.
    """

    name: str
    gives: str
    takes: str
    least: int
    call: Callable[..., Any]
    more: bool = False
    live: bool = False
    sound: Callable[[Sequence[KnownArgument]], str] | None = None

    def letter(self, place: int) -> str:
        """What argument `place` (0-based) is; the letters after the needed ones come in turn."""
        if place < len(self.takes):
            return self.takes[place]
        turn = self.takes[self.least :] or self.takes[-1]
        return turn[(place - self.least) % len(turn)]

    @property
    def most(self) -> int | None:
        """How many arguments it takes at most; None if there is no end."""
        return None if self.more else len(self.takes)


def function(
    name: str,
    takes: str,
    gives: str,
    call: Callable[..., Any],
    *,
    live: bool = False,
    sound: Callable[[Sequence[KnownArgument]], str] | None = None,
) -> Function:
    """A Function from a short signature: "ss?n*" is a string, perhaps a string, any numbers.

    A letter followed by `?` and all after it are optional; `*` repeats its letter from none,
    `+` from one.
    """
    letters = ""
    least = -1
    more = False
    for sign in takes:
        if sign.isalpha():
            letters += sign
        elif sign in "?*" and least < 0:
            least = len(letters) - 1
        more = more or sign in "*+"
    least = len(letters) if least < 0 else least
    return Function(name, gives, letters, least, call, more, live, sound)
