"""The one writer of entries: for typing, importing and deciding alike, inside a transaction."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from itertools import repeat

from assessor.errors import Refused
from assessor.store import redacting
from assessor.store.canonical import NotCanonical
from assessor.store.changeset import Changeset, payload_of
from assessor.store.connection import Connection
from assessor.store.entry import Draft
from assessor.store.names import Names

_INSERT = (
    "INSERT INTO entry(n, assessment, topic, at, superseded, body, proof) VALUES(?,?,?,?,?,?,?)"
)
_EDGE = "INSERT INTO edge VALUES(?, ?) ON CONFLICT DO NOTHING"
_SUPERSEDE = "UPDATE entry SET superseded=1 WHERE n=? AND assessment=? AND topic=?"


def write_drafts(
    connection: Connection, names: Names, assessment: int, drafts: Sequence[Draft], author: str
) -> list[int]:
    """Put drafts on the disk; their numbers (below zero), in order. Raises Refused."""
    numbers = []
    for draft in drafts:
        try:
            payload = payload_of(draft.body)
        except NotCanonical as error:
            raise Refused("This cannot be kept: {reason}.", reason=str(error)) from error
        number = -connection.new("INSERT INTO draft(author) VALUES(?) RETURNING draft", (author,))
        topic = names.topic(draft.kind, draft.key)
        connection.execute(_INSERT, (number, assessment, topic, draft.at, 0, payload, None))
        for name in draft.parents:
            parent = names.entry(name)
            if parent < 0 and assessment != connection.one(
                "SELECT assessment FROM entry WHERE n=?", (parent,)
            ):
                raise Refused("There is no entry {name} in this assessment.", name=name)
            connection.execute(_EDGE, (number, parent))
            connection.execute(_SUPERSEDE, (parent, assessment, topic))
        numbers.append(number)
    return numbers


def add_changeset(connection: Connection, names: Names, changeset: Changeset) -> tuple[int, int]:
    """Take in one verified changeset: (its number, how many of its entries were new here).

    A changeset already here gains the bodies that were withheld when it first came.
    """
    said = changeset.said
    number, unheard = names.met(changeset.id)
    if not unheard and connection.one(
        "SELECT core IS NOT NULL FROM changeset WHERE changeset=?", (number,)
    ):
        return number, _fill_in(connection, names, number, changeset)
    assessment = names.assessment(said.assessment)
    if assessment is None:
        assessment = connection.new(
            "INSERT INTO assessment(uuid, form) VALUES(?, ?) RETURNING assessment",
            (said.assessment, said.form),
        )
    connection.execute(
        "UPDATE changeset SET assessment=?, form=?, signer=?, author=?, sequence=?, core=?,"
        " signature=?, named=? WHERE changeset=?",
        (
            assessment, said.form, said.signer, said.author, said.sequence,
            zlib.compress(changeset.core, 6), changeset.signature, changeset.named or None, number,
        ),
    )  # fmt: skip
    _insert_entries(connection, names, changeset, number, assessment)
    if not unheard:  # named as an ancestor before, or set aside
        settle(connection, number)
        connection.execute("DELETE FROM aside WHERE changeset=?", (number,))
    redacting.obey(connection, names, number)
    return number, len(said)


def _insert_entries(
    connection: Connection, names: Names, changeset: Changeset, number: int, assessment: int
) -> None:
    said, base = changeset.said, number << 16
    numbers = [names.topic(kind, key) for kind, key in said.topics]
    topics = [numbers[topic] for topic in said.of]
    superseded, edges, elsewhere = [0] * len(said), [], []
    for own, parents in said.ancestry.items():
        for other, place in parents:
            if not other:
                edges.append((base | own, base | place))
                superseded[place] |= topics[place] == topics[own]
            else:
                parent = names.changeset(other) << 16 | place
                edges.append((base | own, parent))
                elsewhere.append((parent, assessment, topics[own]))
    connection.many(
        _INSERT,
        zip(
            range(base, base + len(said)), repeat(assessment), topics, said.at, superseded,
            changeset.payloads, changeset.proofs, strict=False,
        ),
    )  # fmt: skip
    connection.many(_EDGE, edges)
    connection.many(_SUPERSEDE, elsewhere)


def settle(connection: Connection, number: int) -> None:
    """Mark the entries of a changeset that entries received before it supersede."""
    connection.execute(
        "UPDATE entry SET superseded=1 WHERE n IN (SELECT p.n FROM edge JOIN entry p ON"
        " p.n=edge.parent JOIN entry c ON c.n=edge.child WHERE edge.parent BETWEEN ? AND ?"
        " AND c.assessment=p.assessment AND c.topic=p.topic)",
        (number << 16, number << 16 | 65_535),
    )


def _fill_in(connection: Connection, names: Names, number: int, changeset: Changeset) -> int:
    """Put in what was withheld so far: the author's name, and bodies but for those taken back.

    How many bodies.
    """
    if changeset.named:
        connection.execute(
            "UPDATE changeset SET author=?, named=? WHERE changeset=? AND named IS NULL",
            (changeset.said.author, changeset.named, number),
        )
    span = (number << 16, number << 16 | 65_535)
    withheld = "SELECT n FROM entry WHERE n BETWEEN ? AND ? AND body IS NULL"
    missing = connection.rows(withheld, span)
    fitting = [
        (changeset.payloads[n & 65_535], changeset.proofs[n & 65_535], n)
        for (n,) in missing
        if changeset.payloads[n & 65_535] is not None
    ]
    if not fitting:
        return 0
    connection.many("UPDATE entry SET body=?, proof=? WHERE n=?", fitting)
    redacting.obey(connection, names, number)
    return len(missing) - len(connection.rows(withheld, span))


def set_aside(connection: Connection, changeset: Changeset, number: int) -> int:
    """Take a changeset out of the count without destroying it; how many entries it held."""
    base = number << 16
    span = (base, base | 65_535)
    proofs = json.dumps([proof.hex() for proof in changeset.proofs])
    connection.execute(
        "INSERT INTO aside VALUES(?, ?, ?, ?, ?, ?) ON CONFLICT(changeset) DO UPDATE SET"
        " core=excluded.core, signature=excluded.signature, payloads=excluded.payloads,"
        " proofs=excluded.proofs, named=excluded.named",
        (
            number, zlib.compress(changeset.core, 6), changeset.signature,
            json.dumps(changeset.payloads, ensure_ascii=False), proofs, changeset.named or None,
        ),
    )  # fmt: skip
    parents = connection.rows("SELECT DISTINCT parent FROM edge WHERE child BETWEEN ? AND ?", span)
    connection.execute("DELETE FROM edge WHERE child BETWEEN ? AND ?", span)
    connection.execute("DELETE FROM entry WHERE n BETWEEN ? AND ?", span)
    connection.execute(
        "UPDATE changeset SET assessment=NULL, form=NULL, signer=NULL, author=NULL, sequence=NULL,"
        " core=NULL, signature=NULL, named=NULL WHERE changeset=?",
        (number,),
    )
    for (parent,) in parents:
        connection.execute(
            "UPDATE entry SET superseded=CASE WHEN EXISTS(SELECT 1 FROM edge JOIN entry c ON"
            " c.n=edge.child"
            " WHERE edge.parent=entry.n AND c.assessment=entry.assessment AND c.topic=entry.topic)"
            " THEN 1 ELSE 0 END WHERE n=?",
            (parent,),
        )
    return len(changeset.said)
