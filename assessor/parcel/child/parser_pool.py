"""A pool of child processes that parse foreign PDFs and mails; a death counts as an answer."""

from __future__ import annotations

import atexit
import os
import queue
import threading

from assessor.parcel.child.child_process import ChildProcess, child_command
from assessor.parcel.child.child_protocol import PARCEL

_MAX_FILES = 200
COMMAND = child_command("assessor.parcel.child.pdf_parser")


class _ParserProcess:
    """One child; started on demand, replaced after 200 files, a failure or a timeout."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._child: ChildProcess | None = None
        self._request_count = 0

    def ask(self, data: bytes, request: bytes) -> tuple[str, bytes]:
        with self._lock:
            if self._child is None or self._request_count >= _MAX_FILES:
                self.stop()
                child = ChildProcess(COMMAND)
                child.ready()
                self._child = child
            self._request_count += 1
            answer, is_alive = self._child.ask_in_time(request, data)
            if not is_alive:
                self._child, self._request_count = None, 0
            return answer

    def stop(self) -> None:
        """End the idle child."""
        if self._child is not None:
            child, self._child, self._request_count = self._child, None, 0
            child.kill()
            child.stop()


MAX_PARSERS = min(4, os.cpu_count() or 1)
"""The number of files parsed at once; without concurrency one child does everything."""

_ALL = tuple(_ParserProcess() for _ in range(MAX_PARSERS))
_IDLE: queue.LifoQueue[_ParserProcess] = queue.LifoQueue()
for _parser in _ALL:
    _IDLE.put(_parser)


def ask_parser(data: bytes, request: bytes = PARCEL) -> tuple[str, bytes]:
    """Have a child parse a file: ("parcel", content), or a reason and a hint. Thread-safe."""
    worker = _IDLE.get()
    try:
        return worker.ask(data, request)
    finally:
        _IDLE.put(worker)


def stop_parsers() -> None:
    """End the children; they start again on demand."""
    for worker in _ALL:
        worker.stop()


atexit.register(stop_parsers)
