"""Conflicts put by for later at this registry: a mark of its own that never travels."""

from __future__ import annotations

import json
from collections.abc import Iterable

from assessor.store.mission import Mission

_SETTING = "parked"


def parked(mission: Mission) -> frozenset[str]:
    """The ids of conflicts that are put by; a conflict that changes is a new one, and waits."""
    return frozenset(json.loads(mission.setting(_SETTING) or "[]"))


def park(mission: Mission, conflicts: Iterable[str]) -> None:
    """Put conflicts by, by their ids; what is no longer open is forgotten with it."""
    _keep(mission, parked(mission) | frozenset(conflicts))


def take_up(mission: Mission, conflicts: Iterable[str]) -> None:
    """Let conflicts wait for a decision again."""
    _keep(mission, parked(mission) - frozenset(conflicts))


def _keep(mission: Mission, ids: frozenset[str]) -> None:
    still_open = {one.id for one in mission.conflicts()}
    mission.set_setting(_SETTING, json.dumps(sorted(ids & still_open)))
