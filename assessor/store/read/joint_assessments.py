"""Joined assessments: several people assessed the same thing, and an alias says so.

An alias is an entry of kind `alias` whose key is the uuid of another assessment. While it is
current, the two count as one, and so do all assessments joined with either. The heads of joined
assessments are the union of theirs; nothing supersedes across assessments, so removing the alias
separates them without a trace.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assessor.store.files.connection import Connection
from assessor.store.files.file_schema import MAY_SPEAK
from assessor.store.model.entry import Conflict
from assessor.store.read.entry_queries import read_conflicts, read_joint_conflicts
from assessor.store.read.publication_claims import read_claims

ALIAS_KIND = "alias"

_STANDS = (
    "e.topic=t.topic AND e.superseded=0 AND e.body IS DISTINCT FROM 'null'"
    " AND NOT EXISTS(SELECT 1 FROM changeset s WHERE s.changeset=e.n>>16 AND (s.standing>0 OR NOT"
    f" ({MAY_SPEAK.format(signer='s.signer', assessment='o.assessment')})))"
)
"""A current alias; it joins nothing unless its signer has authority in both assessments."""
# In this join order the few aliases are searched first: a file of millions of entries without
# an alias is not searched at all.
ALIASES_SQL = (
    "SELECT DISTINCT e.assessment, o.assessment FROM topic t CROSS JOIN assessment a CROSS JOIN"
    " entry e JOIN assessment o ON o.uuid=t.key WHERE e.assessment=a.assessment"
    f" AND {_STANDS} AND t.kind=?"
)
_ANY = "SELECT EXISTS(SELECT 1 FROM topic WHERE kind=?)"
ALIASES_IN_SQL = (
    "SELECT o.assessment FROM topic t CROSS JOIN entry e JOIN assessment o ON o.uuid=t.key"
    f" WHERE e.assessment=? AND {_STANDS} AND t.kind=?"
)
ALIASES_OF_SQL = (
    "SELECT e.assessment FROM assessment o JOIN topic t ON t.key=o.uuid CROSS JOIN assessment a"
    f" CROSS JOIN entry e WHERE e.assessment=a.assessment AND {_STANDS}"
    " AND o.assessment=? AND t.kind=?"
)


def any_joined(connection: Connection) -> bool:
    """Return whether the registry ever had an alias."""
    return bool(connection.value(_ANY, (ALIAS_KIND,)))


def joined_groups(connection: Connection) -> list[tuple[int, ...]]:
    """Return the groups of joined assessments, by number, in the order they came."""
    groups: dict[int, set[int]] = {}
    for first, second in connection.rows(ALIASES_SQL, (ALIAS_KIND,)):
        group = groups.get(first, {first}) | groups.get(second, {second})
        groups.update(dict.fromkeys(group, group))
    distinct = {min(group): group for group in groups.values() if len(group) > 1}
    return [tuple(sorted(distinct[least])) for least in sorted(distinct)]


def joined_group(connection: Connection, number: int) -> tuple[int, ...]:
    """Return an assessment and all that it is joined with, itself first."""
    group, waiting = {number}, [number]
    if not any_joined(connection):
        return (number,)
    while waiting:
        values = (waiting.pop(), ALIAS_KIND)
        neighbours = connection.rows(ALIASES_IN_SQL, values)
        neighbours += connection.rows(ALIASES_OF_SQL, values)
        new = {other for (other,) in neighbours} - group
        group |= new
        waiting += new
    return number, *sorted(group - {number})


def split_joined(
    connection: Connection, numbers: Iterable[int]
) -> tuple[list[tuple[int, ...]], list[int]]:
    """Return the groups of joined assessments that these are in, and those that are not joined."""
    sets = {tuple(sorted(joined_group(connection, number))) for number in numbers}
    groups = sorted(group for group in sets if len(group) > 1)
    return groups, sorted(number for group in sets if len(group) == 1 for number in group)


def find_all_conflicts(
    connection: Connection, numbers: Iterable[int] | None
) -> tuple[Conflict, ...]:
    """Return the conflicts in these assessments and those they are joined with.

    None means the whole file. A conflict between joined assessments is reported once, under the
    smallest uuid, which is the same in every file.
    """
    if numbers is None:
        groups = joined_groups(connection)
        single: Sequence[int] | None = None
        without = [number for group in groups for number in group]
    else:
        groups, single = split_joined(connection, numbers)
        without = []
    every = None if single is None else [*single, *(each for group in groups for each in group)]
    claims = read_claims(connection, every)
    conflicts = [] if single == [] else read_conflicts(connection, single, claims, without)
    for group in groups:
        conflicts += read_joint_conflicts(connection, group, claims)
    return tuple(
        sorted(conflicts, key=lambda conflict: (conflict.assessment, conflict.kind, conflict.key))
    )
