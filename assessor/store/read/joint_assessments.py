"""Joint assessments: several people assessed the same thing, and an alias says so.

An alias is an entry of kind `alias` whose key is the uuid of another assessment: while it stands,
the two are one, in whichever of them it was said, and so are those joined with either. What stands
in a joint assessment is the union of the heads; nothing supersedes anything across assessments, so
parting them again (the alias's tombstone) leaves each as if they had never been joined.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assessor.store.files.connection import Connection
from assessor.store.model.entry import Conflict
from assessor.store.read import entry_queries

ALIAS_KIND = "alias"

_STANDS = "e.topic=t.topic AND e.superseded=0 AND e.body IS DISTINCT FROM 'null'"
# Crossed in this order, these look into the few aliases first: a file of millions of entries that
# joins nothing is not searched at all.
_EVERYWHERE = (
    "SELECT DISTINCT e.assessment, o.assessment FROM topic t CROSS JOIN assessment a CROSS JOIN"
    " entry e JOIN assessment o ON o.uuid=t.key WHERE e.assessment=a.assessment"
    f" AND {_STANDS} AND t.kind=?"
)
_ANY = "SELECT EXISTS(SELECT 1 FROM topic WHERE kind=?)"
_SAID_IN = (
    "SELECT o.assessment FROM topic t CROSS JOIN entry e JOIN assessment o ON o.uuid=t.key"
    f" WHERE e.assessment=? AND {_STANDS} AND t.kind=?"
)
_SAID_OF = (
    "SELECT e.assessment FROM assessment o JOIN topic t ON t.key=o.uuid CROSS JOIN assessment a"
    f" CROSS JOIN entry e WHERE e.assessment=a.assessment AND {_STANDS}"
    " AND o.assessment=? AND t.kind=?"
)


def any_joined(connection: Connection) -> bool:
    """Whether any alias was ever said here."""
    return bool(connection.value(_ANY, (ALIAS_KIND,)))


def joined_groups(connection: Connection) -> list[tuple[int, ...]]:
    """The assessments (by their numbers) that are joined with others, in the order they came."""
    found: dict[int, set[int]] = {}
    for one, other in connection.rows(_EVERYWHERE, (ALIAS_KIND,)):
        together = found.get(one, {one}) | found.get(other, {other})
        found.update(dict.fromkeys(together, together))
    distinct = {min(together): together for together in found.values() if len(together) > 1}
    return [tuple(sorted(distinct[first])) for first in sorted(distinct)]


def joined_group(connection: Connection, number: int) -> tuple[int, ...]:
    """An assessment with all it is joined with, itself first."""
    found, waiting = {number}, [number]
    if not any_joined(connection):
        return (number,)
    while waiting:
        asked = (waiting.pop(), ALIAS_KIND)
        near = connection.rows(_SAID_IN, asked) + connection.rows(_SAID_OF, asked)
        fresh = {other for (other,) in near} - found
        found |= fresh
        waiting += fresh
    return number, *sorted(found - {number})


def find_all_conflicts(
    connection: Connection, numbers: Iterable[int] | None
) -> tuple[Conflict, ...]:
    """The subjects on which people disagree, in these assessments and what they are joined with.

    With None, in the whole file. A conflict in a joint assessment is told once, of the one of them
    with the smallest uuid, which is the same in every file.
    """
    if numbers is None:
        wanted = joined_groups(connection)
        apart: Sequence[int] | None = None
        without = [number for together in wanted for number in together]
    else:
        asked = {tuple(sorted(joined_group(connection, number))) for number in numbers}
        wanted = sorted(together for together in asked if len(together) > 1)
        apart = sorted(number for together in asked if len(together) == 1 for number in together)
        without = []
    found = (
        list(entry_queries.read_conflicts(connection, apart, without=without))
        if apart != []
        else []
    )
    for together in wanted:
        found += entry_queries.read_joint_conflicts(connection, together)
    return tuple(sorted(found, key=lambda one: (one.assessment, one.kind, one.key)))
