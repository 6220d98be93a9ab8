"""A disk with one fault: the n-th write, sync or truncation fails, everything later succeeds.

SQLite's own test method: for n = 1, 2, 3 … until the work finishes earlier. What was acknowledged
before and after the fault is there, and the file is complete at every step.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import apsw

from assessor.errors import Reason
from assessor.store.model.changeset import Changeset
from assessor.store.model.entry import Draft
from assessor.store.model.receipt import ParcelOrigin
from assessor.store.write.mission import Mission
from tests.support.store.laptops import ASSESSMENT, FORM, PACKED_FORM, Laptop
from tests.support.store.power_cut import Disk, Platter, Powered
from tests.support.store.world import identity

FAULTS: dict[str, type[apsw.Error]] = {
    "full": apsw.FullError,
    "I/O error": apsw.IOError,
}
"""Possible answers of a file system to a write (sqlite.org/c3ref/io_methods.html), without busy."""
PARCEL = 40
"""The number of entries in the imported parcel."""


class Faulty(Disk):
    """A disk whose n-th writing operation fails, or all from the n-th on."""

    def __init__(self, fault: type[apsw.Error], nth: int, lasting: bool) -> None:
        super().__init__()
        self._fault, self.nth, self.lasting = fault, nth, lasting
        self.spent = 0
        self.failed = False

    def spend(self) -> None:
        self.spent += 1
        if self.spent == self.nth or (self.lasting and self.spent > self.nth):
            self.failed = True
            raise self._fault

    def mend(self) -> None:
        """Repair the disk."""
        self.nth, self.lasting = 0, False


def work(mission: Mission, start: int, answers: int) -> int:
    """Answer and seal until the disk refuses; return the number of acknowledged answers."""
    done = 0
    for number in range(start, start + answers):
        body = {"value": str(number), "note": "x" * 400}
        tips = mission.heads(ASSESSMENT).get(("answer", f"/d/q{number % 3}"), ())
        parents = tuple(tip.name for tip in tips)
        try:
            mission.write(ASSESSMENT, [Draft("answer", f"/d/q{number % 3}", body, parents, 1)], "A")
            done += 1
            if number % 4 == 3:
                mission.seal(None, identity("Ana", 0))
        except apsw.Error:
            return done
    return done


def strike(template: Path, folder: Path, fault: str, nth: int, lasting: bool) -> bool:
    """Let the n-th operation fail, repair the disk, continue; return whether it was reached."""
    with _failing(template, folder, fault, nth, lasting) as (disk, mission):
        before = work(mission, 0, 12)
        disk.mend()
        count = len(mission.entries(ASSESSMENT))
        assert before <= count <= before + 1 and mission.check() == ()
        after = work(mission, count, 4)
        assert after == 4 and len(mission.entries(ASSESSMENT)) == count + 4
        assert mission.check() == ()
    _look(folder, count + 4)
    return disk.failed


def strike_import(template: Path, folder: Path, fault: str, nth: int, lasting: bool) -> bool:
    """Do the same while a parcel is imported, undone and imported again."""
    sent = _parcel()
    origin = ParcelOrigin("a.pdf", "f" * 64, 1, {ASSESSMENT: FORM}, {FORM: PACKED_FORM}, {})
    with _failing(template, folder, fault, nth, lasting) as (disk, mission):
        first = _done(lambda: mission.add(sent, receipt=origin))
        # A parcel is imported completely if its receipt is there, else not at all.
        assert disk.failed or first
        undone = first and _done(lambda: mission.undo("1"))
        disk.mend()
        count = len(mission.entries(ASSESSMENT))
        standing = [one for one in mission.receipts() if one.status == "new"]
        assert count == PARCEL * len(standing) and mission.check() == ()
        assert not undone or count == 0
        if not standing:
            mission.add(sent, receipt=origin)
        assert len(mission.entries(ASSESSMENT)) == PARCEL and mission.check() == ()
    _look(folder, PARCEL)
    return disk.failed


def _done(deed: Callable[[], object]) -> bool:
    try:
        deed()
    except apsw.Error:
        return False
    return True


@lru_cache(maxsize=1)
def _parcel() -> tuple[Changeset, ...]:
    """Return another laptop's entries in two changesets."""
    with Mission.in_memory() as other:
        other.add_assessment(ASSESSMENT, FORM)
        for start in (0, PARCEL // 2):
            drafts = [
                Draft("answer", f"/d/q{number}", {"value": "1", "note": "x" * 400}, (), 1)
                for number in range(start, start + PARCEL // 2)
            ]
            other.write(ASSESSMENT, drafts, "Ben")
            other.seal(None, identity("Ben", 1))
        return tuple(other.changesets())


@contextmanager
def _failing(
    template: Path, folder: Path, fault: str, nth: int, lasting: bool
) -> Iterator[tuple[Faulty, Mission]]:
    """Open a mission on a disk whose n-th operation fails; its remains lie in `folder`
    afterwards."""
    path = folder / "work.mission"
    disk = Faulty(FAULTS[fault], 0, lasting=False)
    disk.files[str(path)] = Platter(template.read_bytes(), named=True)
    path.write_bytes(template.read_bytes())
    here: Any = type("Here", (Powered,), {"disk": disk})
    connection = here(path, key=None, read_only=False)
    disk.spent, disk.nth, disk.lasting = 0, nth, lasting
    yield disk, Mission(connection)
    for name, platter in disk.files.items():
        Path(name).write_bytes(bytes(platter.now))
    connection.raw.close()
    disk.unregister()


def _look(folder: Path, entries: int) -> None:
    """Open the remains with the product and check them."""
    with Mission.open(folder / "work.mission") as again:
        assert len(again.entries(ASSESSMENT)) == entries and again.check() == ()
    for left in folder.glob("*work.mission*"):
        left.unlink()


Strike = Callable[[Path, Path, str, int, bool], bool]


def sweep(
    template: Path,
    folder: Path,
    fault: str,
    *,
    lasting: bool,
    step: int = 1,
    strike: Strike = strike,
) -> int:
    """Let every `step`-th operation fail in turn; return the number of tries."""
    nth = 1
    while strike(template, folder, fault, nth, lasting):
        nth += step
    return nth // step


def filled_mission(folder: Path) -> tuple[Path, int]:
    """Return a closed mission of 19 changesets, drafts, a free page, evidence, a receipt and a
    package in quarantine; and the number of its sealed entries."""
    ana = Laptop(folder, "Ana")
    for number in range(200):
        draft = Draft("answer", f"/d/q{number}", {"value": "x" * 300}, (), number + 1)
        ana.mission.write(ASSESSMENT, [draft], "Ana")
        if number % 10 == 9 and number < 190:
            ana.mission.seal(ASSESSMENT, ana.identity)
    ana.mission.write(ASSESSMENT, [Draft("answer", "/d/last", {"value": "draft"}, (), 201)], "Ana")
    sealed = sum(not entry.is_draft for entry in ana.mission.entries(ASSESSMENT))
    ana.mission.set_setting("title", "San Verano")
    photo = bytes(range(256)) * 40
    ana.mission.put_evidence(hashlib.sha256(photo).hexdigest(), photo)
    reason = Reason("It is a photograph.")
    ana.mission.keep_refused("a.pdf", "ab" * 32, reason, b"not a parcel")
    ana.mission.keep_refused("big.pdf", "cd" * 32, reason, bytes(40_000))
    ana.mission.drop_quarantined(ana.mission.receipts()[0].id)
    ana.mission.close()
    return ana.mission.path, sealed


def flip(content: bytes, bit: int) -> bytes:
    """Return a content with one bit turned over."""
    changed = bytearray(content)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)
