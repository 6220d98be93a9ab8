"""The integrity check of a mission file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from assessor.errors import Damaged
from assessor.store.files.connection import BY_NUMBER, Connection
from assessor.store.files.file_schema import find_foreign_schema
from assessor.store.model.changeset import Changeset
from assessor.store.read.authority_queries import find_wrong_marks
from assessor.store.read.entry_queries import read_changeset


def check_integrity(connection: Connection) -> tuple[str, ...]:
    """Return every defect but those of evidence files, as sentences; see MissionReader.check."""
    problems = connection.integrity() + find_foreign_schema(connection)
    numbers = connection.rows("SELECT changeset, assessment FROM changeset WHERE core IS NOT NULL")
    for number, assessment in numbers:
        try:
            changeset = read_changeset(connection, number)
            problems += _check_rows(connection, assessment, number, changeset)
        except Damaged as error:
            problems.append(str(error))
    problems += _check_marks(connection)
    problems += _check_tables(connection)
    for digest, packed in connection.rows("SELECT digest, packed FROM form"):
        if hashlib.sha256(packed).hexdigest() != digest:
            problems.append(f"The form {digest[:12]} is not what it was.")
    return tuple(problems)


def _check_rows(
    connection: Connection, assessment: int, number: int, changeset: Changeset
) -> Iterator[str]:
    """Compare the rows of a changeset with its signed core."""
    base = number << 16
    rows = connection.rows(
        f"SELECT e.n & 65535, a.uuid, t.kind, t.key, e.at FROM entry e {BY_NUMBER}"
        " JOIN assessment a USING(assessment) JOIN topic t USING(topic)"
        " WHERE e.assessment=? AND e.n BETWEEN ? AND ? ORDER BY n",
        (assessment, base, base | 65_535),
    )
    lines = tuple(changeset.header.lines)
    signed = [
        (position, changeset.header.assessment, line.kind, line.key, line.at)
        for position, line in enumerate(lines)
    ]
    edges = connection.rows(
        "SELECT g.child & 65535, c.id, g.parent & 65535 FROM edge g JOIN changeset c"
        " ON c.changeset=g.parent>>16 WHERE g.assessment=? AND g.child BETWEEN ? AND ?",
        (assessment, base, base | 65_535),
    )
    ancestry = {
        (position, other or changeset.id, at)
        for position, line in enumerate(lines)
        for other, at in line.parents
    }
    header = changeset.header
    names = (header.form, header.signer, header.author, header.sequence)
    columns = connection.rows(
        "SELECT form, signer, coalesce(author, ''), coalesce(sequence, 0) FROM changeset"
        " WHERE changeset=?",
        (number,),
    )
    if (
        columns != [names]
        or rows != signed
        or {(at, digest.hex(), place) for at, digest, place in edges} != ancestry
    ):
        yield f"The rows of changeset {changeset.id[:12]} are not what was signed."


def _check_tables(connection: Connection) -> Iterator[str]:
    """Compare what is derived from signed changesets with them."""
    unsigned = connection.value(
        "SELECT count(*) FROM entry e LEFT JOIN changeset c ON c.changeset=e.n>>16"
        " WHERE e.n>0 AND c.core IS NULL"
    )
    if unsigned:
        yield f"{unsigned} entries belong to nothing that was signed."
    for (uuid,) in connection.rows(
        "SELECT uuid FROM assessment a WHERE form='' AND EXISTS(SELECT 1 FROM changeset c"
        " WHERE c.assessment=a.assessment AND c.core IS NOT NULL)"
    ):
        yield f"Assessment {uuid[:12]} names no form, so it is not shown."


def _check_marks(connection: Connection) -> Iterator[str]:
    wrong = connection.value(
        "SELECT count(*) FROM entry e WHERE superseded<>0 AND NOT EXISTS(SELECT 1 FROM edge g"
        " JOIN entry c ON c.assessment=g.assessment AND c.n=g.child"
        " WHERE g.assessment=e.assessment AND g.parent=e.n AND c.topic=e.topic)"
    )
    for (assessment,) in connection.rows("SELECT assessment FROM assessment"):
        standing, superseded = find_wrong_marks(connection, assessment)
        wrong += len(standing) + len(superseded)
    if wrong:
        yield f"{wrong} entries are wrongly marked as superseded or standing."
