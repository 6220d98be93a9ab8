"""Takes a body back for good: its text and salt go, its commitment stays and proves the rest.

A redaction is an entry of kind `redaction` whose key is the name of another entry of the same
assessment. It is obeyed if the key that signed it also signed what it redacts, or is one of this
file's controllers; whichever of the two arrives first. A file of evidence goes with its entry, and
so does what was published of it, whoever published it.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable

from assessor.store.files.connection import BY_NUMBER, SET_SETTING, Connection
from assessor.store.model import published_answers
from assessor.store.model.changeset import commitment
from assessor.store.model.changeset_core import read_core
from assessor.store.read.redaction_orders import (
    CONTROLLERS_SETTING,
    REDACTION_KIND,
    TOMBSTONE,
    read_controllers,
)
from assessor.store.read.row_numbers import RowNumbers

_WITHHELD = "UPDATE entry SET body=NULL, proof=? WHERE n=? AND assessment=?"


def apply_all_orders(connection: Connection, names: RowNumbers, numbers: Iterable[int]) -> None:
    """Carry out what changesets just taken in order, and what others ordered about them."""
    if connection.value("SELECT EXISTS(SELECT 1 FROM topic WHERE kind=?)", (REDACTION_KIND,)):
        for number in numbers:
            apply_orders(connection, names, number)


def apply_orders(connection: Connection, names: RowNumbers, number: int) -> None:
    """Carry out what a changeset just taken in orders, and what others ordered about it."""
    [(digest, signer, assessment)] = connection.rows(
        "SELECT id, signer, assessment FROM changeset WHERE changeset=?", (number,)
    )
    among = "e.assessment=? AND e.n BETWEEN ? AND ?"
    span = (assessment, number << 16, number << 16 | 65_535)
    orders = connection.rows(
        f"SELECT t.key, CAST(? AS text) FROM entry e {BY_NUMBER} JOIN topic t USING(topic)"
        f" WHERE t.kind=? AND {among}",
        (signer, REDACTION_KIND, *span),
    )
    orders += connection.rows(  # of whom something published has just come
        f"SELECT r.key, c.signer FROM entry e {BY_NUMBER} JOIN topic t USING(topic)"
        " JOIN topic r ON r.kind=? AND t.key LIKE CAST(? AS text)||r.key||CAST(? AS text)"
        " JOIN entry o ON o.topic=r.topic AND o.assessment=e.assessment"
        f" JOIN changeset c ON c.changeset=o.n>>16 WHERE t.kind=? AND {among} AND o.n>0",
        (REDACTION_KIND, "% ", " %", published_answers.PUBLISHED_KIND, *span),
    )
    orders += connection.rows(
        "SELECT t.key, c.signer FROM topic t CROSS JOIN entry e"
        " JOIN changeset c ON c.changeset=e.n>>16"
        " WHERE e.assessment=? AND e.topic=t.topic AND t.kind=? AND t.key>? AND t.key<?",
        (assessment, REDACTION_KIND, f"{digest.hex()}:", f"{digest.hex()};"),
    )
    if orders:
        allowed = read_controllers(connection)
        for name, by in orders:
            target = names.known_entry(name)
            if target is not None:
                _redact(connection, target, assessment, by, allowed)


def allow_controller(connection: Connection, names: RowNumbers, public: str) -> None:
    """Obey what this key (64 hex) orders about anybody's words: from now on, and so far."""
    kept = " ".join(sorted(read_controllers(connection) | {public}))
    connection.execute(SET_SETTING, (CONTROLLERS_SETTING, kept))
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
    connection: Connection, target: int, assessment: int, by: str, allowed: frozenset[str]
) -> None:
    rows = connection.rows(
        "SELECT e.body, e.proof, c.signer FROM entry e JOIN changeset c ON c.changeset=e.n>>16"
        " WHERE e.n=? AND e.assessment=?",
        (target, assessment),
    )
    for body, salt, signer in rows:
        if body not in (None, TOMBSTONE) and (by == signer or by in allowed):
            connection.execute(_WITHHELD, (commitment(salt, body), target, assessment))
            _drop_file(connection, body)
    _redact_published(connection, target, assessment, by, allowed)
    # A body that lies set aside is only dropped by whoever may: its signer is in its own core.
    for core, payloads, proofs in connection.rows(
        "SELECT core, payloads, proofs FROM aside WHERE changeset=?", (target >> 16,)
    ):
        _redact_aside(connection, target, by, allowed, core, payloads, proofs)


