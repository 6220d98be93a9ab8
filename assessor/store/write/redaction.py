"""Redaction: a body, its salt and its moment are deleted, its commitment stays and proves the rest.

A redaction is an entry of kind `redaction` whose key is the name of another entry of the same
assessment. It applies if the same key signed both, or if its key is one of this file's controllers,
in any order of arrival. An evidence file is deleted with its entry, and so is everything published
of the entry.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable

from assessor.store.files.connection import BY_NUMBER, SET_SETTING, Connection
from assessor.store.model.changeset import MOMENT_BYTES, commitment
from assessor.store.model.changeset_core import DAY, read_core
from assessor.store.model.entry import evidence_digest
from assessor.store.model.published_answers import (
    AUDIENCES,
    PUBLISHED_KIND,
    publication_key,
    published_entry,
)
from assessor.store.read.redaction_orders import (
    CONTROLLERS_SETTING,
    REDACTION_KIND,
    TOMBSTONE,
    is_obeyed,
    read_controllers,
)
from assessor.store.read.row_numbers import RowNumbers

_WITHHELD = (
    f"UPDATE entry SET body=NULL, at=at - CASE WHEN length(proof)={MOMENT_BYTES} THEN at % {DAY}"
    " ELSE 0 END, proof=? WHERE n=? AND assessment=?"
)


def apply_all_orders(connection: Connection, names: RowNumbers, numbers: Iterable[int]) -> None:
    """Apply the orders in new changesets, and earlier orders about them."""
    if connection.value("SELECT EXISTS(SELECT 1 FROM topic WHERE kind=?)", (REDACTION_KIND,)):
        for number in numbers:
            apply_orders(connection, names, number)


def apply_orders(connection: Connection, names: RowNumbers, number: int) -> None:
    """Apply the orders in a new changeset, and earlier orders about it."""
    [(digest, signer, assessment)] = connection.rows(
        "SELECT id, signer, assessment FROM changeset WHERE changeset=?", (number,)
    )
    condition = "e.assessment=? AND e.n BETWEEN ? AND ?"
    number_range = (assessment, number << 16, number << 16 | 65_535)
    orders = connection.rows(
        f"SELECT t.key, CAST(? AS text) FROM entry e {BY_NUMBER} JOIN topic t USING(topic)"
        f" WHERE t.kind=? AND {condition}",
        (signer, REDACTION_KIND, *number_range),
    )
    orders += connection.rows(  # for published answers that have just come
        f"SELECT r.key, c.signer FROM entry e {BY_NUMBER} JOIN topic t USING(topic)"
        " JOIN topic r ON r.kind=? AND t.key LIKE CAST(? AS text)||r.key||CAST(? AS text)"
        " JOIN entry o ON o.topic=r.topic AND o.assessment=e.assessment"
        f" JOIN changeset c ON c.changeset=o.n>>16 WHERE t.kind=? AND {condition} AND o.n>0",
        (REDACTION_KIND, "% ", " %", PUBLISHED_KIND, *number_range),
    )
    orders += connection.rows(
        "SELECT t.key, c.signer FROM topic t CROSS JOIN entry e"
        " JOIN changeset c ON c.changeset=e.n>>16"
        " WHERE e.assessment=? AND e.topic=t.topic AND t.kind=? AND t.key>? AND t.key<?",
        (assessment, REDACTION_KIND, f"{digest.hex()}:", f"{digest.hex()};"),
    )
    if orders:
        allowed = read_controllers(connection)
        for name, signer_of_order in orders:
            target = names.known_entry(name)
            if target is not None:
                _redact(connection, target, assessment, signer_of_order, allowed)


def allow_controller(connection: Connection, names: RowNumbers, public: str) -> None:
    """Obey this key's (64 hex) orders about everybody's entries, also earlier ones."""
    text = " ".join(sorted(read_controllers(connection) | {public}))
    connection.execute(SET_SETTING, (CONTROLLERS_SETTING, text))
    ordered = connection.rows(
        "SELECT t.key, e.assessment FROM topic t CROSS JOIN assessment a CROSS JOIN entry e"
        " JOIN changeset c ON c.changeset=e.n>>16 WHERE e.assessment=a.assessment"
        " AND e.topic=t.topic AND t.kind=? AND e.n>0 AND c.signer=?",
        (REDACTION_KIND, public),
    )
    for name, assessment in ordered:
        target = names.known_entry(name)
        if target is not None:
            _redact(connection, target, assessment, public, frozenset((public,)))


def _redact(
    connection: Connection, target: int, assessment: int, order_signer: str, allowed: frozenset[str]
) -> None:
    rows = connection.rows(
        "SELECT e.body, e.proof, c.signer FROM entry e JOIN changeset c ON c.changeset=e.n>>16"
        " WHERE e.n=? AND e.assessment=?",
        (target, assessment),
    )
    for body, salt, signer in rows:
        if body not in (None, TOMBSTONE) and is_obeyed(order_signer, signer, allowed):
            connection.execute(_WITHHELD, (commitment(salt, body), target, assessment))
            _drop_file(connection, body)
    _redact_published(connection, target, assessment, order_signer, allowed)
    # For a changeset set aside, the signer is read from its core.
    for core, payloads, proofs in connection.rows(
        "SELECT core, payloads, proofs FROM aside WHERE changeset=?", (target >> 16,)
    ):
        if is_obeyed(order_signer, read_core(zlib.decompress(core)).signer, allowed):
            _withhold_aside(connection, target >> 16, [target & 65_535], payloads, proofs)


def _redact_published(
    connection: Connection, target: int, assessment: int, order_signer: str, allowed: frozenset[str]
) -> None:
    """Redact what was published of an entry, by anybody, also in changesets set aside."""
    rows = connection.rows(
        "SELECT lower(hex(id)), c.signer, a.core FROM changeset c LEFT JOIN aside a"
        " USING(changeset) WHERE changeset=?",
        (target >> 16,),
    )
    for digest, signer, core in rows:
        owner = signer if core is None else read_core(zlib.decompress(core)).signer
        if not is_obeyed(order_signer, owner, allowed):
            continue
        name = f"{digest}:{target & 65_535}"
        for audience in AUDIENCES:
            beginning = publication_key(audience, name, "")
            for number, body, salt in connection.rows(
                "SELECT e.n, e.body, e.proof FROM topic t JOIN entry e USING(topic)"
                " WHERE t.key>? AND t.key<? AND t.kind=? AND e.assessment=? AND e.n>0"
                " AND e.body IS NOT NULL AND e.body<>?",
                (beginning, f"{beginning}g", PUBLISHED_KIND, assessment, TOMBSTONE),
            ):
                connection.execute(_WITHHELD, (commitment(salt, body), number, assessment))
        _redact_published_aside(connection, name, assessment)


def _redact_published_aside(connection: Connection, name: str, assessment: int) -> None:
    uuid = connection.value("SELECT uuid FROM assessment WHERE assessment=?", (assessment,))
    for number, core, payloads, proofs in connection.rows(
        "SELECT changeset, core, payloads, proofs FROM aside"
    ):
        header = read_core(zlib.decompress(core))
        topics = {
            topic
            for topic, (kind, key) in enumerate(header.topics)
            if kind == PUBLISHED_KIND and published_entry(key) == name
        }
        places = [place for place, topic in enumerate(header.of) if topic in topics]
        if places and header.assessment == uuid:
            _withhold_aside(connection, number, places, payloads, proofs)


def _drop_file(connection: Connection, body: str) -> None:
    """Delete the file of a redacted evidence entry, unless another entry names it."""
    if digest := evidence_digest(body):
        others = connection.rows(
            "SELECT e.body FROM topic t JOIN entry e USING(topic) WHERE t.kind='evidence'"
            " AND e.body LIKE ?",
            (f"%{digest}%",),
        )
        if not any(evidence_digest(other) == digest for (other,) in others):
            connection.execute("DELETE FROM evidence WHERE digest=?", (digest,))


def _withhold_aside(
    connection: Connection, changeset: int, places: Iterable[int], payloads: str, proofs: str
) -> None:
    """Remove the bodies at these positions from a changeset set aside."""
    texts, salts = json.loads(payloads), json.loads(proofs)
    for place in places:
        if place < len(texts) and texts[place] not in (None, TOMBSTONE):
            salts[place] = commitment(bytes.fromhex(salts[place]), texts[place]).hex()
            texts[place] = None
    connection.execute(
        "UPDATE aside SET payloads=?, proofs=? WHERE changeset=?",
        (json.dumps(texts, ensure_ascii=False), json.dumps(salts), changeset),
    )
