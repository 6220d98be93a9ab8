"""How soon an answer is on the disk, and how soon a long-used file is open."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from assessor.parcel.keys import load_identity
from assessor.store.entry import Draft
from assessor.store.mission import Mission
from tests.bench import Row, median_seconds

ASSESSMENT, FORM = "ab" * 16, "cd" * 32
ANSWERS, HISTORY = 5_000, 20_000


def filled(path: Path, folder: Path) -> None:
    """A file with 5,000 answers and 20,000 more entries that they superseded."""
    identity = load_identity(folder / "home", "Ana")
    with Mission.create(path) as mission:
        mission.add_assessment(ASSESSMENT, FORM)
        heads: dict[str, str] = {}
        for turn in range((ANSWERS + HISTORY) // ANSWERS):
            drafts = [
                Draft(
                    "answer", key, {"value": str(turn), "evidence": "2"},
                    (heads[key],) if key in heads else (), 1_700_000_000_000 + turn,
                )
                for key in (f"/data/section_{n // 50}/question_{n}" for n in range(ANSWERS))
            ]  # fmt: skip
            written = mission.write(ASSESSMENT, drafts, "Ana")
            heads = {entry.key: entry.name for entry in written}
            mission.seal(ASSESSMENT, identity)


def opened(path: Path) -> None:
    """Open the file and read what stands."""
    with Mission.open(path) as mission:
        assert len(mission.heads(ASSESSMENT)) >= ANSWERS


def acknowledged(path: Path) -> list[float]:
    """The times of 400 answers, each on the disk before the next, ascending."""
    taken = []
    with Mission.open(path) as mission:
        heads = {subject[1]: one[0].name for subject, one in mission.heads(ASSESSMENT).items()}
        for number, (key, name) in enumerate(list(heads.items())[:400]):
            draft = Draft("answer", key, {"value": "9", "note": "seen"}, (name,), number)
            start = time.perf_counter()
            mission.write(ASSESSMENT, [draft], "Ana")
            taken.append(time.perf_counter() - start)
    return sorted(taken)


def run() -> list[Row]:
    """The table of issue C."""
    folder = Path(tempfile.mkdtemp(prefix="bench"))
    try:
        return list(_rows(folder))
    finally:
        shutil.rmtree(folder)


def _rows(folder: Path) -> Iterator[Row]:
    path = folder / "long.mission"
    filled(path, folder)
    yield Row(
        "open 5,000 answers, 20,000 superseded", median_seconds(lambda: opened(path)), at_most=0.5
    )
    times = acknowledged(path)
    median = times[len(times) // 2]
    yield Row(
        "an answer on the disk, 95th of 100", times[len(times) * 95 // 100], at_most=0.010,
        note=f"median {median * 1000:.1f} ms",
    )  # fmt: skip
