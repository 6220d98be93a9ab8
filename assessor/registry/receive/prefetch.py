"""Compute the next item while the writer waits for the disk, one item ahead."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Prefetcher(Generic[Item]):
    """One thread that finishes items while the main thread waits.

    It computes only while the main thread waits for the disk (`run` is called) or for an item: two
    threads that compute in Python take turns and slow down every database statement.
    """

    def __init__(self, finish: Callable[[Item], Item]) -> None:
        self._finish = finish
        self._turn = Event()
        self._thread = ThreadPoolExecutor(1)
        self._scheduled: tuple[Future[Item], Future[Item]] | None = None

    def run(self) -> None:
        """Compute now: the main thread has begun to wait."""
        self._turn.set()

    def schedule(self, future: Future[Item]) -> None:
        """Finish this item when there is time."""
        self._scheduled = future, self._thread.submit(self._work, future)

    def take(self, future: Future[Item]) -> Item:
        """Return this item, finished; raises what finishing it raised."""
        scheduled, self._scheduled = self._scheduled, None
        if scheduled is None or scheduled[0] is not future:
            return self._finish(future.result())
        self._turn.set()
        try:
            return scheduled[1].result()
        finally:
            self._turn.clear()

    def close(self) -> None:
        """Drop what was scheduled."""
        self._turn.set()
        self._thread.shutdown(wait=True, cancel_futures=True)

    def _work(self, future: Future[Item]) -> Item:
        item = future.result()
        self._turn.wait()
        return self._finish(item)
