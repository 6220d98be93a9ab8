"""A thousand kills at random moments of a laptop's work; the first loss ends it."""

from __future__ import annotations

import time

from tests.bench import Row, in_a_folder
from tests.support.store import process_kill

KILLS = 1_000


def run() -> list[Row]:
    """How long the campaign took; a loss is an exception, not a slow row."""
    if not process_kill.POSSIBLE:
        return []
    start = time.perf_counter()
    alive = in_a_folder(lambda folder: process_kill.campaign(folder, KILLS, seed=7))
    told = ", ".join(f"{job} {count}" for job, count in alive.items())
    return [Row(f"{KILLS:,} kills", time.perf_counter() - start, note=f"acknowledged: {told}")]
