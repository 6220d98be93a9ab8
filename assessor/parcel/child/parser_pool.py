"""Keeps the children that parse foreign PDFs and mails; the death of one is an answer too."""

from __future__ import annotations

import atexit
import os
import queue
import threading

from assessor.parcel.child.child_process import ChildProcess, child_command
from assessor.parcel.child.parser_protocol import PARCEL

_MOST_FILES = 200
_COMMAND = child_command("assessor.parcel.child.pdf_parser")


class _ParserProcess:
    """One child; started when first needed, replaced after 200 files, a failure or a time-out."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._child: ChildProcess | None = None
        self._asked = 0

    def ask(self, data: bytes, what: bytes) -> tuple[str, bytes]:
        with self._lock:
            if self._child is None or self._asked >= _MOST_FILES:
                self.stop()
                child = ChildProcess(_COMMAND)
                child.ready()
                self._child = child
            self._asked += 1
            answer, lives = self._child.ask_in_time(what, data)
            if not lives:
                self._child, self._asked = None, 0
            return answer

    def stop(self) -> None:
        """End the child, which is idle and has nothing to lose."""
        if self._child is not None:
            child, self._child, self._asked = self._child, None, 0
            child.kill()
            child.stop()


MAX_PARSERS = min(4, os.cpu_count() or 1)
"""How many files are parsed at once; one at a time, a single child does it all."""

_ALL = tuple(_ParserProcess() for _ in range(MAX_PARSERS))
_IDLE: queue.LifoQueue[_ParserProcess] = queue.LifoQueue()
for _worker in _ALL:
    _IDLE.put(_worker)


def ask_parser(data: bytes, what: bytes = PARCEL) -> tuple[str, bytes]:
    """Have a file taken apart by a child: ("parcel", what was asked), or why not and a hint.

    May be called by several threads at once; beyond MOST_CHILDREN they wait.
    """
    worker = _IDLE.get()
    try:
        return worker.ask(data, what)
    finally:
        _IDLE.put(worker)


def stop_parsers() -> None:
    """End the children; they start again when next needed."""
    for worker in _ALL:
        worker.stop()


atexit.register(stop_parsers)
