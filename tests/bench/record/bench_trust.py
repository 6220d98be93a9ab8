"""The long runs behind the record: laws, planted bugs, power cuts, refused writes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from assessor.store.write.mission import Mission
from tests.bench import Row, in_a_folder
from tests.support.memory_folder import lay_files_in_memory
from tests.support.store import disk_faults, power_cut
from tests.support.store.laptops import ASSESSMENT, FORM
from tests.support.store.merge_laws import Laws
from tests.support.store.mutants import MUTANTS, hunt

EXAMPLES, CUTS = 5_000, 2_000


def laws() -> None:
    """Five thousand histories, in memory where there is room: what they prove is no timing."""
    lay_files_in_memory()
    how = settings(
        max_examples=EXAMPLES, stateful_step_count=25, deadline=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    run_state_machine_as_test(Laws, settings=how)


def every_fault(folder: Path) -> int:
    """Let a disk refuse each write of answering and importing in turn; how many were tried."""
    template = folder / "template.mission"
    with Mission.create(template) as mission:
        mission.add_assessment(ASSESSMENT, FORM)
    return sum(
        disk_faults.sweep(template, folder, fault, lasting=lasting, strike=strike)
        for fault in disk_faults.FAULTS
        for lasting in (False, True)
        for strike in (disk_faults.strike, disk_faults.strike_import)
    )


def run() -> list[Row]:
    """One row for each; a failure is an exception, not a slow row."""
    return list(_rows())


def _rows() -> Iterator[Row]:
    start = time.perf_counter()
    laws()
    yield Row(f"{EXAMPLES:,} histories of the laws", time.perf_counter() - start)
    start = time.perf_counter()
    survived = [mutant.name for mutant in MUTANTS if not hunt(mutant)[0]]
    yield Row(
        f"of {len(MUTANTS)} planted bugs, survived", len(survived), "", at_most=0,
        note=", ".join(survived) or f"all caught in {time.perf_counter() - start:.0f} s",
    )  # fmt: skip
    start = time.perf_counter()
    answers = in_a_folder(lambda folder: power_cut.campaign(folder, CUTS, seed=7))
    yield Row(
        f"{CUTS:,} power cuts", time.perf_counter() - start, note=f"{answers:,} answers, none lost"
    )
    start = time.perf_counter()
    tried = in_a_folder(every_fault)
    yield Row(
        f"{tried:,} refused writes", time.perf_counter() - start,
        note="each write in turn, once and for good: none of it lost, work went on",
    )  # fmt: skip
