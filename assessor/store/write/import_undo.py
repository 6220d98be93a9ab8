"""Undo of an import, and who gains or loses authority by it; call it inside a transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from assessor.errors import Refused
from assessor.names import safe_name
from assessor.store.files.connection import Connection
from assessor.store.model.authority import MEMBER_KIND, TRUSTED, Authority
from assessor.store.model.receipt import (
    KNOWN,
    NEW,
    UNDONE,
    Effect,
    MemberChange,
    Receipt,
    UnaskedChange,
    UndoResult,
    receipt_number,
    write_reasons,
)
from assessor.store.read.authority_queries import read_authority
from assessor.store.read.conflict_counts import count_conflicts
from assessor.store.read.entry_queries import read_changeset
from assessor.store.read.file_reader import RECEIPTS, receipt_from
from assessor.store.read.row_numbers import RowNumbers
from assessor.store.write.authority_marks import settle_authority
from assessor.store.write.entry_writer import set_aside
from assessor.store.write.unused_forms import take_forms_back

_SIGNED_AS = (
    "SELECT DISTINCT signer, author FROM changeset"
    " WHERE assessment=? AND core IS NOT NULL AND author<>''"
)
_LET_IN_AS = (
    "SELECT t.key, c.author, c.signer FROM topic t JOIN entry e USING(topic) JOIN changeset c"
    " ON c.changeset=e.n>>16 AND c.assessment=e.assessment"
    " WHERE e.assessment=? AND e.n>0 AND t.kind=? AND c.author<>''"
)


def undo_receipt(
    connection: Connection,
    names: RowNumbers,
    receipt_id: str,
    accepted: Collection[MemberChange] | None,
) -> UndoResult:
    """Set aside what only undone receipts brought; see Mission.undo. The receipt says who gains or
    loses authority by it. Raises UnaskedChange if one is not `accepted` (None is all)."""
    receipt = _undoable(connection, receipt_id)
    number = receipt_number(receipt_id)
    found = [(uuid, names.assessment(uuid)) for uuid in receipt.assessments]
    concerned = {number: uuid for uuid, number in found if number is not None}
    before = {number: _read_speakers(connection, number) for number in concerned}
    connection.execute("UPDATE receipt SET status=? WHERE receipt=?", (UNDONE, number))
    numbers = connection.rows(
        "SELECT m.changeset FROM carried m JOIN changeset c USING(changeset)"
        " WHERE m.receipt=? AND c.core IS NOT NULL"
        " AND EXISTS(SELECT 1 FROM carried o WHERE o.changeset=m.changeset AND o.new=1)"
        " AND NOT EXISTS(SELECT 1 FROM carried o JOIN receipt r USING(receipt)"
        "   WHERE o.changeset=m.changeset AND r.status<>?)",
        (number, UNDONE),
    )
    changesets = [(read_changeset(connection, number), number) for (number,) in numbers]
    entries = sum(set_aside(connection, *changeset) for changeset in changesets)
    settle_authority(connection, concerned)
    take_forms_back(connection, [changeset for changeset, _ in changesets], concerned)
    changes = (
        change
        for at, uuid in concerned.items()
        for change in _compare(uuid, before[at], _read_speakers(connection, at))
    )
    members = tuple(sorted(changes, key=lambda change: list(Effect).index(change.effect)))
    if accepted is not None and not set(members).issubset(accepted):
        raise UnaskedChange(receipt.file, members)
    reasons = write_reasons((*receipt.reasons, *(change.reason for change in members)))
    connection.execute("UPDATE receipt SET reason=? WHERE receipt=?", (reasons, number))
    return UndoResult(entries, count_conflicts(connection, concerned), members)


def _undoable(connection: Connection, receipt_id: str) -> Receipt:
    """Return a receipt by its id. Raises Refused if it brought nothing that can be set aside."""
    rows = connection.rows(RECEIPTS + " WHERE receipt=?", (receipt_number(receipt_id),))
    if not rows:
        raise Refused("There is no receipt {id}.", id=receipt_id)
    receipt = receipt_from(rows[0])
    if receipt.status == UNDONE:
        raise Refused(
            "What receipt {id} brought is set aside already: receive its file to bring it back.",
            id=receipt_id,
        )
    if receipt.status not in (NEW, KNOWN):
        raise Refused("Receipt {id} brought nothing in that could be undone.", id=receipt_id)
    return receipt


@dataclass(frozen=True, slots=True)
class _Speakers:
    """Who speaks for a team: `standing` and `signers` of its changesets by their numbers, and the
    names of keys (64 hex)."""

    authority: Authority
    signers: dict[int, str]
    standing: dict[int, int]
    names: dict[str, set[str]]

    @property
    def inside(self) -> frozenset[str]:
        """Return the keys of members and invitations."""
        return self.authority.members | self.authority.invitations

    def name(self, key: str) -> str:
        """Return the names of a key on one line, "" if there are none."""
        return safe_name(", ".join(sorted(self.names.get(key, ()))))


def _read_speakers(connection: Connection, assessment: int) -> _Speakers:
    authority = read_authority(connection, assessment)
    rows = connection.rows(
        "SELECT changeset, signer, standing FROM changeset WHERE assessment=? AND core IS NOT NULL",
        (assessment,),
    )
    names: dict[str, set[str]] = defaultdict(set)
    for key, author in connection.rows(_SIGNED_AS, (assessment,)):
        names[key].add(author)
    for key, author, by in connection.rows(_LET_IN_AS, (assessment, MEMBER_KIND)):
        if by in authority.invitations:
            names[key].add(author)
    return _Speakers(
        authority,
        {number: signer for number, signer, _ in rows},
        {number: standing for number, _, standing in rows},
        names,
    )


def _compare(uuid: str, before: _Speakers, after: _Speakers) -> Iterator[MemberChange]:
    """Yield who speaks for a team after an undo and did not before, and the other way round. Where
    nothing of an assessment is left, nobody loses anything; nor does whom this file vouches for."""
    gained, lost = after.inside - before.inside, before.inside - after.inside
    gained |= _changed(before, after)
    lost |= _changed(after, before)
    lost -= before.authority.vouched | before.authority.own
    for key in sorted(gained):
        yield MemberChange(uuid, key, _gain(key, after), after.name(key))
    for key in sorted(lost if after.signers else ()):
        is_invitation = key in before.authority.invitations
        effect = Effect.CLOSES if is_invitation else Effect.NO_MORE
        yield MemberChange(uuid, key, effect, before.name(key))


def _gain(key: str, after: _Speakers) -> Effect:
    if key in after.authority.invitations:
        return Effect.OPENS
    return Effect.AGAIN if key in after.inside else Effect.COUNTS


def _changed(less: _Speakers, more: _Speakers) -> frozenset[str]:
    """Return the signers of what counts in `more` and not in `less`, and is in both."""
    return frozenset(
        signer
        for number, signer in more.signers.items()
        if more.standing[number] == TRUSTED and less.standing.get(number, TRUSTED) != TRUSTED
    )
