"""What follows from the answers, as plain data: what is proposed, who does what, how to check."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Proposal:
    """An assistance area the rules call for."""

    code: str
    title: str
    activity: str
    output: str
    months: str
    priority: float | None
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckLine:
    """An indicator that a recommendation should move, and how to see that it did.

    `stage` is the one its evidence carries today and `to` the next; None where none is known, or
    none follows. `asks` is what that one asks, `evidence` what the form expects to be shown.
    """

    indicator: str
    stage: int | None
    to: int | None
    asks: str
    evidence: str


@dataclass(frozen=True, slots=True)
class PlanLine:
    """What is said of a recommendation beside the form; `number` is its own.

    `after` are the numbers of those it builds on, `cost` the code of a band; `moves` are the titles
    of the indicators that somebody said it should move, `checks` how to see whether it does.
    """

    number: int
    owner: str
    cost: str
    after: tuple[int, ...]
    moves: tuple[str, ...]
    checks: tuple[CheckLine, ...] = ()

    @property
    def named(self) -> bool:
        """Whether anybody said who does it, at which cost or after what."""
        return bool(self.owner or self.cost or self.after)
