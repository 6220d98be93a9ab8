"""Store the marks that follow from authority; call it inside a transaction, after every change."""

from __future__ import annotations

from collections.abc import Iterable

from assessor.store.files.connection import SET_SETTING, Connection
from assessor.store.read.authority_queries import (
    OWN_SETTING,
    VOUCHED_SETTING,
    find_wrong_marks,
    read_authority,
    read_keys,
)
from assessor.store.read.form_binding import find_form_binding


def settle_authority(connection: Connection, assessments: Iterable[int]) -> None:
    """Correct the marks and the forms of these assessments (by number)."""
    for assessment in dict.fromkeys(assessments):
        _settle_marks(connection, assessment)
        form, _ = find_form_binding(connection, assessment)
        connection.execute(
            "UPDATE assessment SET form=? WHERE assessment=? AND form<>?", (form, assessment, form)
        )


def _settle_marks(connection: Connection, assessment: int) -> None:
    """Correct the marks of an assessment; those of a single signer who is trusted are right."""
    signers = connection.rows(
        "SELECT signer, max(standing) FROM changeset WHERE assessment=? AND core IS NOT NULL"
        " GROUP BY signer",
        (assessment,),
    )
    if len(signers) < 2 and not any(standing for _, standing in signers):
        authority = read_authority(connection, assessment)
        if all(authority.is_trusted(signer) for signer, _ in signers):
            return
    standing, superseded = find_wrong_marks(connection, assessment)
    connection.execute_many(
        "UPDATE changeset SET standing=? WHERE changeset=?",
        [(level, number) for number, level in standing.items()],
    )
    connection.execute_many(
        "UPDATE entry SET superseded=? WHERE n=? AND assessment=?",
        [(mark, number, assessment) for number, mark in superseded.items()],
    )


def settle_everything(connection: Connection) -> None:
    """Correct the marks of all assessments."""
    rows = connection.rows("SELECT assessment FROM assessment ORDER BY assessment")
    settle_authority(connection, [assessment for (assessment,) in rows])


def set_vouched(connection: Connection, keys: Iterable[str]) -> bool:
    """Vouch for exactly these keys (64 hex); return whether that changed anything."""
    return _change(connection, VOUCHED_SETTING, frozenset(keys))


def add_own_key(connection: Connection, public: str) -> bool:
    """Remember that this key (64 hex) writes in this file; return whether it is new."""
    return _change(connection, OWN_SETTING, read_keys(connection, OWN_SETTING) | {public})


def _change(connection: Connection, setting: str, keys: frozenset[str]) -> bool:
    if keys == read_keys(connection, setting):
        return False
    connection.execute(SET_SETTING, (setting, " ".join(sorted(keys))))
    settle_everything(connection)
    return True
