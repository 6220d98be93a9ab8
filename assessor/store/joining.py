"""Joint assessments: several people assessed the same thing, and an alias says so.

An alias is an entry of kind `alias` whose key is the uuid of another assessment: while it stands,
the two are one, in whichever of them it was said, and so are those joined with either. What stands
in a joint assessment is the union of the heads; nothing supersedes anything across assessments, so
parting them again (the alias's tombstone) leaves each as if they had never been joined.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assessor.store import reading
from assessor.store.connection import Connection
from assessor.store.entry import Conflict

KIND = "alias"

# CROSS JOIN keeps the order: from the few aliases there are, never from all that was ever said.
_STANDING = (
    "SELECT DISTINCT e.assessment, o.assessment FROM topic t"
    " CROSS JOIN assessment o ON o.uuid=t.key CROSS JOIN assessment a"
    " CROSS JOIN entry e ON e.assessment=a.assessment AND e.topic=t.topic AND e.superseded=0"
    " WHERE t.kind=? AND e.body IS NOT 'null'"
)


def groups(connection: Connection) -> list[tuple[int, ...]]:
    """The assessments (by their numbers) that are joined with others, in the order they came."""
    found: dict[int, set[int]] = {}
    for one, other in connection.rows(_STANDING, (KIND,)):
        together = found.get(one, {one}) | found.get(other, {other})
        found.update(dict.fromkeys(together, together))
    distinct = {min(together): together for together in found.values() if len(together) > 1}
    return [tuple(sorted(distinct[first])) for first in sorted(distinct)]


def group_of(connection: Connection, number: int) -> tuple[int, ...]:
    """An assessment with all it is joined with, itself first."""
    for together in groups(connection):
        if number in together:
            return number, *(other for other in together if other != number)
    return (number,)


def conflicts(connection: Connection, numbers: Iterable[int] | None) -> tuple[Conflict, ...]:
    """The subjects on which people disagree, in these assessments and what they are joined with.

    With None, in the whole file. A conflict in a joint assessment is told once, of the one of them
    with the smallest uuid, which is the same in every file.
    """
    joint = groups(connection)
    if numbers is None:
        apart: Sequence[int] | None = None
        wanted = joint
    else:
        asked = set(numbers)
        wanted = [together for together in joint if asked.intersection(together)]
        apart = sorted(asked.difference(*joint))
    without = [number for together in joint for number in together] if apart is None else []
    found = list(reading.conflicts(connection, apart, without=without))
    for together in wanted:
        found += reading.joint_conflicts(connection, together)
    return tuple(sorted(found, key=lambda one: (one.assessment, one.kind, one.key)))
