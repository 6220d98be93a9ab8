"""Whoever gains or loses authority by an undo is named before, and the receipt says so after it."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assessor.errors import Refused
from assessor.names import key_fingerprint
from assessor.registry.receive.receiver import receive_parcel
from assessor.store.model.receipt import Effect, MemberChange
from assessor.store.write.mission import Mission
from tests.support.store.expected_authority import (
    FORMS,
    KEYS,
    OTHER,
    STEPS,
    VOUCHED,
    Expectation,
    History,
    pack,
    show,
    told,
    undo_anyway,
)

GAINS = {Effect.AGAIN: "speaks", Effect.COUNTS: "speaks", Effect.OPENS: "opens"}


def speakers(expected: Expectation) -> set[tuple[str, int]]:
    """Return who speaks for the team, and which invitations let people in."""
    members = expected.members
    doors = expected.doors(members) - members
    return {*(("speaks", each) for each in members), *(("opens", each) for each in doors)}


def gains(before: Expectation, after: Expectation) -> set[tuple[str, int]]:
    """Return who has authority after an undo and had none before."""
    here = {one.name for one in before.here} & {one.name for one in after.here}
    freed = {
        ("speaks", one.writer)
        for one in after.here
        if one.name in here and before.standing(one) and not after.standing(one)
    }
    now = speakers(after)
    known = {each for _, each in now}
    inside = {each for _, each in speakers(before)}
    return {
        *((kind, each) for kind, each in now if each not in inside),
        *((kind, each) for kind, each in freed if each not in known),
        *((kind, each) for kind, each in now if ("speaks", each) in freed),
    }


def named(changes: tuple[MemberChange, ...]) -> set[tuple[str, int]]:
    """Return who gains authority, as an undo says."""
    return {(GAINS[each.effect], KEYS.index(each.key)) for each in changes if each.effect in GAINS}


@given(
    founded=st.booleans(), steps=STEPS, vouched=VOUCHED, data=st.data(),
)  # fmt: skip
def test_no_order_of_undo_and_receive_gives_authority_in_silence(
    founded: bool,
    steps: list[tuple[str, int, int, str | None]],
    vouched: frozenset[int],
    data: st.DataObject,
) -> None:
    history = told(founded, steps)
    assume(history.changesets)  # what is published of what was never said is no changeset
    parts = data.draw(st.lists(st.sets(st.sampled_from(range(len(history.changesets))), min_size=1),
                               min_size=1, max_size=4, unique_by=frozenset))  # fmt: skip
    turns = data.draw(st.lists(st.integers(0, len(parts) - 1), min_size=1, max_size=8))
    here: dict[int, str] = {}
    with Mission.in_memory() as registry:
        registry.add_assessment(OTHER, FORMS[0])
        registry.vouch_for(KEYS[each] for each in vouched)
        for turn in (*range(len(parts)), *turns):
            if turn not in here:
                carried = [history.changesets[at] for at in sorted(parts[turn])]
                receipt = receive_parcel(registry, pack(history, carried), "a.assessor")
                here[turn] = receipt.id
                continue
            before = expect(history, parts, here, vouched)
            receipt_id = here.pop(turn)
            after = expect(history, parts, here, vouched)
            undo(registry, receipt_id, before, after)


def undo(registry: Mission, receipt_id: str, before: Expectation, after: Expectation) -> None:
    """Undo an import; compare who it says gains authority with who should."""
    uuid = before.history.uuid
    shown = show(registry, uuid)
    changes = registry.undo(receipt_id, preview=True).members
    assert named(changes) == gains(before, after)
    if changes:
        with pytest.raises(Refused, match="nobody was asked about that"):
            registry.undo(receipt_id)
        assert show(registry, uuid) == shown
        if len(changes) > 1:
            with pytest.raises(Refused):
                registry.undo(receipt_id, accepted=changes[1:])
    undo_anyway(registry, receipt_id)
    [receipt] = [each for each in registry.receipts() if each.id == receipt_id]
    for change in changes:
        assert change.reason in receipt.reasons
        assert key_fingerprint(bytes.fromhex(change.key)) in str(change.reason)


def expect(
    history: History, parts: list[set[int]], here: dict[int, str], vouched: frozenset[int]
) -> Expectation:
    """Return what a file shows that has received these parts."""
    ids = {history.changesets[at].id for turn in here for at in parts[turn]}
    return Expectation(history, [one for one in history.said if one.changeset in ids], vouched)
