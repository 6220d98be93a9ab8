"""The only writer of entries, for typing, importing and deciding; call it inside a transaction."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat

from assessor import debug_log
from assessor.errors import Refused, require_author
from assessor.store.files.connection import BY_NUMBER, Connection
from assessor.store.model.canonical_json import NotCanonical
from assessor.store.model.changeset import (
    MOMENT_BYTES,
    WITHHELD_BYTES,
    Changeset,
    encode_body,
)
from assessor.store.model.entry import Draft
from assessor.store.read.row_numbers import RowNumbers
from assessor.store.write.redaction import apply_all_orders, apply_orders

_INSERT = (
    "INSERT INTO entry(n, assessment, topic, at, superseded, body, proof) VALUES(?,?,?,?,?,?,?)"
)
_CHANGESET = (
    "INSERT INTO changeset(id, assessment, form, signer, author, sequence, core, signature, named)"
    " VALUES(?,?,?,?,?,?,?,?,?) RETURNING changeset"
)
FILL_PLACEHOLDER = (
    "UPDATE changeset SET assessment=?, form=?, signer=?, author=?, sequence=?, core=?,"
    " signature=?, named=? WHERE changeset=?"
)
_EDGE = "INSERT INTO edge(assessment, child, parent) VALUES(?,?,?) ON CONFLICT DO NOTHING"
_SUPERSEDE = "UPDATE entry SET superseded=1 WHERE n=? AND assessment=? AND topic=?"


def write_drafts(
    connection: Connection, names: RowNumbers, assessment: int, drafts: Sequence[Draft], author: str
) -> list[int]:
    """Write drafts; return their numbers (below zero), in order. Raises Refused, or Nameless."""
    numbers = []
    if drafts:
        require_author(author)
    names.load_topics((draft.kind, draft.key) for draft in drafts)
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
        debug_log.write("entry", f"draft {number}, kind {draft.kind}")
        numbers.append(number)
    return numbers


def add_changesets(
    connection: Connection, names: RowNumbers, changesets: Iterable[Changeset]
) -> list[tuple[int, int]]:
    """Import verified changesets; return the number and the count of new entries of each.

    They are imported together, so that a database handles many rows at once. A changeset that is
    already here gains the bodies that were withheld before.
    """
    incoming = list(changesets)
    known_numbers = names.changeset_numbers(changeset.id for changeset in incoming)
    fresh = {
        changeset.id: changeset
        for changeset in reversed(incoming)
        if not known_numbers.get(changeset.id, (0, False))[1]
    }
    to_insert = [
        fresh[digest] for digest in dict.fromkeys(one.id for one in incoming) if digest in fresh
    ]
    numbers = {name: number for name, (number, _) in known_numbers.items()}
    numbers |= _insert_changesets(connection, names, to_insert, numbers)
    results = []
    for changeset in incoming:
        number = numbers[changeset.id]
        kinds = sorted({kind for kind, _ in changeset.header.topics})
        debug_log.write("entry", f"changeset {number}, {len(changeset.header)} of {kinds}")
        if fresh.pop(changeset.id, None) is not None:
            results.append((number, len(changeset.header)))
        else:
            results.append((number, _fill_in(connection, names, number, changeset)))
    return results


def _insert_changesets(
    connection: Connection,
    names: RowNumbers,
    changesets: Sequence[Changeset],
    known_numbers: Mapping[str, int],
) -> dict[str, int]:
    """Write new changesets; return their numbers. `known_numbers` are assigned already."""
    if not changesets:
        return {}
    _assign_numbers(connection, names, changesets)
    # placeholders, or changesets set aside
    placeholders = [changeset for changeset in changesets if changeset.id in known_numbers]
    connection.execute_many(
        FILL_PLACEHOLDER,
        [
            (*changeset_columns(names, changeset), known_numbers[changeset.id])
            for changeset in placeholders
        ],
    )
    new = [changeset for changeset in changesets if changeset.id not in known_numbers]
    rows = connection.rows_for_each(
        _CHANGESET,
        [(bytes.fromhex(changeset.id), *changeset_columns(names, changeset)) for changeset in new],
    )
    numbers = {changeset.id: known_numbers[changeset.id] for changeset in placeholders}
    numbers |= {changeset.id: int(number) for changeset, [(number,)] in zip(new, rows, strict=True)}
    _insert_entries(
        connection, names, [(numbers[changeset.id], changeset) for changeset in changesets]
    )
    for changeset in placeholders:
        settle(connection, names, numbers[changeset.id], changeset)
        connection.execute("DELETE FROM aside WHERE changeset=?", (numbers[changeset.id],))
    apply_all_orders(connection, names, numbers.values())
    return numbers


def _assign_numbers(
    connection: Connection, names: RowNumbers, changesets: Sequence[Changeset]
) -> None:
    """Assign numbers to the assessments and subjects of these changesets."""
    forms = {
        changeset.header.assessment: changeset.header.form for changeset in reversed(changesets)
    }
    missing = names.load_assessments(forms)
    sql = "INSERT INTO assessment(uuid, form) VALUES(?, ?)"
    connection.execute_many(sql, [(uuid, forms[uuid]) for uuid in missing])
    names.load_assessments(missing)
    names.load_topics(topic for changeset in changesets for topic in changeset.header.topics)


def changeset_columns(names: RowNumbers, changeset: Changeset) -> tuple[object, ...]:
    """Return the values of a changeset's row but for its id, as FILL_PLACEHOLDER takes them."""
    header = changeset.header
    return (
        names.assessment(header.assessment), header.form, header.signer, header.author,
        header.sequence or None,
        zlib.compress(changeset.core, 6), changeset.signature, changeset.name_proof or None,
    )  # fmt: skip


