"""What waits for a person at headquarters: the conflicts of every assessment received."""

from __future__ import annotations

from assessor.store.entry import Conflict
from assessor.store.mission import Mission


def inbox(mission: Mission) -> tuple[Conflict, ...]:
    """Every open conflict, by assessment and reference."""
    return mission.conflicts()
