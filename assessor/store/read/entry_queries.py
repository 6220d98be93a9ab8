"""Queries for entries, conflicts and changesets."""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from assessor.errors import Damaged
from assessor.names import safe_name
from assessor.store.files.connection import BY_NUMBER, Connection
from assessor.store.model.authority import OUTSIDER
from assessor.store.model.canonical_json import JSON
from assessor.store.model.changeset import Changeset
from assessor.store.model.changeset_core import NotAChangeset
from assessor.store.model.entry import UNASKED_KINDS, Conflict, Entry, build_conflict, in_conflict
from assessor.store.read.row_numbers import entry_name

_ENTRIES = (
    "SELECT e.n, c.id, a.uuid, t.kind, t.key, e.body, e.proof, coalesce(c.author, d.author),"
    " c.signer, e.at, coalesce(c.standing, 0) FROM entry e {} JOIN assessment a"
    " USING(assessment) JOIN topic t USING(topic)"
    " LEFT JOIN changeset c ON e.n>0 AND c.changeset=e.n>>16"
    " LEFT JOIN draft d ON e.n<0 AND d.draft=-e.n WHERE {}"
)
_PARENTS = (
    "SELECT g.child, g.parent, c.id FROM entry e {} JOIN topic t USING(topic) JOIN edge g ON"
    " g.assessment=e.assessment AND g.child=e.n"
    " LEFT JOIN changeset c ON g.parent>0 AND c.changeset=g.parent>>16 WHERE {}"
)
JSON_NUMBERS = "SELECT CAST(value AS bigint) FROM json_each(?)"
"""The numbers of a JSON list, in a statement."""
_MAX_LITERALS = 100
"""The longest list of numbers that a statement contains literally, so that a distributed database
knows the place of each."""
# Two steps: an index finds the subjects with several heads; only those are compared.
_DISPUTED = (
    "SELECT {0} FROM entry WHERE superseded=0{1} AND ({0}) IN (SELECT {0} FROM entry"
    " WHERE superseded=0{1} GROUP BY {0} HAVING count(*)>1)"
    " GROUP BY {0} HAVING count(DISTINCT coalesce(body, hex(proof)))>1"
)
_Members = dict[tuple[str, str, str], list[Entry]]
Claims = Mapping[tuple[int, int], Sequence[Entry]]
"""What was published, say some without authority (see published_answers.find_claims): entries by
assessment and topic (numbers) of the answer."""
WAITS = f"(t.kind='answer' OR c.standing={OUTSIDER} AND t.kind NOT IN {(*sorted(UNASKED_KINDS),)})"
"""Whether an entry of the kind of a topic `t` waits if it is in a doubtful changeset `c`."""
_WAITING = (
    f"SELECT DISTINCT e.assessment, e.topic FROM entry e {BY_NUMBER} JOIN (SELECT assessment,"
    " changeset, standing FROM changeset WHERE standing>0{0}) c"
    " ON e.assessment=c.assessment AND e.n BETWEEN c.changeset<<16 AND c.changeset<<16|65535"
    f" JOIN topic t ON t.topic=e.topic WHERE e.superseded=0 AND {WAITS}"
)
_WITHOUT = f" AND assessment NOT IN ({JSON_NUMBERS})"


def number_filter(column: str, numbers: Sequence[int]) -> tuple[str, tuple[object, ...]]:
    """Return a condition that a column has one of these numbers, and its values."""
    if 0 < len(numbers) <= _MAX_LITERALS:  # PostgreSQL has no empty list
        return f" AND {column} IN ({','.join('?' * len(numbers))})", tuple(numbers)
    return f" AND {column} IN ({JSON_NUMBERS})", (json.dumps(list(numbers)),)


