"""One laptop with one file: every change goes through it, and the oracle is informed.

`tests/support/store/file_comparison.py` compares the mission with the oracle.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from assessor.errors import FileError, Refused
from assessor.parcel.keys.identity import Identity
from assessor.parcel.pack.parcel_pack import (
    ParcelContents,
    build_parcel,
    pack_parcel,
    parcel_fingerprint,
)
from assessor.registry.receive.quarantine_redaction import redact_quarantine
from assessor.registry.receive.quarantine_review import trust_and_receive
from assessor.registry.receive.receiver import receive, receive_parcel
from assessor.registry.trust.trust_roster import revoke_key
from assessor.store.model.changeset import Changeset
from assessor.store.model.entry import Conflict, Draft, Entry
from assessor.store.model.receipt import Receipt as Taken
from assessor.store.write.mission import Mission
from tests.support.store.oracle import (
    ASSESSMENTS,
    FORMS,
    ExpectedEntry,
    ExpectedFile,
    Package,
    Receipt,
    Subject,
    moments,
    standing,
)

if TYPE_CHECKING:
    from tests.support.store.world import World

T = TypeVar("T")


class Desk:
    """One laptop with one file, and the oracle's knowledge of it."""

    def __init__(
        self, world: World, path: Path, identity: Identity, expected: ExpectedFile
    ) -> None:
        self.world, self.path, self.identity, self.expected = world, path, identity, expected
        self.mission = Mission.open(path)
        self.offset = 0
        self.verified: tuple[object, ...] = ()
        self.found: tuple[tuple[Entry, ...], tuple[Conflict, ...]] = ((), ())

    @property
    def key(self) -> str:
        return self.identity.public.hex()

    @property
    def is_file(self) -> bool:
        """Return whether it can be copied, cloned and sent as it is."""
        return True

    def writes(self) -> object:
        """Return a number that changes with the file."""
        return self.mission.connection.raw.total_changes

    # Entries

    def say(
        self, subject: Subject, body: dict[str, object] | None, seen: tuple[ExpectedEntry, ...]
    ) -> ExpectedEntry:
        """Write one entry whose parents are `seen`."""
        at = max(0, next(self.world.clock) + self.offset)
        assessment, kind, key = subject
        draft = Draft(kind, key, body, tuple(said.name for said in seen), at)
        [entry] = self.mission.write(assessment, [draft], self.identity.name)
        payload = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        author = self.identity.name
        said = ExpectedEntry(assessment, kind, key, payload, seen, at, self.key, entry.name, author)
        self.expected.drafts.append(said)
        return said

    def decide(self, body: Callable[[str], dict[str, object]]) -> None:
        """Resolve the first conflict in each assessment that has a head in it."""
        for conflict in self.mission.conflicts()[:1]:
            heads = self.standing()
            for uuid in dict.fromkeys(head.assessment for head in conflict.heads):
                subject = (uuid, conflict.kind, conflict.key)
                self.say(subject, body(conflict.kind), tuple(heads[subject]))

    def take_back_a_decision(self) -> None:
        """Restore each side of a resolved conflict, with the decision as parent."""
        here = {one.name for one in self.here()} - self.expected.blind
        for subject, heads in self.standing().items():
            sides = {one.says(): one for one in heads[0].parents if one.subject == subject}
            if (
                len(heads) > 1
                or len(sides) < 2
                or not {each.name for each in sides.values()} <= here
            ):
                continue
            for side in sides.values():
                self.say(subject, json.loads(side.payload), (heads[0],))
            again = self.standing()[subject]
            assert {one.says() for one in again} == set(sides)
            assert not {one.name for one in again} & {one.name for one in sides.values()}
            return

    def upgrade(self) -> None:
        """Switch to the other version of the form, and sign something with it."""
        self.seal()
        for uuid, form in self.expected.forms.items():
            self.expected.forms[uuid] = FORMS[form == FORMS[0]]
            self.mission.add_assessment(uuid, self.expected.forms[uuid])
            subject = (uuid, "answer", "/d/q1")
            self.say(subject, {"value": "1"}, tuple(self.standing().get(subject, ())))
        self.seal()

    def seal(self) -> None:
        if not self.expected.drafts:
            return
        self.expected.own.add(self.key)
        for changeset in self.mission.seal(None, self.identity):
            self.world.sealed[changeset] = []
            self.expected.has.add(changeset)
        for draft in self.expected.drafts:
            draft.name = self.mission.entry(draft.name).name
            self.world.sealed[draft.name.partition(":")[0]].append(draft)
        self.expected.drafts.clear()
        self._note()

    def _note(self) -> None:
        """Inform the oracle of what it cannot know: sequence numbers and the form in use."""
        for digest, number, form in self.mission.connection.rows(
            "SELECT lower(hex(id)), sequence, form FROM changeset WHERE sequence IS NOT NULL"
        ):
            if digest not in self.world.forms:
                self.world.sequences[digest] = number
                forms, uuid = self.expected.forms, self.world.sealed[digest][0].assessment
                here = self.expected.has & self.world.forms.keys()
                here = {each for each in here if self.world.sealed[each][0].assessment == uuid}
                # It may have become a form that others signed (which, say the tests of forms).
                if form in ({self.world.forms[each] for each in here} or FORMS):
                    forms[uuid] = form
                self.world.forms[digest] = forms[uuid]

    def redact(self, said: ExpectedEntry, reason: str) -> None:
        """Redact an entry; obeyed where the same key signed both, or is a controller."""
        self.seal()
        self.expected.own.add(self.key)
        [changeset] = self.mission.redact(said.name, reason, self.identity)
        name, body = f"{changeset}:0", f'{{"reason":"{reason}"}}'
        about, at = (said.assessment, "redaction", said.name), self.mission.entry(name).at
        order = ExpectedEntry(*about, body, (), at, self.key, name, self.identity.name)
        self.world.sealed[changeset] = [order]
        self.expected.has.add(changeset)
        self._note()
        self._obey()

    def allow(self, key: str) -> None:
        """Make this key a controller."""
        self.mission.allow_redactions(key)
        self.expected.controllers.add(key)
        self._obey()

    # Parcels

    def parcel(self, secret: str | None = None) -> bytes:
        """Return a parcel of everything; with `secret`, without the bodies of that key and without
        names."""
        self.seal()
        if secret is None:
            return pack_parcel(self.mission, ASSESSMENTS, signer=self.identity)
        return pack_parcel(
            self.mission, ASSESSMENTS, withhold=lambda entry: entry.key == secret,
            signer=self.identity, profile="public",
        )  # fmt: skip

    def part(self, changesets: Sequence[Changeset]) -> bytes:
        """Return a parcel of these changesets only."""
        return build_parcel(
            changesets,
            {one.header.assessment: one.header.form for one in changesets},
            {},
            signer=self.identity,
        )

    def blind_to(self, secret: str | None) -> frozenset[str]:
        """Return what does not leave this file: bodies, moments and authors' names."""
        if secret is None:
            return frozenset(self.expected.blind)
        everything = self.world.names(self.expected.has)
        known = {
            said.name
            for changeset in self.expected.has
            for said in self.world.sealed[changeset]
            if said.key != secret
        }
        return frozenset(self.expected.blind | everything - known)

    def receive(
        self,
        parcel: bytes,
        carried: Iterable[str],
        blind: frozenset[str],
        steps: int = 0,
        contents: ParcelContents | None = None,
    ) -> None:
        """Receive a parcel; with `steps`, after an interruption.

        With `contents` it is verified already, as when many files are received.
        """
        package = Package(frozenset(carried), blind)
        receipt = self._through(
            lambda: receive_parcel(self.mission, parcel, "a.pdf", contents=contents), steps
        )
        self._took(receipt.id, receipt.status, parcel_fingerprint(parcel), package)

    def receive_file(self, other: Desk, steps: int = 0) -> None:
        package = Package(frozenset(other.expected.has), frozenset(other.expected.blind))

        def take() -> Taken:
            [receipt] = receive(self.mission, [other.path])
            if receipt.status == "refused":
                raise FileError(receipt.reason)
            return receipt

        receipt = self._through(take, steps)
        # Its fingerprint covers what is withheld too, so the same changesets may wait twice.
        self._took(receipt.id, receipt.status, receipt.fingerprint, package)

    def _took(self, receipt: str, status: str, fingerprint: str, package: Package) -> None:
        if any(one.id == receipt for one in self.expected.receipts):
            return  # the same parcel again: nothing is written
        welcome = {one for one in package.carried if self._welcomes(one)}
        self.expected.waiting.pop(fingerprint, None)
        if welcome != package.carried:
            self.expected.waiting[fingerprint] = package
        if status in ("new", "known"):
            self.expected.receipts.append(Receipt(receipt, welcome, welcome - self.expected.has))
        self.deliver(welcome, package.blind)

    def _welcomes(self, changeset: str) -> bool:
        roster = self.expected.roster
        return (
            not roster or changeset in self.expected.has or self.world.writer(changeset) in roster
        )

    def add(self, changesets: list[Changeset], blind: Iterable[str]) -> None:
        """Import changesets without a receipt, whatever the roster says."""
        self.mission.add(changesets)
        self.deliver({one.id for one in changesets}, blind)

    def deliver(self, carried: Iterable[str], blind: Iterable[str]) -> None:
        lacking = set(blind)
        for changeset in carried:
            names = self.world.names([changeset])
            if changeset in self.expected.has:
                self.expected.blind -= names - lacking
            else:
                self.expected.blind = (self.expected.blind - names) | (names & lacking)
        self.expected.has |= set(carried)
        self._obey()

    def _obey(self) -> None:
        """Apply every order here to entries of its own key, or of anybody for a controller."""
        everything = [
            said for changeset in self.expected.has for said in self.world.sealed[changeset]
        ]
        writers = {said.name: said.writer for said in everything}
        tombstones = {said.name for said in everything if said.payload == "null"}
        for said in everything:
            by = self.expected.controllers | {writers.get(said.key, "")}
            if said.kind == "redaction" and said.writer in by and said.key in writers:
                gone = {said.key} - tombstones
                self.expected.blind |= gone | moments(gone)
        redact_quarantine(self.mission)
        struck = self.struck() if self.expected.waiting else set()
        for fingerprint, package in self.expected.waiting.items():
            gone = struck & self.world.names(package.carried)
            blind = package.blind | gone | moments(gone)
            self.expected.waiting[fingerprint] = Package(package.carried, blind)

    def struck(self) -> set[str]:
        """Return the entries, here or waiting, that an order here redacts."""
        found = set()
        for order in self.here():
            if order.kind == "redaction":
                changeset = order.key.partition(":")[0]
                [of] = [said for said in self.world.sealed[changeset] if said.name == order.key]
                if of.payload != "null" and order.writer in self.expected.controllers | {of.writer}:
                    found.add(order.key)
        return found

    # Trust

    def take_in(self, key: str) -> None:
        """Put a key on the roster and receive what waits for it."""
        packages = {
            fingerprint: package
            for fingerprint, package in self.expected.waiting.items()
            if key in map(self.world.writer, package.carried)
        }
        order = [kept.fingerprint for kept, _ in self.mission.quarantine()]
        receipts = trust_and_receive(self.mission, key, "whoever")
        self.expected.roster.add(key)
        self.expected.vouched.add(key)
        taken = sorted(packages, key=order.index)
        assert len(receipts) == len(taken)
        for receipt, fingerprint in zip(receipts, taken, strict=True):
            self._took(receipt.id, receipt.status, fingerprint, packages[fingerprint])

    def revoke(self, key: str) -> None:
        revoke_key(self.mission, key, 1)
        self.expected.roster.discard(key)
        self.expected.roster.add("revoked")  # an empty roster is still a roster

    # Failures

    def undo(self, receipt: Receipt, steps: int = 0) -> None:
        members = self.mission.undo(receipt.id, preview=True).members
        self._through(lambda: self.mission.undo(receipt.id, accepted=members), steps)
        receipt.undone = True
        for changeset in receipt.carried & self.expected.has:
            carriers = [one for one in self.expected.receipts if changeset in one.carried]
            if any(changeset in one.brought for one in carriers) and all(
                one.undone for one in carriers
            ):
                self.expected.has.discard(changeset)

    def refused(self, parcel: bytes) -> None:
        """Receive a parcel that must be refused, quarantined, and change nothing else."""
        before = self.digest()
        receipt = receive_parcel(self.mission, parcel, "attack.pdf")
        assert receipt.status == "refused" and receipt.reason.endswith(".")
        self.expected.refused.add(parcel_fingerprint(parcel))
        assert self.digest() == before

    def _through(self, deed: Callable[[], T], steps: int) -> T:
        """Call a function; if the connection breaks within so many steps, nothing has changed."""
        before = self.digest() if steps else ()
        raw = self.mission.connection.raw
        raw.set_progress_handler((lambda: 1) if steps else None, steps)
        try:
            return deed()
        except (FileError, Refused):
            raw.set_progress_handler(None, 0)
            if not steps:
                raise
            assert self.digest() == before
        finally:
            raw.set_progress_handler(None, 0)
        return deed()

    def reopen(self) -> None:
        self.mission.close()
        self.mission = Mission.open(self.path)

    def backup(self) -> tuple[Path, ExpectedFile]:
        path = self.world.file()
        self.mission.backup(path)
        return path, self.expected.copy()

    def restore(self, backup: tuple[Path, ExpectedFile]) -> None:
        self.mission.close()
        shutil.copy(backup[0], self.path)
        self.expected = backup[1].copy()
        self.mission = Mission.open(self.path)

    def clone(self) -> Desk:
        """Start the same laptop image twice: same key, same file."""
        path = self.world.file()
        self.mission.backup(path)
        desk = Desk(self.world, path, self.identity, self.expected.copy())
        self.world.desks.append(desk)
        return desk

    # Content

    def here(self) -> list[ExpectedEntry]:
        sealed = [said for changeset in self.expected.has for said in self.world.sealed[changeset]]
        self.expected.find_members(sealed)
        return sealed + self.expected.drafts

    def standing(self) -> dict[Subject, list[ExpectedEntry]]:
        return standing(self.expected, self.here())

    def digest(self) -> tuple[Entry, ...]:
        entries = [entry for uuid in ASSESSMENTS for entry in self.mission.entries(uuid)]
        return tuple(sorted(entries, key=lambda entry: entry.name))
