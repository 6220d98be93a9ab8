"""Conflicts put by for later at this registry: a mark of its own that never travels."""

from __future__ import annotations

import json
from collections.abc import Iterable

from assessor.store.mission import Mission

_SETTING = "parked"


def parked(mission: Mission) -> frozenset[str]:
    """The ids of conflicts that are put by; a conflict that changes is a new one, and waits."""
    return _ids(mission.setting(_SETTING))


def park(mission: Mission, conflicts: Iterable[str]) -> None:
    """Put conflicts by, by their ids; what is no longer open is forgotten with it."""
    _keep(mission, frozenset(conflicts), frozenset())


def take_up(mission: Mission, conflicts: Iterable[str]) -> None:
    """Let conflicts wait for a decision again."""
    _keep(mission, frozenset(), frozenset(conflicts))


def _keep(mission: Mission, more: frozenset[str], less: frozenset[str]) -> None:
    still_open = {one.id for one in mission.conflicts()}

    def revised(kept: str | None) -> str:
        return json.dumps(sorted(((_ids(kept) | more) - less) & still_open))

    mission.revise_setting(_SETTING, revised)


def _ids(kept: str | None) -> frozenset[str]:
    return frozenset(json.loads(kept or "[]"))
