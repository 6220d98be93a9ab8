"""A disk that refuses once: the n-th write, sync or truncation of it fails, and then all is well.

SQLite's own way of testing: for n = 1, 2, 3 … until the work no longer gets that far. What was
acknowledged before and after the fault is there, and the file is whole at every step.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import apsw

from assessor.store.entry import Draft
from assessor.store.mission import Mission
from tests.store.people import ASSESSMENT
from tests.store.powercut import Disk, Platter, Powered
from tests.store.world import identity

FAULTS: dict[str, type[apsw.Error]] = {
    "full": apsw.FullError,
    "I/O error": apsw.IOError,
}
"""What a file system may answer to a write (sqlite.org/c3ref/io_methods.html); busy it never is."""


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
    path = folder / "work.mission"
    disk = Faulty(FAULTS[fault], 0, lasting=False)
    disk.files[str(path)] = Platter(template.read_bytes(), named=True)
    path.write_bytes(template.read_bytes())
    here: Any = type("Here", (Powered,), {"disk": disk})
    connection = here(path, key=None, read_only=False)
    disk.spent, disk._nth, disk._lasting = 0, nth, lasting
    mission = Mission(connection)
    before = work(mission, 0, 12)
    disk.mend()
    held = len(mission.entries(ASSESSMENT))
    assert before <= held <= before + 1 and mission.check() == ()
    after = work(mission, held, 4)
    assert after == 4 and len(mission.entries(ASSESSMENT)) == held + 4
    assert mission.check() == ()
    for name, platter in disk.files.items():
        Path(name).write_bytes(bytes(platter.now))
    connection._raw.close()
    disk.unregister()
    with Mission.open(path) as again:
        assert len(again.entries(ASSESSMENT)) == held + 4 and again.check() == ()
    for left in folder.glob("*work.mission*"):
        left.unlink()
    return disk.failed


def sweep(template: Path, folder: Path, fault: str, *, lasting: bool, step: int = 1) -> int:
    """Let every `step`-th operation fail in turn; how many were tried."""
    nth = 1
    while strike(template, folder, fault, nth, lasting):
        nth += step
    return nth // step
