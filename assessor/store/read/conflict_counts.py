"""The number of conflicts, without reading every head: thousands of parcels of strangers can be
about one question, and each receipt says how many conflicts are open."""

from __future__ import annotations

from collections.abc import Iterable

from assessor.store.files.connection import Connection
from assessor.store.model.entry import ORDER_KINDS
from assessor.store.read.entry_queries import (
    WAITS,
    number_filter,
    read_conflicts_at,
    read_joint_conflicts,
)
from assessor.store.read.joint_assessments import split_joined
from assessor.store.read.publication_claims import read_claims

_HEADS = (
    "FROM entry {0} WHERE {0}.assessment=s.assessment AND {0}.topic=s.topic AND {0}.superseded=0"
)
_TEXT = (
    """CASE WHEN {0}.body IN ('null', '{{"value":""}}') THEN ''"""
    " ELSE coalesce({0}.body, hex({0}.proof)) END"
)
_SIGNED = "SELECT 1 FROM changeset c WHERE c.assessment=h.assessment AND c.changeset=h.n>>16"
_HEAD, _FIRST = _HEADS.format("h"), _HEADS.format("f")
_DIFFER = (
    f"s.heads>1 AND EXISTS(SELECT 1 {_HEAD} AND {_TEXT.format('h')}<>"
    f"(SELECT {_TEXT.format('f')} {_FIRST} LIMIT 1))"
)
"""The first head that says something else than another is enough."""
_WAIT = (
    "s.assessment IN (SELECT assessment FROM changeset WHERE standing>0)"
    f" AND NOT EXISTS(SELECT 1 {_HEAD} AND NOT EXISTS({_SIGNED} AND c.standing>0))"
    f" AND EXISTS(SELECT 1 {_HEAD} AND {_TEXT.format('h')}<>'' AND EXISTS({_SIGNED}"
    f" AND c.standing>0 AND {WAITS}))"
)
"""All heads say the same, and nobody with authority says it."""
_ORDERS = ", ".join(f"'{kind}'" for kind in sorted(ORDER_KINDS))


def count_conflicts(connection: Connection, numbers: Iterable[int]) -> int:
    """Return the number of conflicts in these assessments (by number) and those they are joined
    with: as many as find_all_conflicts returns."""
    groups, single = split_joined(connection, numbers)
    claims = read_claims(connection, [*single, *(each for group in groups for each in group)])
    count = sum(len(read_joint_conflicts(connection, group, claims)) for group in groups)
    if not single:
        return count
    condition, values = number_filter("assessment", single)
    differ, wait = _DIFFER, _WAIT
    if len(single) == 1:  # PostgreSQL then reads one partition alone
        differ, wait = (each.replace("=s.assessment", f"={single[0]:d}") for each in (differ, wait))
    rows = connection.rows(
        f"SELECT s.assessment, s.topic, {differ} FROM (SELECT assessment, topic, count(*) AS heads"
        f" FROM entry WHERE superseded=0{condition} GROUP BY assessment, topic) s"
        f" JOIN topic t ON t.topic=s.topic WHERE t.kind NOT IN ({_ORDERS})"
        f" AND (({differ}) OR ({wait}))",
        values,
    )
    differing = {(assessment, topic) for assessment, topic, differ in rows if differ}
    claimed = [place for place in claims if place[0] in single and place not in differing]
    sure = {row[:2] for row in rows} - set(claimed)
    return count + len(sure) + len(read_conflicts_at(connection, claimed, claims))
