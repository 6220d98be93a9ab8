"""Founders, members and strangers, in every order of arrival: what is shown is always the same.

The expectation below follows the definition only: it knows no marks, queries or Unicode tables.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from assessor.parcel.pack.parcel_pack import build_parcel
from assessor.registry.receive.receiver import receive_parcel
from assessor.store.model.authority import MAX_SUPERSEDED, assessment_id
from assessor.store.model.changeset import Changeset
from assessor.store.model.entry import Draft, Entry
from assessor.store.write.mission import Mission
from tests.support.store.world import identity

NAMES = ("Elena Robles", "Еlena Rоbles", "Ben Akol", "ROBLES Elena", "Tomas Vik")
"""The second has two Cyrillic letters."""
LOOKS = (0, 0, 1, 0, 2)
"""Names that look alike have the same number."""
PEOPLE = [identity(name, number) for number, name in enumerate(NAMES)]
KEYS = [person.public.hex() for person in PEOPLE]
NONCE, OTHER = "0f" * 16, "aa" * 16
FORMS = ("cd" * 32, "ef" * 32)
QUESTIONS = [f"/d/q{number}" for number in range(MAX_SUPERSEDED + 1)]
WHO = st.integers(0, len(NAMES) - 1)
VALUES: tuple[str | None, ...] = ("1", "2", "", None)
Subject = tuple[str, str]


@dataclass(frozen=True)
class Said:
    """One entry as its author knows it; `name` is that in every file."""

    name: str
    writer: int
    subject: Subject
    body: dict[str, str] | None
    parents: frozenset[str]
    at: int

    @property
    def text(self) -> str:
        return "" if self.body is None or self.body == {"value": ""} else repr(self.body)

    @property
    def changeset(self) -> str:
        return self.name.partition(":")[0]


@dataclass
class History:
    """All that was ever said about one assessment, and the changesets that carry it."""

    founded: bool
    said: list[Said] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.uuid = assessment_id(KEYS[0], NONCE) if self.founded else "ab" * 16
        self._pen = Mission.in_memory(role="mission")
        self._pen.add_assessment(self.uuid, FORMS[0])
        self._clock = itertools.count(1_700_000_000_000, 1000)
        if self.founded:
            self.write(0, [("founder", NONCE)], {})

    def write(self, writer: int, subjects: Sequence[Subject], body: dict[str, str] | None) -> None:
        """Write one changeset that supersedes all that was said about its subjects."""
        seen = [
            tuple(one.name for one in self.said if one.subject == subject) for subject in subjects
        ]
        drafts = [
            Draft(kind, key, body, parents, next(self._clock))
            for (kind, key), parents in zip(subjects, seen, strict=True)
        ]
        self._pen.add_assessment(self.uuid, FORMS[len(self.said) % 2])
        self._pen.write(self.uuid, drafts, NAMES[writer])
        [changeset] = self._pen.seal(self.uuid, PEOPLE[writer])
        entries = [self._pen.entry(f"{changeset}:{place}") for place in range(len(drafts))]
        self.said += [
            Said(one.name, writer, one.subject, body, frozenset(one.parents), one.at)
            for one in entries
        ]

    @cached_property
    def changesets(self) -> tuple[Changeset, ...]:
        return tuple(self._pen.changesets())


@dataclass(frozen=True)
class Expectation:
    """What a file must show that has these entries and vouches for these people."""

    history: History
    here: Sequence[Said]
    vouched: frozenset[int]

    @cached_property
    def members(self) -> frozenset[int]:
        founder = {
            one.writer
            for one in self.here
            if self.history.founded and one.subject == ("founder", NONCE) and one.writer == 0
        }
        invitations = {
            (one.writer, KEYS.index(one.subject[1]))
            for one in self.here
            if one.subject[0] == "member" and one.body is not None
        }
        known = {one.writer for one in self.here} | {whom for _, whom in invitations}
        found = founder | (self.vouched & known)
        for _ in NAMES:
            found |= {whom for by, whom in invitations if by in found}
        return frozenset(found)

    def standing(self, said: Said) -> int:
        """Return 0 for words of the team, 1 for those beside them, 2 for those that wait."""
        if said.writer in self.members:
            return 0
        if said.changeset in self._many:
            return 2
        if not self.members:
            return 0
        return 2 if self.history.founded and 0 in {one.writer for one in self._founders} else 1

    @cached_property
    def _founders(self) -> list[Said]:
        return [one for one in self.here if one.subject == ("founder", NONCE)]

    @cached_property
    def _many(self) -> frozenset[str]:
        by_name = {one.name: one for one in self.here}
        replaced: dict[str, set[str]] = defaultdict(set)
        for one in self.here:
            for parent in one.parents & by_name.keys():
                if one.subject[0] == "answer" and by_name[parent].writer != one.writer:
                    replaced[one.changeset].add(parent)
        return frozenset(each for each, found in replaced.items() if len(found) > 20)

    @property
    def form(self) -> str:
        """Return the form: the founder's latest, or that of whoever signed first."""
        here = {one.changeset: one for one in self.here}
        rows = [
            (each.header.sequence, each.id, KEYS.index(each.header.signer), each.header.form)
            for each in self.history.changesets
            if each.id in here
        ]
        rows = [row for row in rows if not self.standing(here[row[1]])] or rows
        founder = {0} & {one.writer for one in self._founders if self.history.founded}
        _, _, signer, _ = min(rows, key=lambda row: (row[2] not in founder, row))
        return max(row for row in rows if row[2] == signer)[-1]

    def replaces(self, said: Said, parent: Said) -> bool:
        """Return whether an entry supersedes its parent."""
        if said.subject != parent.subject:
            return False
        if said.writer == parent.writer:
            return True
        if self.standing(said) and not self.standing(parent):
            return False
        return said.writer in self.members or LOOKS[said.writer] != LOOKS[parent.writer]

    def heads(self) -> dict[Subject, list[Said]]:
        """Return the heads of each subject, the displayed one first."""
        by_name = {one.name: one for one in self.here}
        gone = {
            parent
            for one in self.here
            for parent in one.parents & by_name.keys()
            if self.replaces(one, by_name[parent])
        }
        found: dict[Subject, list[Said]] = defaultdict(list)
        for one in sorted(self.here, key=self._rank, reverse=True):
            if one.name not in gone:
                found[one.subject].append(one)
        return dict(found)

    def _rank(self, said: Said) -> tuple[bool, int, int, str]:
        fullness = 0 if said.body is None else 1 if said.body == {"value": ""} else 2
        return not self.standing(said), fullness, said.at, said.name

    def conflicts(self) -> dict[Subject, list[str]]:
        """Return what waits for a person."""
        found = {}
        for subject, heads in self.heads().items():
            told = {head.text for head in heads if not self.standing(head)}
            waits = {head.text for head in heads if self.standing(head) == 2} - told - {""}
            is_answer = subject[0] == "answer" and bool(waits)
            is_order = subject[0] in ("founder", "member")
            if is_answer or (not is_order and len({head.text for head in heads}) > 1):
                found[subject] = [head.name for head in heads]
        return found


