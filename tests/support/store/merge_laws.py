"""The laws of merging as a state machine: what several laptops can do, in any order."""

from __future__ import annotations

import itertools

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from assessor.parcel.pack.parcel_pack import unpack_parcel
from tests.support.store.desk import Desk
from tests.support.store.file_comparison import verify, verify_clones, verify_forms
from tests.support.store.forged_parcels import KINDS, forge
from tests.support.store.oracle import ASSESSMENTS, ExpectedEntry, ExpectedFile, Subject
from tests.support.store.world import World

VALUES = ["", "1", "01", " 1", "1.0", "1e3", "é", "e\u0301", "x\n", "3"]
SUBJECTS: list[Subject] = [
    *(
        (uuid, kind, key)
        for uuid, (kind, key) in itertools.product(
            ASSESSMENTS,
            [
                ("answer", "/d/q1"),
                ("answer", "/d/q2"),
                ("answer", "/d/r[7f3a9c]/q"),
                ("answer", "/d/r[0b1c2d]/q"),
                ("repeat", "/d/r[7f3a9c]"),
                ("statement", "/d/q1"),
                ("form", "form"),
                ("renamed", "/d/q1"),
            ],
        )
    ),
    (ASSESSMENTS[0], "alias", ASSESSMENTS[1]),
    (ASSESSMENTS[1], "alias", ASSESSMENTS[0]),
]
WHO = st.integers(0, 7)
SUBJECT = st.sampled_from(SUBJECTS[:3] * 6 + SUBJECTS)
VALUE = st.sampled_from(VALUES)
EVIDENCE = st.sampled_from([None, "1", "2", "by the form"])


def body_of(kind: str, value: str, evidence: str | None = None) -> dict[str, object]:
    if kind in ("repeat", "alias"):
        return {}
    if evidence == "by the form":
        return {"value": value, "auto": True}
    return {"value": value} if evidence is None else {"value": value, "evidence": evidence}


