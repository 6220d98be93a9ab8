"""Kills a working process without warning, again and again, and looks at what it left."""

from __future__ import annotations

import os
import random
import select
import shutil
import signal
import sys
import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from assessor.parcel.keys import load_identity
from assessor.parcel.parcel import pack, unpack
from assessor.registry.receive import take_parcel
from assessor.store.entry import Draft
from assessor.store.mission import Mission
from tests.store.people import ASSESSMENT, FORM, Laptop

Acknowledge = Callable[[int], None]
Job = Callable[[Mission, Path, Acknowledge], None]

POSSIBLE = sys.platform != "win32"


def answering(mission: Mission, folder: Path, acknowledge: Acknowledge) -> None:
    """Type answers and seal them now and then; acknowledges how many there are."""
    identity = load_identity(folder / "home", "Ana")
    count = len(mission.entries(ASSESSMENT))
    while True:
        seen = mission.heads(ASSESSMENT).get(("answer", f"/d/q{count % 7}"), ())
        parents = tuple(head.name for head in seen)
        draft = Draft("answer", f"/d/q{count % 7}", {"value": str(count)}, parents, count)
        mission.write(ASSESSMENT, [draft], "Ana")
        count += 1
        acknowledge(count)
        if count % 5 == 0:
            mission.seal(None, identity)


def importing(mission: Mission, folder: Path, acknowledge: Acknowledge) -> None:
    """Receive parcels, undoing every fourth; acknowledges entries held."""
    parcels = _parcels(folder)
    while True:
        for number, parcel in enumerate(parcels):
            receipt = take_parcel(mission, parcel, f"{number}.pdf")
            if number % 4 == 3 and receipt.status == "new":
                mission.undo(receipt.id)
            acknowledge(len(mission.entries(ASSESSMENT)))


def deciding(mission: Mission, folder: Path, acknowledge: Acknowledge) -> None:
    """Disagree with oneself, decide, export; acknowledges how many entries there are."""
    identity = load_identity(folder / "home", "Ana")
    count = len(mission.entries(ASSESSMENT))
    while True:
        for value in ("1", "2"):
            draft = Draft("answer", f"/d/c{count // 3}", {"value": value}, (), count)
            mission.write(ASSESSMENT, [draft], "Ana")
        for conflict in mission.conflicts(ASSESSMENT):
            parents = tuple(head.name for head in conflict.heads)
            decision = Draft("answer", conflict.key, {"value": "3"}, parents, count)
            mission.write(ASSESSMENT, [decision], "Ana")
        count = len(mission.entries(ASSESSMENT))
        acknowledge(count)
        if count % 4 == 0:
            unpack(pack(mission, [ASSESSMENT], signer=identity))


def backing_up(mission: Mission, folder: Path, acknowledge: Acknowledge) -> None:
    """Answer and save a copy over the last one; acknowledges the entries in the copy."""
    count = len(mission.entries(ASSESSMENT))
    while True:
        mission.write(ASSESSMENT, [Draft("answer", "/d/q", {"value": "1"}, (), count)], "Ana")
        mission.backup(folder / "copy.mission")
        count += 1
        acknowledge(count)


JOBS: dict[str, Job] = {
    "answering": answering,
    "importing": importing,
    "deciding": deciding,
    "backing up": backing_up,
}


@lru_cache(maxsize=1)
def _parcels(folder: Path) -> list[bytes]:
    found = []
    for number in range(8):
        place = folder / f"sender{number}"
        sender = Laptop(place, "S")
        for key in range(30):
            sender.say(f"/d/q{key}", f"{number}-{key}")
        found.append(pack(sender.mission, [ASSESSMENT], signer=sender.identity))
        sender.mission.close()
        shutil.rmtree(place)
    return found


def prepare(folder: Path) -> Path:
    """A fresh mission to work on."""
    path = folder / "work.mission"
    for left in folder.glob("*work.mission*"):
        left.unlink()
    with Mission.create(path) as mission:
        mission.add_assessment(ASSESSMENT, FORM)
    load_identity(folder / "home", "Ana")
    _parcels(folder)
    return path


def strike(
    job: str,
    path: Path,
    dice: random.Random,
    *,
    file_key: str | None = None,
    within: float = 0.060,
) -> int:
    """Let a child do `job` on the mission and kill it; what it had acknowledged last, or -1."""
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(out)
            with Mission.open(path, file_key=file_key) as mission:
                JOBS[job](mission, path.parent, lambda count: _say(into, count))
        finally:
            os._exit(1)
    os.close(into)
    if dice.random() < 0.5:  # in the midst of work, however slow the machine
        select.select([out], [], [], 10.0)
    time.sleep(dice.uniform(0.0, within))
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the child ended before it was killed"
    with os.fdopen(out, "rb") as pipe:
        said = pipe.read()
    return int.from_bytes(said[-4 - len(said) % 4 :][:4], "big") if len(said) >= 4 else -1


def _say(pipe: int, count: int) -> None:
    os.write(pipe, count.to_bytes(4, "big"))


def inspect(job: str, path: Path, acknowledged: int) -> None:
    """Whether everything acknowledged is there, nothing is half there, and the file is whole."""
    with Mission.open(path) as mission:
        assert mission.check() == ()
        count = len(mission.entries(ASSESSMENT))
        if job == "importing":
            assert count % 30 == 0, "a parcel was taken in by half"
        else:
            assert count >= acknowledged, f"{acknowledged} acknowledged, {count} there"
    copy = path.parent / "copy.mission"
    if job == "backing up" and copy.exists():
        with Mission.open(copy) as mission:
            assert mission.check() == ()
            assert len(mission.entries(ASSESSMENT)) >= acknowledged


def campaign(folder: Path, strikes: int, seed: int, fresh_every: int = 20) -> dict[str, int]:
    """Strike so many times, the jobs in turn, each on its own file; strikes that were acknowledged.

    Raises AssertionError for the first loss.
    """
    dice, alive = random.Random(seed), dict.fromkeys(JOBS, 0)
    for job in JOBS:
        place = folder / job.replace(" ", "")
        place.mkdir()
        path = place
        for number in range(strikes // len(JOBS)):
            if number % fresh_every == 0:
                path = prepare(place)
            acknowledged = strike(job, path, dice)
            alive[job] += acknowledged >= 0
            inspect(job, path, acknowledged)
    return alive
