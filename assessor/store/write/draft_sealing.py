"""Turn drafts into signed changesets; the content stays, the entries get permanent names."""

from __future__ import annotations

import secrets
from graphlib import TopologicalSorter
from itertools import groupby

from assessor.errors import Refused
from assessor.store.files.connection import Connection
from assessor.store.model.changeset import Changeset, Signer, seal_changeset
from assessor.store.model.changeset_core import CoreLine, NotAChangeset, build_core
from assessor.store.read.row_numbers import RowNumbers
from assessor.store.write.authority_marks import add_own_key, settle_authority
from assessor.store.write.entry_writer import FILL_PLACEHOLDER, changeset_columns

MAX_ENTRIES_SEALED = 5_000
"""The most entries in one changeset; more drafts become several changesets."""

_Row = tuple[int, str, str, int, str, str]


def seal_drafts(
    connection: Connection, names: RowNumbers, assessment: int, signer: Signer
) -> list[Changeset]:
    """Seal every draft of an assessment inside a transaction; return the changesets in order."""
    [(uuid, form)] = connection.rows(
        "SELECT uuid, form FROM assessment WHERE assessment=?", (assessment,)
    )
    rows: list[_Row] = connection.rows(
        "SELECT e.n, t.kind, t.key, e.at, e.body, d.author FROM entry e JOIN topic t USING(topic)"
        " JOIN draft d ON d.draft=-e.n WHERE e.assessment=? AND e.n<0 ORDER BY -e.n",
        (assessment,),
    )
    sealed = []
    for author, group in groupby(rows, key=lambda row: row[5]):
        members = list(group)
        for start in range(0, len(members), MAX_ENTRIES_SEALED):
            part, lines = _shuffle(
                connection, assessment, members[start : start + MAX_ENTRIES_SEALED]
            )
            core = build_core(
                signer.public.hex(), author, _next_sequence(connection, assessment, signer),
                form, uuid, lines,
            )  # fmt: skip
            try:
                changeset = seal_changeset(core, [row[4] for row in part], signer)
            except NotAChangeset as error:
                raise Refused("This cannot be sealed: {reason}.", reason=str(error)) from error
            _assign_names(connection, names, assessment, [row[0] for row in part], changeset)
            sealed.append(changeset)
    if sealed:
        add_own_key(connection, signer.public.hex())
        settle_authority(connection, (assessment,))
    return sealed


def _next_sequence(connection: Connection, assessment: int, signer: Signer) -> int:
    last = connection.value(
        "SELECT max(sequence) FROM changeset WHERE assessment=? AND signer=?",
        (assessment, signer.public.hex()),
    )
    return int(last or 0) + 1


def _shuffle(
    connection: Connection, assessment: int, rows: list[_Row]
) -> tuple[list[_Row], list[CoreLine]]:
    """Return the drafts in an order that tells nothing of when they were written, but parents
    first, and the lines of the core."""
    by_number = {row[0]: row for row in rows}
    secrets.SystemRandom().shuffle(rows)
    parents: dict[int, list[tuple[str, int]]] = {}
    order: TopologicalSorter[int] = TopologicalSorter({row[0]: () for row in rows})
    for n, *_ in rows:
        edges = connection.rows(
            "SELECT g.parent, c.id FROM edge g LEFT JOIN changeset c ON g.parent>0 AND"
            " c.changeset=g.parent>>16 WHERE g.assessment=? AND g.child=?",
            (assessment, n),
        )
        order.add(n, *sorted(parent for parent, _ in edges if parent < 0))
        parents[n] = sorted(
            (digest.hex(), parent & 65_535) if parent > 0 else ("", parent)
            for parent, digest in edges
        )
    shuffled = [by_number[n] for n in order.static_order()]
    positions = {row[0]: position for position, row in enumerate(shuffled)}
    lines = [
        CoreLine(
            kind, key, at,
            tuple((other, place if other else positions[place]) for other, place in parents[n]),
        )
        for n, kind, key, at, _, _ in shuffled
    ]  # fmt: skip
    return shuffled, lines


def _assign_names(
    connection: Connection,
    names: RowNumbers,
    assessment: int,
    drafts: list[int],
    changeset: Changeset,
) -> None:
    number = names.changeset(changeset.id)
    connection.execute(FILL_PLACEHOLDER, (*changeset_columns(names, changeset), number))
    new = {n: number << 16 | position for position, n in enumerate(drafts)}
    connection.execute_many(
        "UPDATE entry SET n=?, proof=? WHERE n=? AND assessment=?",
        [(new[n], proof, n, assessment) for n, proof in zip(drafts, changeset.proofs, strict=True)],
    )
    rows = [(to, assessment, n) for n, to in new.items()]
    connection.execute_many("UPDATE edge SET child=? WHERE assessment=? AND child=?", rows)
    connection.execute_many("UPDATE edge SET parent=? WHERE assessment=? AND parent=?", rows)
    connection.execute_many("DELETE FROM draft WHERE draft=?", [(-n,) for n in drafts])
    names.record_sealed(new)
