"""Does the next piece of work while the writer waits for the disk, one piece ahead."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Prefetcher(Generic[Item]):
    """One thread that finishes pieces while somebody else is busy with the one before.

    It computes only while that one waits: for the disk (then `begin` is called), or for a piece.
    Two threads that both compute in Python merely take turns, and whoever asks a database would
    wait for a turn at every statement.
    """

    def __init__(self, finish: Callable[[Item], Item]) -> None:
        self._finish = finish
        self._turn = Event()
        self._thread = ThreadPoolExecutor(1)
        self._begun: tuple[Future[Item], Future[Item]] | None = None

    def run(self) -> None:
        """Compute now: the other one has begun to wait."""
        self._turn.set()

    def schedule(self, coming: Future[Item]) -> None:
        """Finish this one when there is time."""
        self._begun = coming, self._thread.submit(self._work, coming)

    def take(self, coming: Future[Item]) -> Item:
        """This one, finished; raises what finishing it raised."""
        begun, self._begun = self._begun, None
        if begun is None or begun[0] is not coming:
            return self._finish(coming.result())
        self._turn.set()
        try:
            return begun[1].result()
        finally:
            self._turn.clear()

    def close(self) -> None:
        """Drop what was started."""
        self._turn.set()
        self._thread.shutdown(wait=True, cancel_futures=True)

    def _work(self, coming: Future[Item]) -> Item:
        piece = coming.result()
        self._turn.wait()
        return self._finish(piece)
