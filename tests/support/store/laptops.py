"""Laptops for tests of the record: real files, real keys."""

from __future__ import annotations

import hashlib
import itertools
import tempfile
from functools import cache
from pathlib import Path

from assessor.parcel.keys.identity import Identity, load_identity
from assessor.store.model.entry import Draft, Entry
from assessor.store.write.mission import Mission

ASSESSMENT = "ab" * 16
PACKED_FORM = b"a packed form"
FORM = hashlib.sha256(PACKED_FORM).hexdigest()


def begun(path: Path, role: str = "mission") -> Mission:
    """Return an empty file; a mission has one assessment."""
    path.write_bytes(_begun(role))
    return Mission.open(path)


@cache
def _begun(role: str) -> bytes:
    """Return its bytes, made once."""
    with tempfile.TemporaryDirectory(prefix="begun") as folder:
        path = Path(folder) / "begun.mission"
        with Mission.create(path, role=role) as mission:
            if role == "mission":
                mission.add_assessment(ASSESSMENT, FORM)
        return path.read_bytes()


class Laptop:
    """One person's computer with one file."""

    def __init__(self, folder: Path, name: str, *, role: str = "mission") -> None:
        self.identity: Identity = load_identity(folder / name, name)
        self.mission = begun(folder / f"{name}.mission", role)
        self.clock = itertools.count(1_700_000_000_000)

    def say(self, key: str, value: str | None, *, kind: str = "answer", **more: object) -> Entry:
        """Answer a question; the parents are the present heads."""
        return self.say_over(key, value, self.heads(key, kind), kind=kind, **more)

    def say_over(
        self,
        key: str,
        value: str | None,
        seen: tuple[Entry, ...],
        *,
        kind: str = "answer",
        **more: object,
    ) -> Entry:
        """Answer a question; the parents are `seen`."""
        body = None if value is None else {"value": value, **more}
        draft = Draft(kind, key, body, tuple(head.name for head in seen), next(self.clock))
        [entry] = self.mission.write(ASSESSMENT, [draft], self.identity.name)
        return entry

    def heads(self, key: str, kind: str = "answer") -> tuple[Entry, ...]:
        return self.mission.heads(ASSESSMENT).get((kind, key), ())

    def seal(self) -> tuple[str, ...]:
        return self.mission.seal(None, self.identity)
