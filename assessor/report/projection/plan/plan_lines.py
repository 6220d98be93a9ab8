"""Suggested assistance and the plan beside recommendations, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from assessor.scoring.criteria import CriterionState


@dataclass(frozen=True, slots=True)
class SuggestedAction:
    """What should be done about one criterion that is not met, or about a fact.

    `taken` are the numbers of the recommendations that are to meet it; without any it is a
    suggestion that the team has not taken.
    """

    text: str
    taken: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """An assistance area with the actions that it consists of.

    `because` says what they follow from: indicators with the stage that asks it, or facts.
    `to_confirm` are criteria that were said to be met and not shown. `priority` is None without an
    agreed need or if it is not `released`.
    """

    code: str
    title: str
    actions: tuple[SuggestedAction, ...]
    output: str
    months: str
    priority: float | None
    because: tuple[str, ...]
    to_confirm: tuple[str, ...] = ()
    released: bool = True


@dataclass(frozen=True, slots=True)
class PlanTarget:
    """What a recommendation is to meet, and how it stands.

    A criterion has a `state` (None if the reader is not told), a described indicator a `stage` and
    the next one (`to`), a fact a `value`. `text` is what is to be met, `shown_by` what shows it.
    """

    title: str
    text: str = ""
    shown_by: str = ""
    state: CriterionState | None = None
    stage: int | None = None
    to: int | None = None
    value: str = ""
    by_criterion: bool = False


@dataclass(frozen=True, slots=True)
class PlanLine:
    """The plan entry beside recommendation `number`.

    `after` are numbers of its prerequisites, `cost` a band's code, `amount` and `funded` money in
    `currency`. `baseline`, `aim` and `check` are the team's own words for how things stand, what is
    to be reached and how to check it; without them `targets` say so.
    """

    number: int
    owner: str = ""
    partner: str = ""
    start: date | None = None
    end: date | None = None
    cost: str = ""
    amount: Decimal | None = None
    currency: str = ""
    funded: Decimal | None = None
    after: tuple[int, ...] = ()
    baseline: str = ""
    aim: str = ""
    check: str = ""
    targets: tuple[PlanTarget, ...] = ()

    @property
    def gap(self) -> Decimal | None:
        """The money that is missing; None if amount or funding is not known."""
        if self.amount is None or self.funded is None:
            return None
        return max(self.amount - self.funded, Decimal(0))

    @property
    def has_details(self) -> bool:
        """Whether anything but its targets is known."""
        return any(
            (
                self.owner, self.partner, self.start, self.end, self.cost, self.amount,
                self.funded, self.after, self.baseline, self.aim, self.check,
            )
        )  # fmt: skip


def read_day(text: str) -> date | None:
    """Read an ISO date; None for anything else, as another laptop's entry may hold."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


_MOST_MONEY = 10**18


def read_money(text: str) -> Decimal | None:
    """Read an amount; None for anything else, and for more than there is in the world."""
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and 0 <= amount < _MOST_MONEY else None
