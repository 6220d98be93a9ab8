"""A hundred thousand bent parcels and five thousand bent PDFs: refused, or what was signed."""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor

from tests.bench import Row
from tests.support.parcel.parcel_fuzzing import fuzz_parcels, fuzz_pdfs

PARCELS, PDFS = 100_000, 5_000


def apart(call: Callable[[int, int], dict[str, float]], count: int) -> dict[str, float]:
    """Run in a process of its own, so that its memory is its own and its death an exception."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn) as pool:
        return pool.submit(call, count, 11).result()


def run() -> list[Row]:
    """The slowest of each kind and the memory; what was accepted wrongly is an exception."""
    return list(_rows())


def _rows() -> Iterator[Row]:
    for name, call, count in (
        ("bent parcels", fuzz_parcels, PARCELS),
        ("bent PDFs", fuzz_pdfs, PDFS),
    ):
        start = time.perf_counter()
        facts = apart(call, count)
        told = ", ".join(
            f"{what} {facts[what]:,.0f}" for what in ("refused", "whole", "signed") if what in facts
        )
        note = f"{told}, in {time.perf_counter() - start:.0f} s"
        yield Row(f"worst of {count:,} {name}", facts["worst"], at_most=1.0, note=note)
        bar = 500.0 if sys.platform == "linux" else None
        yield Row(f"memory for {count:,} {name}", facts["memory"], "MB", at_most=bar)
