"""The next parcel is processed while the writer waits for the disk, and only then."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path
from threading import Event

import pytest

from assessor.registry.receive.arrivals import Prefetcher
from assessor.registry.receive.receiver import receive
from assessor.store.write.mission import Mission
from tests.support.registry.registry_laptops import parcel
from tests.support.store.laptops import Laptop


def arrived(piece: int) -> Future[int]:
    coming: Future[int] = Future()
    coming.set_result(piece)
    return coming


def test_an_item_waits_for_its_turn_and_is_finished_once():
    finished, done = [], Event()

    def finish(piece: int) -> int:
        finished.append(piece)
        done.set()
        return piece * 10

    ahead = Prefetcher(finish)
    first, second, third = arrived(1), arrived(2), arrived(3)
    assert ahead.take(first) == 10  # nothing scheduled: at once
    ahead.schedule(second)
    assert finished == [1]
    ahead.run()
    assert done.wait(5) and ahead.take(second) == 20
    ahead.schedule(third)  # no more waiting for the disk, only for the item
    assert ahead.take(third) == 30
    assert finished == [1, 2, 3]
    ahead.close()


def test_an_error_is_raised_where_the_item_is_taken():
    ahead = Prefetcher(lambda piece: 1 // piece)
    bad = arrived(0)
    ahead.schedule(bad)
    with pytest.raises(ZeroDivisionError):
        ahead.take(bad)
    ahead.schedule(arrived(1))
    ahead.close()  # does not wait for a turn that never comes


def test_the_prefetcher_runs_before_a_commit_and_not_in_a_preview(
    registry: Mission, tmp_path: Path
):
    """The transaction is not committed yet at that moment."""
    seen: list[int] = []

    def look() -> None:
        with Mission.open(registry.path, read_only=True) as other:
            seen.append(len(other.assessments()))

    with registry.before_commit(look):
        registry.add_assessment("a" * 32, "b" * 64)
    registry.add_assessment("b" * 32, "b" * 64)
    assert seen == [0]


def test_every_file_is_on_the_disk_before_the_next_is_taken(
    registry: Mission, ana: Laptop, ben: Laptop, tmp_path: Path
):
    counts: list[int] = []

    def progress(done: int, of: int, name: str) -> None:
        with Mission.open(registry.path, read_only=True) as other:
            counts.append(len(other.receipts()))

    for laptop in (ana, ben):
        (tmp_path / f"{laptop.identity.name}.assessor").write_bytes(parcel(laptop))
    bent = parcel(ana)[:-1]
    (tmp_path / "B.assessor").write_bytes(bent)
    names = [tmp_path / f"{name}.assessor" for name in ("Ana", "B", "Ben")]
    receipts = receive(registry, names, progress=progress)
    assert [one.status for one in receipts] == ["new", "refused", "new"]
    assert counts == [0, 1, 2, 3]
