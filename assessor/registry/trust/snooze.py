"""Snoozed conflicts: a mark of this registry that never travels."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

from assessor.store.write.mission import Mission

_SETTING = "parked"


def snoozed_conflicts(mission: Mission) -> frozenset[str]:
    """Return the ids of snoozed conflicts; a conflict that changes gets a new id."""
    return _ids(mission.setting(_SETTING))


def snooze_conflicts(
    mission: Mission, conflicts: Iterable[str], still_open: Iterable[str] | None = None
) -> None:
    """Snooze conflicts by their ids; the marks of resolved conflicts are dropped. `still_open` are
    the ids of all open conflicts, if the caller knows them."""
    _update(mission, lambda ids: ids.union(conflicts), still_open)


def resume_conflicts(
    mission: Mission, conflicts: Iterable[str], still_open: Iterable[str] | None = None
) -> None:
    """Remove the mark from conflicts."""
    _update(mission, lambda ids: ids.difference(conflicts), still_open)


def _update(
    mission: Mission,
    change: Callable[[frozenset[str]], frozenset[str]],
    still_open: Iterable[str] | None,
) -> None:
    if still_open is None:
        still_open = (conflict.id for conflict in mission.conflicts())
    open_ids = frozenset(still_open)

    def revised(text: str | None) -> str:
        return json.dumps(sorted(change(_ids(text)) & open_ids))

    mission.update_setting(_SETTING, revised)


def _ids(text: str | None) -> frozenset[str]:
    return frozenset(json.loads(text or "[]"))