def show(mission: Mission, uuid: str) -> tuple[tuple[Entry, ...], dict[Subject, list[str]]]:
    """Return the content of a file and the heads that it shows, in their order."""
    entries = tuple(sorted(mission.entries(uuid), key=lambda entry: entry.name))
    heads = mission.heads(uuid).items()
    return entries, {subject: [head.name for head in found] for subject, found in heads}


def compare(mission: Mission, expected: Expectation) -> None:
    """Compare a file with the expectation."""
    uuid = expected.history.uuid
    entries, shown = show(mission, uuid)
    standing = {one.name: expected.standing(one) for one in expected.here}
    assert mission.authority(uuid).members == {KEYS[each] for each in expected.members}
    assert {entry.name: entry.standing for entry in entries} == standing
    heads = expected.heads()
    assert shown == {subject: [one.name for one in found] for subject, found in heads.items()}
    conflicts = mission.conflicts(uuid)
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


def pack(history: History, part: Iterable[Changeset]) -> bytes:
    carried = list(part)
    return build_parcel(carried, {history.uuid: carried[0].header.form}, {})


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("answer"), WHO, st.integers(0, 3), st.sampled_from(VALUES)),
        st.tuples(st.just("member"), WHO, WHO, st.sampled_from(("1", "1", "1", None))),
        st.tuples(st.just("founder"), WHO, st.just(0), st.just("1")),
        st.tuples(st.just("alias"), WHO, st.just(0), st.sampled_from(("1", "1", None))),
        st.tuples(st.just("many"), WHO, st.sampled_from((20, 21)), st.sampled_from(VALUES)),
    ),
    min_size=2,
    max_size=9,
)
VOUCHED = st.frozensets(WHO, max_size=2)


def told(founded: bool, steps: Iterable[tuple[str, int, int, str | None]]) -> History:
    """Return the history in which these people did these things."""
    history = History(founded)
    for kind, who, number, value in steps:
        body = None if value is None else {"value": value} if kind in ("answer", "many") else {}
        subjects = {
            "answer": [("answer", QUESTIONS[number % len(QUESTIONS)])],
            "member": [("member", KEYS[number % len(KEYS)])],
            "founder": [("founder", NONCE)],
            "alias": [("alias", OTHER)],
            "many": [("answer", key) for key in QUESTIONS[:number]],
        }[kind]
        history.write(who, subjects, body)
    return history


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
            registry.undo(receipt.id)
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
