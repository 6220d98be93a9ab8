"""Undoing several files restores the state before them."""

from __future__ import annotations

from itertools import permutations

import pytest

from assessor.errors import AssessorError, Refused
from assessor.registry.receive.bulk_undo import undo_receipts, undoable_receipts
from assessor.registry.receive.receiver import receive
from tests.support.registry.registry_laptops import parcel
from tests.support.store.laptops import ASSESSMENT


@pytest.fixture
def sent(ana, ben, tmp_path):
    """Return two laptops' parcels, and an older copy of one."""
    made = {"older": parcel(ana)}
    ana.say("/d/q1", "3")
    made |= {"ana": parcel(ana), "ben": parcel(ben)}
    for name, data in made.items():
        (tmp_path / f"{name}.assessor").write_bytes(data)
    return [tmp_path / f"{name}.assessor" for name in made]


def test_in_any_order_nothing_is_left_and_it_comes_again(registry, sent):
    for order in permutations(range(3)):
        receipts = receive(registry, sent)
        assert [one.id for one in undoable_receipts((*receipts, *receipts))] == [
            r.id for r in receipts
        ]
        whole = registry.heads(ASSESSMENT)
        told: list[tuple[str, int, int]] = []
        ids = [receipts[at].id for at in order]
        assert undo_receipts(registry, ids, lambda *said, to=told: to.append(said)) == 3
        assert told == [(receipts[at].file, done, 3) for done, at in enumerate(order)]
        assert registry.heads(ASSESSMENT) == {} and registry.check() == ()
        assert (
            undo_receipts(registry, ids, lambda *_: None) == 0
        )  # undone by somebody else meanwhile
        receive(registry, sent)
        assert registry.heads(ASSESSMENT) == whole
        undo_receipts(
            registry, [one.id for one in undoable_receipts(registry.receipts())], lambda *_: None
        )


def test_a_stopped_undo_keeps_the_rest(registry, sent):
    ids = [one.id for one in receive(registry, sent)]

    def stop(_file, done, _of):
        if done == 1:
            raise AssessorError("Stopped.")

    with pytest.raises(AssessorError, match="Stopped"):
        undo_receipts(registry, ids, stop)
    assert [one.status for one in registry.receipts()] == ["new", "new", "undone"]
    with pytest.raises(Refused):
        undo_receipts(registry, ["999"], lambda *_: None)
