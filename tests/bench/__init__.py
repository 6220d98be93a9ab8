"""Timings that are held against a floor: what the bare work, or a peer, takes on this machine.

Each `tests/bench/<group>/bench_<subject>.py` defines `def run() -> list[Row]`. `make bench` runs
all of them, `python -m tests.bench SUBJECT…` some of them.
"""

from __future__ import annotations

import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Row:
    """One thing measured.

    `value` is the median in `unit` ("s", "MB", "bytes"…). `floor` is what the bare work takes in
    the same unit; `value / floor` is the ratio. `at_most` bars the value, `ratio_at_most` the
    ratio; a row without a bar is told, never judged.
    """

    name: str
    value: float
    unit: str = "s"
    floor: float | None = None
    at_most: float | None = None
    ratio_at_most: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """The value as a multiple of the floor, if there is a floor."""
        return self.value / self.floor if self.floor else None

    @property
    def _bars(self) -> list[tuple[str, bool]]:
        """Each bar in words, and whether it was kept."""
        bars = []
        if self.at_most is not None:
            bars.append((f"≤ {amount(self.at_most, self.unit)}", self.value <= self.at_most))
        if self.ratio_at_most is not None:
            kept = (self.ratio or 0.0) <= self.ratio_at_most
            bars.append((f"≤ {self.ratio_at_most:.2f}×", kept))
        return bars

    @property
    def passed(self) -> bool:
        """Whether every bar there is was kept."""
        return all(kept for _, kept in self._bars)

    @property
    def bar(self) -> str:
        """The bars in words."""
        return ", ".join(bar for bar, _ in self._bars)

    @property
    def verdict(self) -> str:
        """pass, FAIL with the bars that were missed, or a dash where nothing is asked."""
        if not self._bars:
            return "–"
        missed = [bar for bar, kept in self._bars if not kept]
        return f"FAIL: {', '.join(missed)}" if missed else "pass"


def in_a_folder(call: Callable[[Path], T]) -> T:
    """The result of `call` on a folder that is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="bench"))
    try:
        return call(folder)
    finally:
        shutil.rmtree(folder)


def median_seconds(call: Callable[[], object], *, times: int = 5, warm: int = 1) -> float:
    """The median time of `times` calls, after `warm` calls that are not counted."""
    for _ in range(warm):
        call()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        call()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def amount(value: float, unit: str) -> str:
    """A measured value as it is printed: 3.2 ms, 1.40 s, 212 MB."""
    if unit != "s":
        return f"{value:,.4g} {unit}"
    for factor, name in ((1.0, "s"), (1e3, "ms"), (1e6, "µs")):
        if value * factor >= 1 or name == "µs":
            return f"{value * factor:.3g} {name}"
    raise AssertionError(unit)
