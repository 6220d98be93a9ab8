"""By which form an assessment is read: the one that those with authority signed.

Every changeset signs the digest of its form. The map from assessments to forms in a parcel is not
signed; it only helps to find the form.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import NamedTuple

from assessor.errors import Damaged
from assessor.store.files.connection import Connection
from assessor.store.model.authority import TRUSTED
from assessor.store.model.changeset import Changeset
from assessor.store.read.authority_queries import read_authority, read_keys
from assessor.store.read.entry_queries import read_changeset

FORM_KIND = "form"
FORM_KEYS_SETTING = "form_keys"
"""The setting with pairs uuid:key (hex, separated by spaces): the keys whose orders about the form
of an assessment an earlier version obeyed. It stays so."""

_LAST = 2**63


class FormBinding(NamedTuple):
    """The form (64 hex) of an assessment; `disputed` are the forms that were signed if nobody
    with authority says which of them is right."""

    digest: str
    disputed: tuple[str, ...] = ()


def find_form_binding(
    connection: Connection, assessment: int, *, sealed: bool = False
) -> FormBinding:
    """Return the form of an assessment (by number); if `sealed`, drafts do not count.

    Without an order it is the latest form that the founder signed, or else a key of this file, or
    else whoever signed first: the order in which changesets came plays no role.
    """
    current = str(connection.value("SELECT form FROM assessment WHERE assessment=?", (assessment,)))
    every = connection.rows(
        "SELECT form, signer, sequence, id, standing, changeset FROM changeset"
        " WHERE assessment=? AND core IS NOT NULL",
        (assessment,),
    )
    rows = [row for row in every if row[4] == TRUSTED] or every
    if not rows:
        return FormBinding(current)
    ordered = _ordered_form(connection, assessment, sealed)
    if ordered:
        return FormBinding(ordered)
    authority = read_authority(connection, assessment)
    signed = {form for form, *_ in rows}

    def place(row: tuple[str, str, int | None, bytes, int, int]) -> tuple[bool, bool, int, bytes]:
        _, signer, sequence, changeset, *_ = row
        # A number that is not known yet comes last.
        return (
            signer != authority.founder,
            signer not in authority.own,
            sequence or _LAST,
            changeset,
        )

    signer = min(rows, key=place)[1]
    own = sorted((row for row in rows if row[1] == signer), key=_age, reverse=True)
    latest = _signed_form(connection, signer, [row[5] for row in own]) or str(own[0][0])
    several = len(signed) > 1 and len({row[1] for row in rows}) > 1
    disputed = sorted(signed) if several and not authority.members else []
    return FormBinding(latest, tuple(disputed))


def _age(row: tuple[str, str, int | None, bytes, int, int]) -> tuple[int, bytes]:
    return row[2] or 0, row[3]


def _signed_form(connection: Connection, signer: str, numbers: Iterable[int]) -> str:
    """Return the form in the signed bytes of the first of these changesets that is whole, or ""."""
    whole = (_read_whole(connection, number, signer) for number in numbers)
    return next((changeset.header.form for changeset in whole if changeset is not None), "")


def _read_whole(connection: Connection, number: int, signer: str) -> Changeset | None:
    """Return a changeset if it is what `signer` sealed; the columns of a table can be edited."""
    try:
        changeset = read_changeset(connection, number)
    except Damaged:
        return None
    return changeset if changeset.header.signer == signer else None


def find_order_keys(connection: Connection, assessment: int) -> Callable[[str], bool]:
    """Return whether orders of a key (64 hex) about the form of an assessment are obeyed."""
    uuid = connection.value("SELECT uuid FROM assessment WHERE assessment=?", (assessment,))
    authority = read_authority(connection, assessment)
    before = read_keys(connection, FORM_KEYS_SETTING)
    return lambda signer: authority.may_order(signer) or f"{uuid}:{signer}" in before


def ordered_forms(changeset: Changeset) -> frozenset[str]:
    """Return the forms (64 hex) that orders in a changeset name."""
    topics = changeset.header.topics
    bodies = (
        json.loads(payload)
        for of, payload in zip(changeset.header.of, changeset.payloads, strict=True)
        if payload is not None and topics[of][0] == FORM_KIND
    )
    return frozenset(str(body.get("digest", "")) for body in bodies if isinstance(body, dict))


def signed_forms(connection: Connection, assessment: int) -> frozenset[str]:
    """Return the forms (64 hex) that changesets of trusted signers sign."""
    rows = connection.rows(
        "SELECT DISTINCT form FROM changeset WHERE assessment=? AND core IS NOT NULL"
        " AND standing=?",
        (assessment, TRUSTED),
    )
    return frozenset(form for (form,) in rows)


def _ordered_form(connection: Connection, assessment: int, sealed: bool) -> str:
    """Return the form that the latest valid order names, if it is here; else ""."""
    is_obeyed = find_order_keys(connection, assessment)
    orders = connection.rows(  # in this join order the few topics are searched first
        "SELECT e.at, e.n, e.body, c.signer FROM topic t CROSS JOIN entry e"
        " LEFT JOIN changeset c ON e.n>0 AND c.changeset=e.n>>16"
        " WHERE e.assessment=? AND e.topic=t.topic AND t.kind=? AND e.superseded=0"
        " AND e.body IS DISTINCT FROM 'null' AND e.body IS NOT NULL AND (e.n>0 OR NOT ?)",
        (assessment, FORM_KIND, sealed),
    )
    for _, n, body, signer in sorted(orders, reverse=True):
        digest = str((json.loads(body) or {}).get("digest", ""))
        if signer is not None:
            whole = _read_whole(connection, n >> 16, signer) if is_obeyed(signer) else None
            if whole is None or digest not in ordered_forms(whole):
                continue
        if connection.value("SELECT 1 FROM form WHERE digest=?", (digest,)):
            return digest
    return ""
