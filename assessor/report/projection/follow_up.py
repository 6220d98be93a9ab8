"""What changed since the previous mission, as plain data for one audience."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum


class Movement(Enum):
    """How what is known of a criterion moved between two missions."""

    GAINED = "gained"  # not met then, shown now
    GAINED_BY_WORD = "gained by word"  # not met then, said now
    CONFIRMED = "confirmed"  # said then, shown now
    UNCHANGED = "unchanged"
    NOT_SHOWN_AGAIN = "not shown again"  # shown then, only said now
    LOST = "lost"  # shown then, not met now
    NOT_CONFIRMED = "not confirmed"  # said then, not met now


@dataclass(frozen=True, slots=True)
class IndicatorChange:
    """One indicator in both missions.

    `compared` of `of` criteria are compared; of those `shown_then` and `shown_now` were shown. The
    evidenced stages are given if all are compared and both are released. `moved` holds the
    sentences of criteria by how they moved; unchanged ones are left out.
    """

    section: str
    title: str
    compared: int
    of: int
    shown_then: int
    shown_now: int
    stage_then: int | None
    stage_now: int | None
    moved: Mapping[Movement, tuple[str, ...]]

    @property
    def whole(self) -> bool:
        """Whether all criteria are compared."""
        return self.compared == self.of


@dataclass(frozen=True, slots=True)
class RecommendationOutcome:
    """What became of a recommendation; `text` is empty if the reader may not know it.

    `status` is a code of the plan or blank; `note` is for the team.
    """

    text: str
    status: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """The previous mission beside this one.

    `days` and `version` are those of the previous mission and of its form. `indicators` are those
    with a criterion that is compared, in the form's order; `apart` are the titles of the others.
    """

    days: str
    version: str
    indicators: tuple[IndicatorChange, ...]
    apart: tuple[str, ...]
    recommendations: tuple[RecommendationOutcome, ...]

    @property
    def compared(self) -> int:
        """The number of indicators that are compared whole."""
        return sum(each.whole for each in self.indicators)
