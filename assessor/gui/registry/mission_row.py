"""One row of the mission list, from cached data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MissionLine:
    """A row: `start` is an ISO date or blank; `disputed` counts open conflicts; `mark` is said
    beside the name where nobody vouches for who made the mission."""

    uuid: str
    name: str
    country: str
    code: str
    start: str
    answered: int
    relevant: int
    disputed: int
    mark: str = ""

    @property
    def title(self) -> str:
        """The name, with the mark."""
        return f"{self.name} ({self.mark})" if self.mark else self.name

    @property
    def year(self) -> str:
        """The year of the start, or blank."""
        return self.start[:4]

    @property
    def percent(self) -> int:
        """Share of relevant questions with an answer, 0 to 100, rounded down."""
        return min(100, self.answered * 100 // self.relevant) if self.relevant else 0

    @property
    def states(self) -> tuple[str, ...]:
        """The states of the mission, as the filter names them."""
        whole = "whole" if self.relevant and self.answered >= self.relevant else "open"
        return ("disputed", whole) if self.disputed else (whole,)

    @property
    def sought(self) -> str:
        """The text that searches match."""
        return f"{self.name} {self.code} {self.uuid} {self.start}".casefold()
