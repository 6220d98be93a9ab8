"""Several laptops and an oracle that knows the expected content of each.

Each laptop is a `Desk` (`tests/support/store/desk.py`); every change to its mission goes through
it.
"""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from assessor.parcel.keys.identity import Identity
from assessor.store.write.mission import Mission
from tests.support.store.desk import Desk
from tests.support.store.oracle import ASSESSMENTS, FORMS, ExpectedEntry, ExpectedFile, moments


class World:
    """Everything ever sealed, by changeset; and a folder for the files."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="laws"))
        self.sealed: dict[str, list[ExpectedEntry]] = {}
        self.forms: dict[str, str] = {}
        self.sequences: dict[str, int] = {}
        self.clock = itertools.count(1_700_000_000_000, 1000)
        self.files = itertools.count()
        self.desks: list[Desk] = []

    def desk(self, name: str, role: str = "mission") -> Desk:
        path = self.file()
        path.write_bytes(_template(role))
        desk = Desk(self, path, identity(name, len(self.desks)), ExpectedFile())
        self.desks.append(desk)
        return desk

    def file(self) -> Path:
        return self.folder / f"{next(self.files)}.mission"

    def writer(self, changeset: str) -> str:
        """Return the key (64 hex) that signed a changeset."""
        return self.sealed[changeset][0].writer

    def names(self, changesets: Iterable[str]) -> set[str]:
        """Return what can be withheld of changesets: bodies and moments by entry, authors' names
        by changeset."""
        found = set(changesets)
        entries = {said.name for changeset in found for said in self.sealed[changeset]}
        return found | entries | moments(entries)

    def close(self) -> None:
        for desk in self.desks:
            desk.mission.close()
        shutil.rmtree(self.folder)


@lru_cache(maxsize=2)
def _template(role: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="template") as folder:
        path = Path(folder) / "template.mission"
        with Mission.create(path, role=role) as mission:
            for uuid in ASSESSMENTS:
                mission.add_assessment(uuid, FORMS[0])
        return path.read_bytes()


@lru_cache(maxsize=64)
def identity(name: str, number: int) -> Identity:
    """Return a key that is the same in every run."""
    key = Ed25519PrivateKey.from_private_bytes(bytes([number + 1]) * 32)
    return Identity(name, key.public_key().public_bytes_raw(), key)
