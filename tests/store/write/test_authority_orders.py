"""Founders, members and strangers, in every order of arrival: what is shown is always the same."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Sequence
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from assessor.registry.receive.receiver import receive_parcel
from assessor.store.model.changeset import Changeset
from assessor.store.write.mission import Mission
from tests.support.store.expected_authority import (
    FORMS,
    KEYS,
    OTHER,
    QUESTIONS,
    STEPS,
    VOUCHED,
    Expectation,
    History,
    pack,
    show,
    told,
    undo_anyway,
)


def compare(mission: Mission, expected: Expectation) -> None:
    """Compare a file with the expectation."""
    uuid = expected.history.uuid
    entries, shown = show(mission, uuid)
    standing = {one.name: expected.standing(one) for one in expected.here}
    assert mission.authority(uuid).members == {KEYS[each] for each in expected.members}
    assert {entry.name: entry.standing for entry in entries} == standing
    heads = expected.heads()
    assert shown == {subject: [one.name for one in found] for subject, found in heads.items()}
    shown_bodies = {
        head.name: head.body
        for (kind, _), found in mission.joint_heads(uuid).items()
        if kind == "answer"
        for head in found
    }
    answers = (one for found in heads.values() for one in found if one.subject[0] == "answer")
    assert shown_bodies == {
        one.name: expected.shown(one) for one in answers if standing[one.name] != 1
    }
    conflicts = mission.conflicts(uuid)
    assert mission.conflict_count([uuid]) == len(conflicts)
    assert {
        (one.kind, one.key): [head.name for head in one.heads] for one in conflicts
    } == expected.conflicts()
    aliases = heads.get(("alias", OTHER), ())
    joins = [
        one
        for one in aliases
        if not standing[one.name] and one.body is not None and one.writer in expected.vouched
    ]
    assert mission.joined(uuid) == ((uuid, OTHER) if joins else (uuid,))
    assert mission.assessment(uuid).form == expected.form
    assert mission.check() == ()


@given(
    founded=st.booleans(), steps=STEPS, vouched=st.tuples(VOUCHED, VOUCHED),
    data=st.data(),
)  # fmt: skip
def test_every_order_of_arrival_shows_the_same(
    founded: bool,
    steps: list[tuple[str, int, int, str | None]],
    vouched: tuple[frozenset[int], frozenset[int]],
    data: st.DataObject,
) -> None:
    history = told(founded, steps)
    numbers = range(len(history.changesets))
    orders = data.draw(st.tuples(*[st.permutations(numbers)] * 2))
    first = None
    for order in (numbers, *orders):
        with Mission.in_memory() as registry:
            registry.add_assessment(OTHER, FORMS[0])
            _receive(registry, history, [history.changesets[at] for at in order], vouched, data)
            shown = show(registry, history.uuid)
            first = first or shown
            assert shown == first


def _receive(
    registry: Mission,
    history: History,
    order: Sequence[Changeset],
    vouched: Sequence[Collection[int]],
    data: st.DataObject,
) -> None:
    """Receive changesets in several parcels; vouch for people, and take one parcel back and in
    again, in between."""
    cut = data.draw(st.integers(0, len(order)))
    turn = data.draw(st.integers(0, 2))
    here: set[str] = set()
    for at, part in enumerate(filter(None, (order[:cut], order[cut:], order[:1]))):
        if turn >= at:
            registry.vouch_for(KEYS[each] for each in vouched[0])
            believed = vouched[0]
        parcel = pack(history, part)
        receipt = receive_parcel(registry, parcel, "a.assessor")
        before, here = here, here | {one.id for one in part}
        compare(registry, _expect(history, here, believed))
        if receipt.new:
            undo_anyway(registry, receipt.id)
            if before:
                compare(registry, _expect(history, before, believed))
            receive_parcel(registry, parcel, "a.assessor")
        registry.vouch_for(KEYS[each] for each in vouched[1])
        believed = vouched[1]
        compare(registry, _expect(history, here, believed))


def _expect(history: History, here: set[str], vouched: Collection[int]) -> Expectation:
    entries = [one for one in history.said if one.changeset in here]
    return Expectation(history, entries, frozenset(vouched))


def test_who_alone_invites_a_known_person_is_no_member(tmp_path: Path) -> None:
    """Nobody else has signed: the marks are as later, when the person says something."""
    history = told(False, [("member", 4, 2, "1"), ("answer", 2, 0, "1")])
    with Mission.create(tmp_path / "hq.registry", role="registry") as registry:
        registry.vouch_for([KEYS[2]])
        for count in (1, 2):
            registry.add(history.changesets[:count])
            [stranger] = {
                entry.standing
                for entry in registry.entries(history.uuid)
                if entry.signer == KEYS[4]
            }
            assert (stranger, registry.check()) == (1, ())
            assert registry.authority(history.uuid).members == {KEYS[2]}


def test_whom_a_member_invites_invites_others() -> None:
    """The founder, a member, whom that member invites: each order shows the last one's answer."""
    steps = [("answer", 0, 0, "1"), ("member", 0, 2, "1"), ("member", 2, 4, "1"),
             ("answer", 4, 0, "2"), ("answer", 1, 0, "3")]  # fmt: skip
    history = told(True, steps)
    for order in itertools.permutations(history.changesets[2:]):
        with Mission.in_memory() as registry:
            registry.add_assessment(OTHER, FORMS[0])
            parcels = (*order, *history.changesets[:2])
            here = set()
            for changeset in parcels:
                receive_parcel(registry, pack(history, [changeset]), "a.assessor")
                here.add(changeset.id)
            compare(registry, _expect(history, here, ()))
            heads = registry.heads(history.uuid)["answer", QUESTIONS[0]]
            assert [head.signer for head in heads] == [KEYS[4], KEYS[1]]
