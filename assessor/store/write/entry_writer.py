"""The one writer of entries: for typing, importing and deciding alike, inside a transaction."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat

from assessor.errors import Refused
from assessor.store.files.connection import BY_NUMBER, Connection
from assessor.store.model.canonical_json import NotCanonical
from assessor.store.model.changeset import Changeset, encode_body
from assessor.store.model.entry import Draft
from assessor.store.read.row_numbers import RowNumbers
from assessor.store.write import redaction

_INSERT = (
    "INSERT INTO entry(n, assessment, topic, at, superseded, body, proof) VALUES(?,?,?,?,?,?,?)"
)
_CHANGESET = (
    "INSERT INTO changeset(id, assessment, form, signer, author, sequence, core, signature, named)"
    " VALUES(?,?,?,?,?,?,?,?,?) RETURNING changeset"
)
_HEARD_OF = (
    "UPDATE changeset SET assessment=?, form=?, signer=?, author=?, sequence=?, core=?,"
    " signature=?, named=? WHERE changeset=?"
)
_EDGE = "INSERT INTO edge(assessment, child, parent) VALUES(?,?,?) ON CONFLICT DO NOTHING"
_SUPERSEDE = "UPDATE entry SET superseded=1 WHERE n=? AND assessment=? AND topic=?"


def write_drafts(
    connection: Connection, names: RowNumbers, assessment: int, drafts: Sequence[Draft], author: str
) -> list[int]:
    """Put drafts on the disk; their numbers (below zero), in order. Raises Refused."""
    numbers = []
    for draft in drafts:
        try:
            payload = encode_body(draft.body)
        except NotCanonical as error:
            raise Refused("This cannot be kept: {reason}.", reason=str(error)) from error
        number = -connection.insert(
            "INSERT INTO draft(author) VALUES(?) RETURNING draft", (author,)
        )
        topic = names.topic(draft.kind, draft.key)
        connection.execute(_INSERT, (number, assessment, topic, draft.at, 0, payload, None))
        for name in draft.parents:
            parent = names.entry(name)
            if parent < 0 and not connection.value(
                "SELECT 1 FROM entry WHERE n=? AND assessment=?", (parent, assessment)
            ):
                raise Refused("There is no entry {name} in this assessment.", name=name)
            connection.execute(_EDGE, (assessment, number, parent))
            connection.execute(_SUPERSEDE, (parent, assessment, topic))
        numbers.append(number)
    return numbers


def add_changesets(
    connection: Connection, names: RowNumbers, changesets: Iterable[Changeset]
) -> list[tuple[int, int]]:
    """Take in verified changesets: of each (its number, how many of its entries were new here).

    All together, so that a database is asked and given many rows at once. A changeset already
    here gains the bodies that were withheld when it first came.
    """
    coming = list(changesets)
    heard = names.changeset_numbers(one.id for one in coming)
    fresh = {one.id: one for one in reversed(coming) if not heard.get(one.id, (0, False))[1]}
    taken = [fresh[one] for one in dict.fromkeys(one.id for one in coming) if one in fresh]
    numbers = {name: number for name, (number, _) in heard.items()}
    numbers |= _take_in(connection, names, taken, numbers)
    told = []
    for changeset in coming:
        number = numbers[changeset.id]
        if fresh.pop(changeset.id, None) is not None:
            told.append((number, len(changeset.header)))
        else:
            told.append((number, _fill_in(connection, names, number, changeset)))
    return told


def _take_in(
    connection: Connection, names: RowNumbers, fresh: Sequence[Changeset], heard: Mapping[str, int]
) -> dict[str, int]:
    """Put what is new on the disk; the number of each. `heard` are numbers given before."""
    if not fresh:
        return {}
    _meet(connection, names, fresh)
    before = [one for one in fresh if one.id in heard]  # named as ancestors, or set aside
    connection.execute_many(_HEARD_OF, [(*_columns(names, one), heard[one.id]) for one in before])
    new = [one for one in fresh if one.id not in heard]
    given = connection.rows_for_each(
        _CHANGESET, [(bytes.fromhex(one.id), *_columns(names, one)) for one in new]
    )
    numbers = {one.id: heard[one.id] for one in before}
    numbers |= {one.id: int(number) for one, [(number,)] in zip(new, given, strict=True)}
    _insert_entries(connection, names, [(numbers[one.id], one) for one in fresh])
    for one in before:
        settle(connection, names, numbers[one.id], one)
        connection.execute("DELETE FROM aside WHERE changeset=?", (numbers[one.id],))
    redaction.apply_all_orders(connection, names, numbers.values())
    return numbers


def _meet(connection: Connection, names: RowNumbers, fresh: Sequence[Changeset]) -> None:
    """Give numbers to the assessments and subjects that these changesets are about."""
    forms = {one.header.assessment: one.header.form for one in reversed(fresh)}
    missing = names.load_assessments(forms)
    made = "INSERT INTO assessment(uuid, form) VALUES(?, ?)"
    connection.execute_many(made, [(uuid, forms[uuid]) for uuid in missing])
    names.load_assessments(missing)
    names.load_topics(topic for one in fresh for topic in one.header.topics)


def _columns(names: RowNumbers, changeset: Changeset) -> tuple[object, ...]:
    said = changeset.header
    return (
        names.assessment(said.assessment), said.form, said.signer, said.author, said.sequence,
        zlib.compress(changeset.core, 6), changeset.signature, changeset.name_proof or None,
    )  # fmt: skip


def _ancestry(
    names: RowNumbers,
    fresh: Sequence[tuple[int, Changeset]],
    topics: Mapping[int, Sequence[int]],
    superseded: Mapping[int, list[int]],
) -> tuple[list[tuple[int | None, int, int]], list[tuple[int, int | None, int]]]:
    """The edges of new changesets, and what supersedes entries that are not among them.

    An edge is in the assessment of what was said, wherever that is which it was said in sight of.

    What supersedes one among them is marked in `superseded`, before anything is written.
    """
    given = {one.id: number for number, one in fresh}
    about = {number: names.assessment(one.header.assessment) for number, one in fresh}
    named = {
        other
        for _, one in fresh
        for parents in one.header.ancestry.values()
        for other, _ in parents
    }
    numbers = given | names.placeholders(sorted(named - given.keys() - {""}))
    edges, elsewhere = [], []
    for number, one in fresh:
        for own, parents in one.header.ancestry.items():
            topic = topics[number][own]
            for other, place in parents:
                of = numbers[other] if other else number
                edges.append((about[number], number << 16 | own, of << 16 | place))
                if of not in topics:
                    elsewhere.append((of << 16 | place, about[number], topic))
                elif about[of] == about[number] and topic in topics[of][place : place + 1]:
                    superseded[of][place] = 1
    return edges, elsewhere


def _insert_entries(
    connection: Connection, names: RowNumbers, fresh: Sequence[tuple[int, Changeset]]
) -> None:
    topics = {
        number: [names.topic(*one.header.topics[topic]) for topic in one.header.of]
        for number, one in fresh
    }
    superseded = {number: [0] * len(of) for number, of in topics.items()}
    edges, elsewhere = _ancestry(names, fresh, topics, superseded)
    connection.execute_many(
        _INSERT,
        (
            row
            for number, changeset in fresh
            for row in zip(
                range(number << 16, (number << 16) + len(changeset.header)),
                repeat(names.assessment(changeset.header.assessment)),
                topics[number], changeset.header.at, superseded[number],
                changeset.payloads, changeset.proofs, strict=False,
            )
        ),
    )  # fmt: skip
    connection.execute_many(_EDGE, edges)
    connection.execute_many(_SUPERSEDE, elsewhere)


def settle(connection: Connection, names: RowNumbers, number: int, changeset: Changeset) -> None:
    """Mark the entries of a changeset that entries received before it supersede."""
    assessment = names.assessment(changeset.header.assessment)
    connection.execute(
        f"UPDATE entry {BY_NUMBER} SET superseded=1 WHERE assessment=? AND n IN"
        " (SELECT p.n FROM edge g JOIN entry p ON p.assessment=g.assessment AND p.n=g.parent"
        " JOIN entry c ON c.assessment=g.assessment AND c.n=g.child"
        " WHERE g.assessment=? AND g.parent BETWEEN ? AND ?"
        " AND c.topic=p.topic)",
        (assessment, assessment, number << 16, number << 16 | 65_535),
    )


def _fill_in(connection: Connection, names: RowNumbers, number: int, changeset: Changeset) -> int:
    """Put in what was withheld so far: the author's name, and bodies but for those taken back.

    How many bodies.
    """
    if changeset.name_proof:
        connection.execute(
            "UPDATE changeset SET author=?, named=? WHERE changeset=? AND named IS NULL",
            (changeset.header.author, changeset.name_proof, number),
        )
    assessment = names.assessment(changeset.header.assessment)
    span = (assessment, number << 16, number << 16 | 65_535)
    withheld = (
        f"SELECT n FROM entry {BY_NUMBER} WHERE assessment=? AND n BETWEEN ? AND ? AND body IS NULL"
    )
    missing = connection.rows(withheld, span)
    fitting = [
        (changeset.payloads[n & 65_535], changeset.proofs[n & 65_535], n, assessment)
        for (n,) in missing
        if changeset.payloads[n & 65_535] is not None
    ]
    if not fitting:
        return 0
    connection.execute_many("UPDATE entry SET body=?, proof=? WHERE n=? AND assessment=?", fitting)
    redaction.apply_orders(connection, names, number)
    return len(missing) - len(connection.rows(withheld, span))


def set_aside(connection: Connection, changeset: Changeset, number: int) -> int:
    """Take a changeset out of the count without destroying it; how many entries it held."""
    [(assessment,)] = connection.rows(
        "SELECT assessment FROM changeset WHERE changeset=?", (number,)
    )
    span = (assessment, number << 16, number << 16 | 65_535)
    proofs = json.dumps([proof.hex() for proof in changeset.proofs])
    connection.execute(
        "INSERT INTO aside VALUES(?, ?, ?, ?, ?, ?) ON CONFLICT(changeset) DO UPDATE SET"
        " core=excluded.core, signature=excluded.signature, payloads=excluded.payloads,"
        " proofs=excluded.proofs, named=excluded.named",
        (
            number, zlib.compress(changeset.core, 6), changeset.signature,
            json.dumps(changeset.payloads, ensure_ascii=False), proofs,
            changeset.name_proof or None,
        ),
    )  # fmt: skip
    among = "assessment=? AND child BETWEEN ? AND ?"
    parents = connection.rows(f"SELECT DISTINCT parent FROM edge WHERE {among}", span)
    connection.execute(f"DELETE FROM edge WHERE {among}", span)
    connection.execute(
        f"DELETE FROM entry {BY_NUMBER} WHERE assessment=? AND n BETWEEN ? AND ?", span
    )
    connection.execute(
        "UPDATE changeset SET assessment=NULL, form=NULL, signer=NULL, author=NULL, sequence=NULL,"
        " core=NULL, signature=NULL, named=NULL WHERE changeset=?",
        (number,),
    )
    for (parent,) in parents:
        connection.execute(
            "UPDATE entry SET superseded=CASE WHEN EXISTS(SELECT 1 FROM edge g JOIN entry c ON"
            " c.assessment=g.assessment AND c.n=g.child WHERE g.assessment=entry.assessment"
            " AND g.parent=entry.n AND c.topic=entry.topic)"
            " THEN 1 ELSE 0 END WHERE n=? AND assessment=?",
            (parent, assessment),
        )
    return len(changeset.header)
