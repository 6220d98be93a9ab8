"""The laws of merging as a machine: what several laptops can do to each other, in any order."""

from __future__ import annotations

import itertools
import json
import zlib
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from assessor.parcel import parcel as parcels
from assessor.store.changeset import Changeset
from tests.store.world import ASSESSMENTS, Desk, Held, Said, Subject, World

VALUES = ["", "1", "01", " 1", "1.0", "1e3", "é", "e\u0301", "x\n", "3"]
SUBJECTS: list[Subject] = [
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
        ],
    )
]
WHO = st.integers(0, 7)
SUBJECT = st.sampled_from(SUBJECTS[:3] * 6 + SUBJECTS)
VALUE = st.sampled_from(VALUES)
EVIDENCE = st.sampled_from([None, "1", "2"])
KINDS = ["value", "author", "time", "parents", "row", "sequence", "signature", "body", "salt"]


def body_of(kind: str, value: str, evidence: str | None) -> dict[str, object]:
    if kind == "repeat":
        return {}
    return {"value": value} if evidence is None else {"value": value, "evidence": evidence}


class Laws(RuleBasedStateMachine):
    """Invariants I1–I12 of the design, checked after each step on whoever was touched."""

    @initialize()
    def begin(self) -> None:
        self.world = World()
        self.touched: list[Desk] = []
        self.backups: list[tuple[Desk, tuple[object, Held]]] = []
        self.shown: list[tuple[Desk, Subject, tuple[Said, ...]]] = []
        for name, role in (("Ana", "mission"), ("Ben", "mission"), ("Head", "registry")):
            self.world.desk(name, role)

    def who(self, number: int) -> Desk:
        desk = self.world.desks[number % len(self.world.desks)]
        self.touched.append(desk)
        return desk

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
            desk.say(subject, body_of(subject[1], value, None), seen)
            desk.seal()

    @rule(who=WHO, subject=SUBJECT)
    def remove(self, who: int, subject: Subject) -> None:
        desk = self.who(who)
        desk.say(subject, None, tuple(desk.standing().get(subject, ())))

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
            desk.say(subject, body_of(subject[1], value, None), seen)

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
            desk.say(subject, body_of(subject[1], value, None), tuple(others[:2]))

    @rule(who=WHO, kind=st.sampled_from(VALUES))
    def decide(self, who: int, kind: str) -> None:
        desk = self.who(who)
        for conflict in desk.mission.conflicts()[:1]:
            subject = (conflict.assessment, conflict.kind, conflict.key)
            desk.say(subject, body_of(subject[1], kind, None), tuple(desk.standing()[subject]))

    @rule(who=WHO)
    def seal(self, who: int) -> None:
        self.who(who).seal()

    @rule(
        who=WHO, whom=WHO, secret=st.sampled_from([None, None, "/d/q1"]), times=st.integers(1, 2),
        undo=st.sampled_from([None, None, 0, 1]),
    )  # fmt: skip
    def send(self, who: int, whom: int, secret: str | None, times: int, undo: int | None) -> None:
        sender, receiver = self.who(who), self.who(whom)
        for _ in range(times):
            parcel = sender.parcel(secret)
            receiver.receive(sender, parcel, secret)
            before = receiver.digest()
            receiver.receive(sender, parcel, secret)
            assert receiver.digest() == before
        if undo is not None:
            standing = [one for one in receiver.held.receipts if not one.undone]
            receiver.undo(standing[-1 - undo * (len(standing) > 1)])

    @rule(who=WHO, whom=WHO, subject=SUBJECT, value=VALUE)
    def take_back_an_answer_to_ones_own(
        self, who: int, whom: int, subject: Subject, value: str
    ) -> None:
        other, desk = self.who(who), self.who(whom)
        if other is not desk:
            desk.say(subject, body_of(subject[1], "1", None), ())
            other.receive(desk, desk.parcel())
            seen = tuple(other.standing().get(subject, ()))
            other.say(subject, body_of(subject[1], value, None), seen)
            desk.receive(other, other.parcel())
            desk.undo(desk.held.receipts[-1])

    @rule(who=WHO, whom=WHO)
    def give_again_what_is_there(self, who: int, whom: int) -> None:
        sender, receiver = self.who(who), self.who(whom)
        sender.seal()
        receiver.add(list(sender.mission.changesets()), set(sender.held.blind))
        before = receiver.digest()
        receiver.add(list(sender.mission.changesets()), set(sender.held.blind))
        assert receiver.digest() == before

    @rule(who=WHO, whom=WHO)
    def send_the_file(self, who: int, whom: int) -> None:
        sender, receiver = self.who(who), self.who(whom)
        if sender is not receiver:
            sender.seal()
            receiver.receive_file(sender)

    @rule(
        who=WHO,
        whom=WHO,
        mask=st.one_of(st.just(4095), st.integers(0, 4095)),
        reverse=st.booleans(),
    )
    def send_a_part(self, who: int, whom: int, mask: int, reverse: bool) -> None:
        sender, receiver = self.who(who), self.who(whom)
        sender.seal()
        part = [
            one for place, one in enumerate(sender.mission.changesets()) if mask >> place % 12 & 1
        ]
        receiver.add(part[::-1] if reverse else part, set(sender.held.blind))

    @rule(who=WHO, which=WHO)
    def undo(self, who: int, which: int) -> None:
        desk = self.who(who)
        standing = [one for one in desk.held.receipts if not one.undone]
        if standing:
            desk.undo(standing[which % len(standing)])

    @rule(who=WHO, which=st.integers(0, 99))
    def redact(self, who: int, which: int) -> None:
        desk = self.who(who)
        desk.seal()
        sealed = sorted(
            (said for said in desk.here() if said.kind != "redaction"), key=lambda said: said.name
        )
        if sealed:
            desk.redact(sealed[which % len(sealed)])

    @rule(who=WHO, hours=st.sampled_from([-24 * 365 * 60, -5, 0, 7, 24 * 365 * 10]))
    def wrong_clock(self, who: int, hours: int) -> None:
        self.who(who).offset = hours * 3_600_000

    @rule(who=WHO, what=st.sampled_from(["clone", "back up", "restore", "restore", "reopen"]))
    def happens_to_a_laptop(self, who: int, what: str) -> None:
        desk = self.who(who)
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

    @rule(who=WHO, whom=WHO, steps=st.integers(1, 4000))
    def crash_while_receiving(self, who: int, whom: int, steps: int) -> None:
        sender, receiver = self.who(who), self.who(whom)
        if sender is not receiver:
            receiver.crash_while_receiving(sender, steps)

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
            desk.verify()
        self.touched.clear()

    def teardown(self) -> None:
        try:
            self.converge()
        finally:
            self.world.close()

    def converge(self) -> None:
        """After everybody gave one everything and got it back, all files say the same, whole."""
        desks = self.world.desks
        for desk in desks:
            desk.seal()
        for desk in desks[1:]:
            desks[0].add(list(desk.mission.changesets()), set(desk.held.blind))
        parcel = desks[0].parcel()
        for desk in desks[1:]:
            desk.receive(desks[0], parcel)
        digest, conflicts = desks[0].digest(), desks[0].mission.conflicts()
        for desk in desks:
            desk.verify()
            assert desk.digest() == digest
            assert desk.mission.conflicts() == conflicts
            assert desk.mission.check() == ()