def read_entries(
    connection: Connection, where: str, values: Sequence[object], *, numbered: bool = False
) -> list[Entry]:
    """Return the entries for which `where` holds, in the order they came; `e` and `t` name the
    tables. `numbered` says that `where` selects by number."""
    parts = BY_NUMBER if numbered else "", where
    with connection.snapshot():
        rows = connection.rows(_ENTRIES.format(*parts), values)
        parents: dict[int, list[str]] = defaultdict(list)
        for child, parent, digest in (
            connection.rows(_PARENTS.format(*parts), values) if rows else ()
        ):
            parents[child].append(entry_name(parent, digest))
    rows.sort(key=_arrival)
    try:
        return [_entry(row, tuple(sorted(parents.get(row[0], ())))) for row in rows]
    except ValueError as error:  # no signature covers a draft
        raise Damaged(
            "{name} is damaged: an answer that is not sealed yet cannot be read. Open the newest "
            "backup, or copy what still verifies to a new file with the command assessor rescue.",
            name=connection.path.name,
        ) from error


def _arrival(row: Sequence[int]) -> tuple[int, ...]:
    """Return the sort key of entries in the order they came. Inside a changeset positions have no
    order: there the moments count."""
    n, at = row[0], row[9]
    return (0, n >> 16, at, n) if n > 0 else (1, -n)


def _entry(row: tuple[object, ...], parents: tuple[str, ...]) -> Entry:
    n, digest, uuid, kind, key, payload, proof, author, signer, at, standing = row
    assert isinstance(n, int) and isinstance(at, int) and isinstance(standing, int)
    assert digest is None or isinstance(digest, bytes)
    body: JSON | None = json.loads(payload) if isinstance(payload, str) else None
    if body is not None and not isinstance(body, dict):
        raise ValueError("a body is no object")
    return Entry(
        name=entry_name(n, digest),
        assessment=str(uuid),
        kind=str(kind),
        key=str(key),
        body=body,
        is_tombstone=payload == "null",
        parents=parents,
        author=safe_name(str(author or "")),
        signer=str(signer or ""),
        at=at,
        commitment=proof.hex() if payload is None and isinstance(proof, bytes) else "",
        standing=standing,
    )


def read_conflicts(
    connection: Connection, among: Sequence[int] | None, claims: Claims, without: Sequence[int] = ()
) -> list[Conflict]:
    """Return the conflicts within single assessments: `among` these, or all `without` some."""
    numbers: tuple[object, ...]
    if among is None:
        condition, numbers = _WITHOUT, (json.dumps(list(without)),)
    else:
        condition, numbers = number_filter("assessment", among)
    sql = _DISPUTED.format("assessment, topic", condition)
    found = connection.rows(sql, numbers * 2)
    waiting = connection.rows(_WAITING.format(condition), numbers)
    claimed = [place for place in claims if place[0] not in without]
    return read_conflicts_at(connection, dict.fromkeys((*found, *waiting, *claimed)), claims)


def read_conflicts_at(
    connection: Connection, places: Iterable[tuple[int, int]], claims: Claims
) -> list[Conflict]:
    """Return the conflicts among these places (assessment and topic, by number)."""
    disputed: dict[int, list[int]] = defaultdict(list)
    for assessment, topic in places:
        disputed[assessment].append(topic)
    where = f"e.superseded=0 AND e.assessment=? AND e.topic IN ({JSON_NUMBERS})"
    subjects: _Members = defaultdict(list)
    for assessment, topics in disputed.items():
        for entry in read_entries(connection, where, (assessment, json.dumps(topics))):
            subjects[entry.assessment, entry.kind, entry.key].append(entry)
    claimed = (place for place in claims if place[1] in disputed.get(place[0], ()))
    for entry in (each for place in claimed for each in claims[place]):
        subjects[entry.assessment, entry.kind, entry.key].append(entry)
    return _build_conflicts(subjects)


