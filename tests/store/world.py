"""Several laptops and an oracle that knows what each of them must hold: the one door of the laws.

Every change to a real mission goes through a method of `Desk`, which also tells the oracle; after
it, `Desk.verify` compares everything the mission says with what the oracle says.
"""

from __future__ import annotations

import itertools
import json
import shutil
import tempfile
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from assessor.errors import FileError, Refused
from assessor.parcel.keys import Identity
from assessor.parcel.parcel import pack
from assessor.registry.receive import receive, take_parcel
from assessor.store.changeset import Changeset
from assessor.store.entry import Draft, Entry, heads
from assessor.store.mission import Mission

ASSESSMENTS = ("aa" * 16, "bb" * 16)
FORM = "cd" * 32

Subject = tuple[str, str, str]


@dataclass(eq=False)
class Said:
    """One entry as the person who typed it knows it."""

    assessment: str
    kind: str
    key: str
    payload: str
    parents: tuple[Said, ...]
    at: int
    writer: str
    name: str

    @property
    def subject(self) -> Subject:
        return self.assessment, self.kind, self.key

    @property
    def signed_by(self) -> str:
        return self.writer

    def says(self) -> str:
        return "" if self.payload in ("null", '{"value":""}') else self.payload


@dataclass
class Receipt:
    id: str
    carried: set[str]
    brought: set[str]
    undone: bool = False


@dataclass
class Held:
    """What the oracle knows of one file."""

    drafts: list[Said] = field(default_factory=list)
    has: set[str] = field(default_factory=set)
    blind: set[str] = field(default_factory=set)
    receipts: list[Receipt] = field(default_factory=list)

    def copy(self) -> Held:
        """The same file once more: its drafts will get other names when they are sealed."""
        twins: dict[int, Said] = {}
        for draft in self.drafts:
            parents = tuple(twins.get(id(parent), parent) for parent in draft.parents)
            twins[id(draft)] = Said(
                draft.assessment, draft.kind, draft.key, draft.payload, parents, draft.at,
                draft.writer, draft.name,
            )  # fmt: skip
        receipts = [
            Receipt(one.id, set(one.carried), set(one.brought), one.undone) for one in self.receipts
        ]
        return Held(list(twins.values()), set(self.has), set(self.blind), receipts)