class Laws(RuleBasedStateMachine):
    """Invariants I1–I12 of the design, checked after each step on the desks it touched."""

    @initialize()
    def begin(self) -> None:
        self.world = World()
        self.touched: list[Desk] = []
        self.backups: list[tuple[Desk, tuple[object, ExpectedFile]]] = []
        self.shown: list[tuple[Desk, Subject, tuple[ExpectedEntry, ...]]] = []
        for name, role in (("Ana", "mission"), ("Ben", "mission"), ("Head", "registry")):
            self.world.desk(name, role)

    def who(self, number: int) -> Desk:
        desk = self.world.desks[number % len(self.world.desks)]
        self.touched.append(desk)
        return desk

    def two(self, who: int, whom: int) -> tuple[Desk, Desk]:
        """Return two different desks."""
        count = len(self.world.desks)
        return self.who(who), self.who(who + 1 + whom % (count - 1))

    @rule(who=WHO, answers=st.lists(st.tuples(SUBJECT, VALUE, EVIDENCE), min_size=1, max_size=3))
    def answer(self, who: int, answers: list[tuple[Subject, str, str | None]]) -> None:
        desk = self.who(who)
        for subject, value, evidence in answers:
            seen = tuple(desk.standing().get(subject, ()))
            desk.say(subject, body_of(subject[1], value, evidence), seen)

    @rule(who=WHO, subject=SUBJECT, values=st.lists(VALUE, min_size=2, max_size=3))
    def change_ones_mind(self, who: int, subject: Subject, values: list[str]) -> None:
        desk = self.who(who)
        for value in values:
            seen = tuple(desk.standing().get(subject, ()))
            desk.say(subject, body_of(subject[1], value), seen)
            desk.seal()

    @rule(who=WHO, subject=SUBJECT)
    def remove(self, who: int, subject: Subject) -> None:
        desk = self.who(who)
        desk.say(subject, None, tuple(desk.standing().get(subject, ())))

    @rule(who=WHO, which=st.booleans(), apart=st.booleans())
    def join(self, who: int, which: bool, apart: bool) -> None:
        desk, subject = self.who(who), SUBJECTS[-1 - which]
        desk.say(subject, None if apart else {}, tuple(desk.standing().get(subject, ())))

    @rule(who=WHO, subject=SUBJECT)
    def look(self, who: int, subject: Subject) -> None:
        desk = self.who(who)
        self.shown.append((desk, subject, tuple(desk.standing().get(subject, ()))))

    @precondition(lambda self: self.shown)
    @rule(which=WHO, value=VALUE)
    def answer_what_was_shown_before(self, which: int, value: str) -> None:
        desk, subject, seen = self.shown.pop(which % len(self.shown))
        if all(said.name in {one.name for one in desk.here()} for said in seen):
            self.touched.append(desk)
            desk.say(subject, body_of(subject[1], value), seen)

    @rule(who=WHO, subject=SUBJECT, value=VALUE)
    def claim_a_parent_elsewhere(self, who: int, subject: Subject, value: str) -> None:
        desk = self.who(who)
        others = [
            said
            for other, members in desk.standing().items()
            for said in members
            if other != subject and other[0] == subject[0]
        ]
        if others:
            desk.say(subject, body_of(subject[1], value), tuple(others[:2]))

    @rule(who=WHO, value=VALUE)
    def decide(self, who: int, value: str) -> None:
        self.who(who).decide(lambda kind: body_of(kind, value))

    @rule(who=WHO, whom=WHO, subject=SUBJECT, value=VALUE, sent=st.booleans())
    def take_back_a_decision(
        self, who: int, whom: int, subject: Subject, value: str, sent: bool
    ) -> None:
        """Make a conflict, resolve it and open it again, before or after the other desk knows."""
        other, desk = self.two(who, whom)
        for each, says in ((desk, "1"), (other, "3")):
            seen = tuple(each.standing().get(subject, ()))
            each.say(subject, body_of(subject[1], says), seen)
        desk.receive(other.parcel(), other.expected.has, other.blind_to(None))
        desk.decide(lambda kind: body_of(kind, value))
        if sent:
            other.receive(desk.parcel(), desk.expected.has, desk.blind_to(None))
        desk.take_back_a_decision()

    @rule(who=WHO)
    def upgrade(self, who: int) -> None:
        self.who(who).upgrade()

    @rule(
        who=WHO, whom=WHO, secret=st.sampled_from([None, None, "/d/q1"]), times=st.integers(1, 2),
        undo=st.sampled_from([None, None, 0, 1]),
    )  # fmt: skip
    def send(self, who: int, whom: int, secret: str | None, times: int, undo: int | None) -> None:
        sender, receiver = self.who(who), self.who(whom)
        for _ in range(times):
            parcel = sender.parcel(secret)
            package = set(sender.expected.has), sender.blind_to(secret)
            receiver.receive(parcel, *package)
            before = receiver.digest()
            receiver.receive(parcel, *package)
            assert receiver.digest() == before
        standing = [one for one in receiver.expected.receipts if not one.undone]
        if undo is not None and standing:
            receiver.undo(standing[-1 - undo * (len(standing) > 1)])

    @rule(who=WHO, whom=WHO, subject=SUBJECT, value=VALUE, waits=st.booleans())
    def take_back_an_answer_to_ones_own(
        self, who: int, whom: int, subject: Subject, value: str, waits: bool
    ) -> None:
        """Redact an answer; with `waits` it is in quarantine when its root is redacted."""
        other, desk = self.two(who, whom)
        if waits:
            desk.take_in(desk.key)
        own = desk.say(subject, body_of(subject[1], "1"), ())
        other.receive(desk.parcel(), desk.expected.has, desk.blind_to(None))
        seen = tuple(other.standing().get(subject, ()))
        other.say(subject, body_of(subject[1], value), seen)
        desk.receive(other.parcel(), other.expected.has, other.blind_to(None))
        standing = [one for one in desk.expected.receipts if not one.undone]
        if waits:
            desk.redact(own, "a slip")
        elif standing:
            desk.undo(standing[-1])

    @rule(who=WHO, whom=WHO)
    def give_again_what_is_there(self, who: int, whom: int) -> None:
        sender, receiver = self.who(who), self.who(whom)
        sender.seal()
        receiver.add(list(sender.mission.changesets()), sender.expected.blind)
        before = receiver.digest()
        receiver.add(list(sender.mission.changesets()), sender.expected.blind)
        assert receiver.digest() == before

    @rule(who=WHO, whom=WHO)
    def send_the_file(self, who: int, whom: int) -> None:
        sender, receiver = self.two(who, whom)
        sender.seal()
        if sender.is_file:
            receiver.receive_file(sender)

    @rule(
        who=WHO, whom=WHO, mask=st.one_of(st.just(4095), st.integers(0, 4095)),
        reverse=st.booleans(), packed=st.booleans(),
    )  # fmt: skip
    def send_a_part(self, who: int, whom: int, mask: int, reverse: bool, packed: bool) -> None:
        sender, receiver = self.who(who), self.who(whom)
        sender.seal()
        part = [
            one for place, one in enumerate(sender.mission.changesets()) if mask >> place % 12 & 1
        ]
        part = part[::-1] if reverse else part
        if packed:
            receiver.receive(
                sender.part(part), {one.id for one in part}, frozenset(sender.expected.blind)
            )
        else:
            receiver.add(part, sender.expected.blind)

    @rule(who=WHO, which=WHO)
    def undo(self, who: int, which: int) -> None:
        desk = self.who(who)
        standing = [one for one in desk.expected.receipts if not one.undone]
        if standing:
            desk.undo(standing[which % len(standing)])

    @rule(who=WHO, which=st.integers(0, 99), why=st.sampled_from(["a slip", "a name"]))
    def redact(self, who: int, which: int, why: str) -> None:
        desk = self.who(who)
        desk.seal()
        sealed = sorted(
            (said for said in desk.here() if said.kind != "redaction"),
            key=lambda said: (said.at, said.subject),
        )
        if sealed:
            desk.redact(sealed[which % len(sealed)], why)

    @rule(who=WHO, whom=WHO)
    def obey_a_controller(self, who: int, whom: int) -> None:
        desk, other = self.two(who, whom)
        desk.allow(other.key)

    @rule(who=WHO, whom=WHO, away=st.sampled_from([False, False, True]))
    def trust(self, who: int, whom: int, away: bool) -> None:
        desk, other = self.two(who, whom)
        if away and other.key in desk.expected.roster:
            desk.revoke(other.key)
        else:
            desk.take_in(other.key)

    @rule(who=WHO, hours=st.sampled_from([-24 * 365 * 60, -5, 0, 7, 24 * 365 * 10]))
    def wrong_clock(self, who: int, hours: int) -> None:
        self.who(who).offset = hours * 3_600_000

    @rule(who=WHO, what=st.sampled_from(["clone", "back up", "restore", "restore", "reopen"]))
    def happens_to_a_laptop(self, who: int, what: str) -> None:
        desk = self.who(who)
        if not desk.is_file and what != "reopen":
            return
        if what == "clone" and len(self.world.desks) < 5:
            self.touched.append(desk.clone())
        elif what == "back up" or (what == "restore" and not self.backups):
            self.backups.append((desk, desk.backup()))
        elif what == "restore":
            desk, backup = self.backups[who % len(self.backups)]
            self.touched.append(desk)
            desk.restore(backup)
            self.shown = [one for one in self.shown if one[0] is not desk]
        elif what == "reopen":
            desk.reopen()

    @rule(
        who=WHO, whom=WHO, file=st.booleans(),
        steps=st.one_of(st.integers(1, 400), st.integers(1, 20_000)),
    )  # fmt: skip
    def crash_while_receiving(self, who: int, whom: int, file: bool, steps: int) -> None:
        sender, receiver = self.two(who, whom)
        sender.seal()
        if file and sender.is_file:
            receiver.receive_file(sender, steps)
        else:
            parcel = sender.parcel()
            receiver.receive(parcel, sender.expected.has, sender.blind_to(None), steps)

    @rule(who=WHO, which=WHO, steps=st.integers(1, 4000))
    def crash_while_taking_back(self, who: int, which: int, steps: int) -> None:
        desk = self.who(who)
        standing = [one for one in desk.expected.receipts if not one.undone]
        if standing:
            desk.undo(standing[which % len(standing)], steps)

    @rule(who=WHO, whom=WHO, kind=st.sampled_from(KINDS), which=WHO)
    def attack(self, who: int, whom: int, kind: str, which: int) -> None:
        sender, receiver = self.who(who), self.who(whom)
        sender.seal()
        changesets = list(sender.mission.changesets())
        if changesets:
            forged = forge(changesets[which % len(changesets)], kind)
            if forged is not None:
                receiver.refused(forged)

    @invariant()
    def everyone_holds_what_they_must(self) -> None:
        for desk in {id(desk): desk for desk in self.touched}.values():
            verify(desk)
        self.touched.clear()

    def teardown(self) -> None:
        try:
            self.converge()
        finally:
            self.world.close()

    def converge(self) -> None:
        """Exchange everything with one desk: all files are then equal and complete.

        Controllers and rosters are local; they are made equal before. So is whose joining counts:
        everybody who joined two assessments answers in the other one, too.
        """
        desks = self.world.desks
        keys = {desk.key for desk in desks}
        obeyed = set().union(*(desk.expected.controllers for desk in desks))
        for desk in desks:
            for said in [each for each in desk.here() if each.kind == "alias"]:
                if said.writer == desk.key:
                    subject = (said.key, "answer", "/d/q1")
                    desk.say(subject, body_of("answer", "1"), ())
            desk.seal()
            for key in obeyed - desk.expected.controllers:
                desk.allow(key)
            for key in keys - desk.expected.roster if desk.expected.roster else ():
                desk.take_in(key)
        for desk in desks[1:]:
            desks[0].add(list(desk.mission.changesets()), desk.expected.blind)
        parcel = desks[0].parcel()
        contents, blind = unpack_parcel(parcel), desks[0].blind_to(None)
        for desk in desks[1:]:
            desk.receive(parcel, desks[0].expected.has, blind, contents=contents)
        alike = verify(desks[0])
        for desk in desks:
            assert verify(desk) == alike
            verify_clones(desk)
            assert desk.mission.check() == ()
        for desk in (desks[0], desks[-1]):
            verify_forms(desk)