def read_joint_conflicts(
    connection: Connection, group: Sequence[int], claims: Claims
) -> list[Conflict]:
    """Return the conflicts anywhere in assessments that are joined."""
    condition, numbers = number_filter("assessment", group)
    disputed = connection.rows(_DISPUTED.format("topic", condition), numbers * 2)
    waiting = connection.rows(_WAITING.format(condition), numbers)
    claimed = [place for place in claims if place[0] in group]
    found = [*disputed, *((topic,) for _, topic in (*waiting, *claimed))]
    topics = json.dumps([topic for (topic,) in found])
    where = f"e.superseded=0 AND e.assessment=? AND e.topic IN ({JSON_NUMBERS})"
    uuid = connection.value("SELECT min(uuid) FROM assessment WHERE true" + condition, numbers)
    subjects: _Members = defaultdict(list)
    for number in group:
        for entry in read_entries(connection, where, (number, topics)):
            subjects[uuid, entry.kind, entry.key].append(entry)
    for entry in (each for place in claimed for each in claims[place]):
        subjects[uuid, entry.kind, entry.key].append(entry)
    return _build_conflicts(subjects)


def _build_conflicts(subjects: _Members) -> list[Conflict]:
    return [
        build_conflict(*subject, members)
        for subject, members in subjects.items()
        if in_conflict(members)
    ]


def read_changeset(connection: Connection, number: int) -> Changeset:
    """Return one changeset by its number in this file. Raises Damaged."""
    with connection.snapshot():
        name_column = "named" if connection.has_column("changeset", "named") else "NULL"
        [(digest, core, signature, name, assessment)] = connection.rows(
            f"SELECT id, core, signature, {name_column}, assessment FROM changeset"
            " WHERE changeset=?",
            (number,),
        )
        rows = connection.rows(
            f"SELECT body, proof FROM entry {BY_NUMBER} WHERE assessment=? AND n BETWEEN ? AND ?"
            " ORDER BY n",
            (assessment, number << 16, number << 16 | 65_535),
        )
    try:
        changeset = Changeset(
            zlib.decompress(core), signature,
            tuple(row[0] for row in rows), tuple(row[1] for row in rows), name or b"",
        )  # fmt: skip
    except (NotAChangeset, zlib.error) as error:
        raise _damaged(connection, digest.hex()) from error
    if changeset.id != digest.hex():
        raise _damaged(connection, digest.hex())
    return changeset


def outsiders_about(connection: Connection, kind: str) -> tuple[str, ...]:
    """Return the assessments (uuids) in which outsiders say something of a kind that nothing
    superseded."""
    rows = connection.rows(
        "SELECT DISTINCT a.uuid FROM changeset c JOIN entry e ON e.assessment=c.assessment"
        " AND e.n BETWEEN c.changeset<<16 AND c.changeset<<16|65535"
        " JOIN topic t ON t.topic=e.topic JOIN assessment a ON a.assessment=c.assessment"
        " WHERE c.standing>0 AND c.standing=? AND e.superseded=0 AND t.kind=? ORDER BY 1",
        (OUTSIDER, kind),
    )
    return tuple(uuid for (uuid,) in rows)


def cloned_authors(connection: Connection, numbers: Sequence[int]) -> tuple[str, ...]:
    """Return the authors of those changesets whose sequence number is used twice."""
    if not numbers:
        return ()
    rows = connection.rows(
        "SELECT DISTINCT coalesce(c.author, '') FROM changeset c"
        " JOIN changeset o ON o.assessment=c.assessment AND o.signer=c.signer"
        " AND o.sequence=c.sequence AND o.changeset<>c.changeset"
        f" WHERE c.changeset IN ({JSON_NUMBERS}) AND o.core IS NOT NULL ORDER BY 1",
        (json.dumps(list(numbers)),),
    )
    return tuple(safe_name(str(author)) for (author,) in rows)


def _damaged(connection: Connection, digest: str) -> Damaged:
    return Damaged(
        "{name} is damaged: changeset {id} is not what was signed.",
        name=connection.path.name,
        id=digest[:12],
    )