def _ancestry(
    names: RowNumbers,
    changesets: Sequence[tuple[int, Changeset]],
    topics: Mapping[int, Sequence[int]],
    superseded: Mapping[int, list[int]],
) -> tuple[list[tuple[int | None, int, int]], list[tuple[int, int | None, int]]]:
    """Return the edges of new changesets, and what supersedes entries outside of them.

    An edge belongs to the assessment of its child, wherever the parent is. Entries inside them that
    are superseded are marked in `superseded`.
    """
    own_numbers = {changeset.id: number for number, changeset in changesets}
    assessments = {
        number: names.assessment(changeset.header.assessment) for number, changeset in changesets
    }
    ancestors = {other for _, changeset in changesets for other in changeset.header.ancestors}
    numbers = own_numbers | names.placeholders(sorted(ancestors - own_numbers.keys()))
    edges, elsewhere = [], []
    for number, changeset in changesets:
        for position, parents in changeset.header.ancestry.items():
            topic = topics[number][position]
            for ancestor, place in parents:
                parent_number = numbers[ancestor] if ancestor else number
                edges.append(
                    (assessments[number], number << 16 | position, parent_number << 16 | place)
                )
                if parent_number not in topics:
                    elsewhere.append((parent_number << 16 | place, assessments[number], topic))
                elif (
                    assessments[parent_number] == assessments[number]
                    and topic in topics[parent_number][place : place + 1]
                ):
                    superseded[parent_number][place] = 1
    return edges, elsewhere


def _insert_entries(
    connection: Connection, names: RowNumbers, changesets: Sequence[tuple[int, Changeset]]
) -> None:
    topics = {
        number: [names.topic(*changeset.header.topics[topic]) for topic in changeset.header.of]
        for number, changeset in changesets
    }
    superseded = {number: [0] * len(topic_numbers) for number, topic_numbers in topics.items()}
    edges, elsewhere = _ancestry(names, changesets, topics, superseded)
    connection.execute_many(
        _INSERT,
        (
            row
            for number, changeset in changesets
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
    """Mark the entries of a changeset that earlier received entries supersede."""
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
    """Add what was withheld: the author's name, and bodies unless redacted, and their moments;
    count the bodies."""
    if changeset.name_proof:
        connection.execute(
            "UPDATE changeset SET author=?, sequence=?, named=?"
            " WHERE changeset=? AND named IS NULL",
            (changeset.header.author, changeset.header.sequence, changeset.name_proof, number),
        )
    assessment = names.assessment(changeset.header.assessment)
    number_range = (assessment, number << 16, number << 16 | 65_535)
    withheld = (
        f"SELECT n FROM entry {BY_NUMBER} WHERE assessment=? AND n BETWEEN ? AND ? AND body IS NULL"
    )
    missing = connection.rows(withheld, number_range)
    incomplete = connection.rows(
        f"SELECT n & 65535, body IS NULL FROM entry {BY_NUMBER} WHERE assessment=?"
        " AND n BETWEEN ? AND ? AND length(proof)=?",
        (*number_range, WITHHELD_BYTES),
    )
    rows = [
        (changeset.payloads[place], changeset.proofs[place], changeset.header.at[place],
         number << 16 | place, assessment)
        for place, is_withheld in incomplete
        if changeset.payloads[place] is not None
        and (is_withheld or len(changeset.proofs[place]) == MOMENT_BYTES)
    ]  # fmt: skip
    if not rows:
        return 0
    connection.execute_many(
        "UPDATE entry SET body=?, proof=?, at=? WHERE n=? AND assessment=?", rows
    )
    apply_orders(connection, names, number)
    return len(missing) - len(connection.rows(withheld, number_range))


def set_aside(connection: Connection, changeset: Changeset, number: int) -> int:
    """Remove a changeset without destroying it; return how many entries it had."""
    [(assessment,)] = connection.rows(
        "SELECT assessment FROM changeset WHERE changeset=?", (number,)
    )
    number_range = (assessment, number << 16, number << 16 | 65_535)
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
    condition = "assessment=? AND child BETWEEN ? AND ?"
    parents = connection.rows(f"SELECT DISTINCT parent FROM edge WHERE {condition}", number_range)
    connection.execute(f"DELETE FROM edge WHERE {condition}", number_range)
    connection.execute(
        f"DELETE FROM entry {BY_NUMBER} WHERE assessment=? AND n BETWEEN ? AND ?", number_range
    )
    connection.execute(
        "UPDATE changeset SET assessment=NULL, form=NULL, signer=NULL, author=NULL, sequence=NULL,"
        " core=NULL, signature=NULL, named=NULL, standing=0 WHERE changeset=?",
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