class World:
    """All that was ever sealed, by changeset; and a folder for the files."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="laws"))
        self.sealed: dict[str, list[Said]] = {}
        self.clock = itertools.count(1_700_000_000_000, 1000)
        self.files = itertools.count()
        self.desks: list[Desk] = []

    def desk(self, name: str, role: str = "mission") -> Desk:
        path = self.folder / f"{next(self.files)}.mission"
        shutil.copy(_template(role), path)
        desk = Desk(self, path, _identity(name, len(self.desks)), Held())
        self.desks.append(desk)
        return desk

    def close(self) -> None:
        for desk in self.desks:
            desk.mission.close()
        shutil.rmtree(self.folder)


@lru_cache(maxsize=2)
def _template(role: str) -> Path:
    path = Path(tempfile.mkdtemp(prefix="template")) / "template.mission"
    with Mission.create(path, role=role) as mission:
        for uuid in ASSESSMENTS:
            mission.add_assessment(uuid, FORM)
    return path


@lru_cache(maxsize=64)
def _identity(name: str, number: int) -> Identity:
    key = Ed25519PrivateKey.from_private_bytes(bytes([number + 1]) * 32)
    return Identity(name, key.public_key().public_bytes_raw(), key)


class Desk:
    """One laptop with one file, and what the oracle knows of it."""

    def __init__(self, world: World, path: Path, identity: Identity, held: Held) -> None:
        self.world, self.path, self.identity, self.held = world, path, identity, held
        self.mission = Mission.open(path)
        self.offset = 0
        self.verified: tuple[object, ...] = ()

    # What people do

    def say(
        self,
        subject: Subject,
        body: dict[str, object] | None,
        seen: tuple[Said, ...],
    ) -> None:
        """Write one entry having been shown `seen`."""
        at = max(0, next(self.world.clock) + self.offset)
        assessment, kind, key = subject
        draft = Draft(kind, key, body, tuple(said.name for said in seen), at)
        [entry] = self.mission.write(assessment, [draft], self.identity.name)
        payload = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        self.held.drafts.append(
            Said(assessment, kind, key, payload, seen, at, self.identity.public.hex(), entry.name)
        )

    def seal(self) -> None:
        for changeset in self.mission.seal(None, self.identity):
            self.world.sealed[changeset] = []
            self.held.has.add(changeset)
        for draft in self.held.drafts:
            draft.name = self.mission.entry(draft.name).name
            self.world.sealed[draft.name.partition(":")[0]].append(draft)
        self.held.drafts.clear()

    def redact(self, said: Said) -> None:
        """Take back what was said; obeyed where the same key signed both."""
        self.seal()
        [changeset] = self.mission.redact(said.name, "taken back", self.identity)
        order = Said(
            said.assessment, "redaction", said.name, '{"reason":"taken back"}', (), 0,
            self.identity.public.hex(), f"{changeset}:0",
        )  # fmt: skip
        order.at = self.mission.entry(order.name).at
        self.world.sealed[changeset] = [order]
        self.held.has.add(changeset)
        self._obey()

    def parcel(self, secret: str | None = None) -> bytes:
        """Everything, but without the bodies about the key `secret`."""
        self.seal()
        return pack(
            self.mission, ASSESSMENTS, withhold=lambda entry: entry.key == secret,
            signer=self.identity,
        )  # fmt: skip

    def receive(self, other: Desk, parcel: bytes, secret: str | None = None) -> None:
        carried = set(other.held.has)
        blind = other.held.blind | {
            said.name
            for changeset in carried
            for said in self.world.sealed[changeset]
            if said.key == secret
        }
        self._took(take_parcel(self.mission, parcel, "a.pdf").id, carried, blind)

    def receive_file(self, other: Desk) -> None:
        [receipt] = receive(self.mission, [other.path])
        self._took(receipt.id, set(other.held.has), set(other.held.blind))

    def add(self, changesets: list[Changeset], blind: set[str]) -> None:
        """Take in a handful of changesets, as from a partial parcel without a receipt."""
        self.mission.add(changesets)
        self._deliver({one.id for one in changesets}, blind)

    def _took(self, receipt: str, carried: set[str], blind: set[str]) -> None:
        known = [one for one in self.held.receipts if one.id == receipt]
        if known:  # the very same parcel again: nothing is written
            return
        self.held.receipts.append(Receipt(receipt, carried, carried - self.held.has))
        self._deliver(carried, blind)

    def _deliver(self, carried: set[str], blind: set[str]) -> None:
        for changeset in carried:
            names = {said.name for said in self.world.sealed[changeset]}
            if changeset in self.held.has:
                self.held.blind -= names - blind
            else:
                self.held.blind = (self.held.blind - names) | (names & blind)
        self.held.has |= carried
        self._obey()

    def _obey(self) -> None:
        """Every order here strikes what its own writer signed."""
        signers = {
            said.name: said.writer
            for changeset in self.held.has
            for said in self.world.sealed[changeset]
        }
        for changeset in self.held.has:
            for said in self.world.sealed[changeset]:
                if said.kind == "redaction" and signers.get(said.key) == said.writer:
                    self.held.blind.add(said.key)

    def undo(self, receipt: Receipt) -> None:
        self.mission.undo(receipt.id)
        receipt.undone = True
        for changeset in receipt.carried & self.held.has:
            carriers = [one for one in self.held.receipts if changeset in one.carried]
            if any(changeset in one.brought for one in carriers) and all(
                one.undone for one in carriers
            ):
                self.held.has.discard(changeset)

    def refused(self, parcel: bytes) -> None:
        """A parcel that must be refused, kept in quarantine, and change nothing else."""
        before, waiting = self.digest(), len(self.mission.quarantine())
        receipt = take_parcel(self.mission, parcel, "attack.pdf")
        assert receipt.status == "refused" and receipt.reason.endswith(".")
        assert len(self.mission.quarantine()) in (waiting, waiting + 1)
        assert self.digest() == before

    def crash_while_receiving(self, other: Desk, steps: int) -> None:
        """The machine stops after so many steps of the database: all of it or nothing is there."""
        parcel, before = other.parcel(), self.digest()
        raw = self.mission._connection._raw
        raw.set_progress_handler(lambda: 1, steps)
        try:
            receipt = take_parcel(self.mission, parcel, "a.pdf")
        except (FileError, Refused):
            raw.set_progress_handler(None, 0)
            assert self.digest() == before
            self.receive(other, parcel)
        else:
            raw.set_progress_handler(None, 0)
            self._took(receipt.id, set(other.held.has), set(other.held.blind))

    def reopen(self) -> None:
        self.mission.close()
        self.mission = Mission.open(self.path)

    def backup(self) -> tuple[Path, Held]:
        path = self.world.folder / f"{next(self.world.files)}.backup"
        self.mission.backup(path)
        return path, self.held.copy()

    def restore(self, backup: tuple[Path, Held]) -> None:
        self.mission.close()
        shutil.copy(backup[0], self.path)
        self.held = backup[1].copy()
        self.mission = Mission.open(self.path)

    def clone(self) -> Desk:
        """The same laptop image started twice: same key, same file."""
        path = self.world.folder / f"{next(self.world.files)}.mission"
        self.mission.backup(path)
        desk = Desk(self.world, path, self.identity, self.held.copy())
        self.world.desks.append(desk)
        return desk

    # What must hold

    def here(self) -> list[Said]:
        sealed = [said for changeset in self.held.has for said in self.world.sealed[changeset]]
        return sealed + self.held.drafts

    def standing(self) -> dict[Subject, list[Said]]:
        """The heads, by the definition and nothing else."""
        here = self.here()
        subjects: dict[Subject, list[Said]] = {}
        superseded = {
            parent.name
            for said in here
            for parent in said.parents
            if parent.subject == said.subject
        }
        for said in here:
            if said.name not in superseded:
                subjects.setdefault(said.subject, []).append(said)
        return subjects

    def digest(self) -> tuple[Entry, ...]:
        entries = [entry for uuid in ASSESSMENTS for entry in self.mission.entries(uuid)]
        return tuple(sorted(entries, key=lambda entry: entry.name))

    def _state(self) -> tuple[object, ...]:
        """The same as before only if neither the file nor what the oracle knows was touched."""
        held = self.held
        writes = self.mission._connection._raw.total_changes
        return self.mission, writes, held, len(held.drafts), len(held.has), len(held.blind)

    def verify(self) -> None:
        """Compare all that the file says with all that the oracle knows, if either changed."""
        if self.verified == (state := self._state()):
            return
        self.verified = state
        digest = self.digest()
        real = {entry.name: entry for entry in digest}
        expected = {said.name: said for said in self.here()}
        assert real.keys() == expected.keys()
        for name, said in expected.items():
            self._verify_entry(real[name], said)
        standing = self.standing()
        disputed = set()
        for uuid in ASSESSMENTS:
            found = self.mission.heads(uuid)
            assert found == heads(entry for entry in digest if entry.assessment == uuid)
            assert {
                subject: {head.name for head in members} for subject, members in found.items()
            } == {
                subject[1:]: {said.name for said in members}
                for subject, members in standing.items()
                if subject[0] == uuid
            }
            for subject, members in found.items():
                says = [self._says(said) for said in standing[uuid, *subject]]
                if len(set(says)) > 1:
                    disputed.add((uuid, *subject))
                shown = max(standing[uuid, *subject], key=self._rank)
                assert members[0].name == shown.name
        conflicts = self.mission.conflicts()
        assert {(one.assessment, one.kind, one.key) for one in conflicts} == disputed
        for one in conflicts:
            assert {head.name for head in one.heads} == {
                said.name for said in standing[one.assessment, one.kind, one.key]
            }

    def _verify_entry(self, entry: Entry, said: Said) -> None:
        assert (entry.assessment, entry.kind, entry.key) == said.subject
        assert entry.at == said.at
        assert set(entry.parents) == {parent.name for parent in said.parents}
        if said.name in self.held.blind:
            assert entry.withheld and len(entry.commitment) == 64
        else:
            body = json.loads(said.payload)
            assert (entry.body, entry.gone) == (body, body is None)
        if not entry.is_draft:
            assert entry.signer == said.writer

    def _says(self, said: Said) -> str:
        return said.name if said.name in self.held.blind else said.says()

    def _rank(self, said: Said) -> tuple[int, int, str]:
        if said.name in self.held.blind:
            return 3, said.at, said.name
        if said.payload == "null":
            return 0, said.at, said.name
        body = json.loads(said.payload)
        rank = 1 if body.get("value") == "" else 2 if body.get("auto") else 4
        return rank, said.at, said.name
