"""Proposals and the recommendation plan, as plain data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Proposal:
    """An assistance area that the rules propose."""

    code: str
    title: str
    activity: str
    output: str
    months: str
    priority: float | None
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckLine:
    """An indicator that a recommendation should move.

    `stage` is the evidenced stage, `to` the next one (None if there is none), `asks` what the next
    one requires, `evidence` what the form expects as proof.
    """

    indicator: str
    stage: int | None
    to: int | None
    asks: str
    evidence: str


@dataclass(frozen=True, slots=True)
class PlanLine:
    """The plan entry beside recommendation `number`.

    `after` are numbers of its prerequisites, `cost` a band's code, `moves` titles of the indicators
    it should move, `checks` how to verify that.
    """

    number: int
    owner: str
    cost: str
    after: tuple[int, ...]
    moves: tuple[str, ...]
    checks: tuple[CheckLine, ...] = ()

    @property
    def has_details(self) -> bool:
        """Whether owner, cost or prerequisites are known."""
        return bool(self.owner or self.cost or self.after)