def _redact_published(
    connection: Connection, target: int, assessment: int, by: str, allowed: frozenset[str]
) -> None:
    """What was told of an entry goes with it, whoever told it, also where either lies aside."""
    found = connection.rows(
        "SELECT lower(hex(id)), c.signer, a.core FROM changeset c LEFT JOIN aside a"
        " USING(changeset) WHERE changeset=?",
        (target >> 16,),
    )
    for digest, signer, core in found:
        signed = signer if core is None else read_core(zlib.decompress(core)).signer
        if by != signed and by not in allowed:
            continue
        name = f"{digest}:{target & 65_535}"
        for audience in published_answers.AUDIENCES:
            beginning = published_answers.publication_key(audience, name, "")
            for number, body, salt in connection.rows(
                "SELECT e.n, e.body, e.proof FROM topic t JOIN entry e USING(topic)"
                " WHERE t.key>? AND t.key<? AND t.kind=? AND e.assessment=? AND e.n>0"
                " AND e.body IS NOT NULL AND e.body<>?",
                (
                    beginning,
                    f"{beginning}g",
                    published_answers.PUBLISHED_KIND,
                    assessment,
                    TOMBSTONE,
                ),
            ):
                connection.execute(_WITHHELD, (commitment(salt, body), number, assessment))
        _redact_published_aside(connection, name, assessment)


def _redact_published_aside(connection: Connection, name: str, assessment: int) -> None:
    uuid = connection.value("SELECT uuid FROM assessment WHERE assessment=?", (assessment,))
    for number, core, payloads, proofs in connection.rows(
        "SELECT changeset, core, payloads, proofs FROM aside"
    ):
        said = read_core(zlib.decompress(core))
        about = {
            topic
            for topic, (kind, key) in enumerate(said.topics)
            if kind == published_answers.PUBLISHED_KIND
            and published_answers.published_entry(key) == name
        }
        places = [place for place, topic in enumerate(said.of) if topic in about]
        if places and said.assessment == uuid:
            _withhold_aside(connection, number, places, payloads, proofs)


def _drop_file(connection: Connection, body: str) -> None:
    """The file a redacted entry of evidence named goes too, unless another entry names it."""
    said = json.loads(body)
    digest = said.get("sha256") if isinstance(said, dict) else None
    if isinstance(digest, str):
        others = connection.rows(
            "SELECT e.body FROM topic t JOIN entry e USING(topic) WHERE t.kind='evidence'"
            " AND e.body LIKE ?",
            (f"%{digest}%",),
        )
        if not any(_names_file(other, digest) for (other,) in others):
            connection.execute("DELETE FROM evidence WHERE digest=?", (digest,))


def _names_file(body: str, digest: str) -> bool:
    said = json.loads(body)
    return isinstance(said, dict) and said.get("sha256") == digest


def _redact_aside(
    connection: Connection,
    target: int,
    by: str,
    allowed: frozenset[str],
    core: bytes,
    payloads: str,
    proofs: str,
) -> None:
    signer = read_core(zlib.decompress(core)).signer
    if by == signer or by in allowed:
        _withhold_aside(connection, target >> 16, [target & 65_535], payloads, proofs)


def _withhold_aside(
    connection: Connection, changeset: int, places: Iterable[int], payloads: str, proofs: str
) -> None:
    """Take the bodies at these places out of a changeset that lies aside."""
    texts, salts = json.loads(payloads), json.loads(proofs)
    for place in places:
        if place < len(texts) and texts[place] not in (None, TOMBSTONE):
            salts[place] = commitment(bytes.fromhex(salts[place]), texts[place]).hex()
            texts[place] = None
    connection.execute(
        "UPDATE aside SET payloads=?, proofs=? WHERE changeset=?",
        (json.dumps(texts, ensure_ascii=False), json.dumps(salts), changeset),
    )