def forge(changeset: Changeset, kind: str) -> bytes | None:
    """A parcel where one thing about a changeset is not what was signed; None if it lacks it."""
    core = json.loads(changeset.core)
    bodies = list(changeset.payloads)
    proofs, signature = list(changeset.proofs), changeset.signature
    if (kind in ("value", "body", "salt") and bodies[0] is None) or (
        kind == "row" and len(core[9]) < 2
    ):
        return None
    if kind == "value":
        bodies[0] = '{"value":"forged"}'
    elif kind == "body":
        bodies[0] = "null" if bodies[0] != "null" else "{}"
    elif kind == "salt":
        proofs[0] = bytes(16)
    elif kind == "signature":
        signature = signature[:-1] + bytes([signature[-1] ^ 1])
    elif kind == "row":
        for column in (core[9], core[10], bodies, proofs):
            column.pop()
        core[11] = [row for row in core[11] if row[0] < len(bodies)]
    else:
        _forge_core(core, kind)
    text = json.dumps(core, ensure_ascii=False, separators=(",", ":"))
    part = parcels._PackedChangeset(
        text.encode(), signature, "\n".join(body or "" for body in bodies), b"".join(proofs)
    )
    packed = parcels._Packed(
        "internal", 0, {}, {changeset.said.assessment: changeset.said.form}, [part], {}, b""
    )
    return parcels.wrap(zlib.compress(parcels._ENCODER.encode(packed)), None)


def _forge_core(core: list[Any], kind: str) -> None:
    if kind == "author":
        core[2] = "Mallory"
    elif kind == "sequence":
        core[3] += 1
    elif kind == "time":
        core[10][0] += 1
    else:
        core[7] = core[7] or ["ee" * 32]
        core[11] = [] if core[11] else [[len(core[9]) - 1, [0, 3]]]
