"""Conflicts put by for later at this registry: a mark of its own that never travels."""

from __future__ import annotations

import json
from collections.abc import Iterable

from assessor.store.write.mission import Mission

_SETTING = "parked"


def snoozed_conflicts(mission: Mission) -> frozenset[str]:
    """The ids of conflicts that are put by; a conflict that changes is a new one, and waits."""
    return _ids(mission.setting(_SETTING))


def snooze_conflicts(
    mission: Mission, conflicts: Iterable[str], still_open: Iterable[str] | None = None
) -> None:
    """Put conflicts by, by their ids; what is no longer open is forgotten with it.

    `still_open` are the ids of all that are open, where they are known.
    """
    _keep(mission, frozenset(conflicts), frozenset(), still_open)


def resume_conflicts(
    mission: Mission, conflicts: Iterable[str], still_open: Iterable[str] | None = None
) -> None:
    """Let conflicts wait for a decision again."""
    _keep(mission, frozenset(), frozenset(conflicts), still_open)


def _keep(
    mission: Mission,
    more: frozenset[str],
    less: frozenset[str],
    still_open: Iterable[str] | None,
) -> None:
    if still_open is None:
        still_open = (one.id for one in mission.conflicts())
    waiting = frozenset(still_open)

    def revised(kept: str | None) -> str:
        return json.dumps(sorted(((_ids(kept) | more) - less) & waiting))

    mission.update_setting(_SETTING, revised)


def _ids(kept: str | None) -> frozenset[str]:
    return frozenset(json.loads(kept or "[]"))
