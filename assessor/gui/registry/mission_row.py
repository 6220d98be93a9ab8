"""One mission of a registry as it is listed: from what is kept of it, without opening it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MissionLine:
    """`name` as the reader calls it, `start` an ISO date or blank; `disputed` questions wait to be
    decided."""

    uuid: str
    name: str
    country: str
    code: str
    start: str
    answered: int
    relevant: int
    disputed: int

    @property
    def year(self) -> str:
        """The year it began, or blank."""
        return self.start[:4]

    @property
    def percent(self) -> int:
        """Relevant questions that are answered, 0 to 100, rounded down."""
        return min(100, self.answered * 100 // self.relevant) if self.relevant else 0

    @property
    def states(self) -> tuple[str, ...]:
        """How it stands, in the words of the filter."""
        whole = "whole" if self.relevant and self.answered >= self.relevant else "open"
        return ("disputed", whole) if self.disputed else (whole,)

    @property
    def sought(self) -> str:
        """What words are looked for in."""
        return f"{self.name} {self.code} {self.uuid} {self.start}".casefold()
