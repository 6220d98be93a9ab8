"""A disk that refuses once: the n-th write, sync or truncation of it fails, and then all is well.

SQLite's own way of testing: for n = 1, 2, 3 … until the work no longer gets that far. What was
acknowledged before and after the fault is there, and the file is whole at every step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import apsw

from assessor.store.model.changeset import Changeset
from assessor.store.model.entry import Draft
from assessor.store.model.receipt import ParcelOrigin
from assessor.store.write.mission import Mission
from tests.support.store.laptops import ASSESSMENT, FORM
from tests.support.store.power_cut import Disk, Platter, Powered
from tests.support.store.world import identity

FAULTS: dict[str, type[apsw.Error]] = {
    "full": apsw.FullError,
    "I/O error": apsw.IOError,
}
"""What a file system may answer to a write (sqlite.org/c3ref/io_methods.html); busy it never is."""
PARCEL = 40
"""Entries of the parcel that comes in."""


class Faulty(Disk):
    """A disk whose n-th writing operation fails, or all from the n-th on."""

    def __init__(self, fault: type[apsw.Error], nth: int, lasting: bool) -> None:
        super().__init__()
        self._fault, self._nth, self._lasting = fault, nth, lasting
        self.spent = 0
        self.failed = False

    def spend(self) -> None:
        self.spent += 1
        if self.spent == self._nth or (self._lasting and self.spent > self._nth):
            self.failed = True
            raise self._fault

    def mend(self) -> None:
        """Space was freed, the stick sits well again."""
        self._nth, self._lasting = 0, False


def work(mission: Mission, start: int, answers: int) -> int:
    """Answer and seal until the disk refuses; how many answers were acknowledged."""
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
    """Let the n-th operation fail during work, mend the disk, work on; whether it got that far."""
    with _failing(template, folder, fault, nth, lasting) as (disk, mission):
        before = work(mission, 0, 12)
        disk.mend()
        held = len(mission.entries(ASSESSMENT))
        assert before <= held <= before + 1 and mission.check() == ()
        after = work(mission, held, 4)
        assert after == 4 and len(mission.entries(ASSESSMENT)) == held + 4
        assert mission.check() == ()
    _look(folder, held + 4)
    return disk.failed


def strike_import(template: Path, folder: Path, fault: str, nth: int, lasting: bool) -> bool:
    """The same while a parcel comes in, is taken back, and comes in again."""
    sent = _parcel()
    origin = ParcelOrigin("a.pdf", "f" * 64, 1, {ASSESSMENT: FORM}, {FORM: b"form"}, {})
    with _failing(template, folder, fault, nth, lasting) as (disk, mission):
        first = _done(lambda: mission.add(sent, receipt=origin))
        # Without its receipt a parcel is not in; with it all of it is.
        assert disk.failed or first
        undone = first and _done(lambda: mission.undo("1"))
        disk.mend()
        held = len(mission.entries(ASSESSMENT))
        standing = [one for one in mission.receipts() if one.status == "new"]
        assert held == PARCEL * len(standing) and mission.check() == ()
        assert not undone or held == 0
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
    """What another laptop said, in two changesets."""
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
    """A mission on a disk whose n-th operation fails; what is left of it then lies in `folder`."""
    path = folder / "work.mission"
    disk = Faulty(FAULTS[fault], 0, lasting=False)
    disk.files[str(path)] = Platter(template.read_bytes(), named=True)
    path.write_bytes(template.read_bytes())
    here: Any = type("Here", (Powered,), {"disk": disk})
    connection = here(path, key=None, read_only=False)
    disk.spent, disk._nth, disk._lasting = 0, nth, lasting
    yield disk, Mission(connection)
    for name, platter in disk.files.items():
        Path(name).write_bytes(bytes(platter.now))
    connection._raw.close()
    disk.unregister()


def _look(folder: Path, entries: int) -> None:
    """The product opens what is left, and finds all of it whole."""
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
    """Let every `step`-th operation fail in turn; how many were tried."""
    nth = 1
    while strike(template, folder, fault, nth, lasting):
        nth += step
    return nth // step
