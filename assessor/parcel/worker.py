"""Keeps the children that parse foreign PDFs and mails; the death of one is an answer too."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO

from assessor.errors import ParcelError
from assessor.parcel.intake import PARCEL, READY

ROOT = Path(__file__).resolve().parents[2]

_SECONDS = 15.0
_MOST_FILES = 200
_LARGEST_ANSWER = 128 * 2**20
_STATUSES = {
    b"P": "parcel", b"N": "none", b"M": "many", b"E": "protected", b"B": "broken", b"L": "limit",
}  # fmt: skip
_NO_CHILD = "PDF files cannot be read just now: the process that parses them does not start."
_START = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from assessor.parcel import intake"
# -I: neither the current folder nor the environment may choose what the child imports.
_COMMAND = [sys.executable, "-I", "-c", f"{_START}; intake.main()"]


class _Worker:
    """One child; started when first needed, replaced after 200 files, a failure or a time-out."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._asked = 0

    def ask(self, data: bytes, what: bytes) -> tuple[str, bytes]:
        with self._lock:
            if self._child is None or self._asked >= _MOST_FILES:
                self.stop()
                self._child = self._start()
            self._asked += 1
            timed_out = threading.Event()
            child = self._child

            def give_up() -> None:
                timed_out.set()
                child.kill()

            clock = threading.Timer(_SECONDS, give_up)
            clock.start()
            try:
                return _exchange(child, what, data)
            except (OSError, EOFError):
                died_of = self.stop()
                over = timed_out.is_set() or died_of in _LIMIT_SIGNALS
                return ("limit" if over else "broken"), b""
            finally:
                clock.cancel()

    def stop(self) -> int | None:
        """End the child; its exit status."""
        if self._child is None:
            return None
        child, self._child, self._asked = self._child, None, 0
        child.kill() if child.poll() is None and _hung(child) else None
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                _close(pipe)
        return child.wait()

    @staticmethod
    def _start() -> subprocess.Popen[bytes]:
        """A child that said it is ready. Raises ParcelError if there can be none."""
        try:
            child = subprocess.Popen(
                _COMMAND,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except OSError as error:
            raise ParcelError(_NO_CHILD) from error
        assert child.stdin is not None and child.stdout is not None
        if child.stdout.read(len(READY)) != READY:
            child.kill()
            child.stdin.close()
            child.stdout.close()
            child.wait()
            raise ParcelError(_NO_CHILD)
        return child


_LIMIT_SIGNALS = (-24, -9, 137)


def _hung(child: subprocess.Popen[bytes]) -> bool:
    try:
        child.wait(0.2)
    except subprocess.TimeoutExpired:
        return True
    return False


def _close(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except OSError:
        return


def _exchange(child: subprocess.Popen[bytes], what: bytes, data: bytes) -> tuple[str, bytes]:
    assert child.stdin is not None and child.stdout is not None
    child.stdin.write(what + len(data).to_bytes(8, "big"))
    child.stdin.write(data)
    child.stdin.flush()
    head = child.stdout.read(9)
    if len(head) < 9 or head[:1] not in _STATUSES:
        raise EOFError
    size = int.from_bytes(head[1:], "big")
    if size > _LARGEST_ANSWER:
        raise EOFError
    content = child.stdout.read(size)
    if len(content) < size:
        raise EOFError
    return _STATUSES[head[:1]], content


MOST_CHILDREN = min(4, os.cpu_count() or 1)
"""How many files are parsed at once; one at a time, a single child does it all."""

_ALL = tuple(_Worker() for _ in range(MOST_CHILDREN))
_IDLE: queue.LifoQueue[_Worker] = queue.LifoQueue()
for _worker in _ALL:
    _IDLE.put(_worker)


def ask_worker(data: bytes, what: bytes = PARCEL) -> tuple[str, bytes]:
    """Have a file taken apart by a child: ("parcel", what was asked), or why not and a hint.

    May be called by several threads at once; beyond MOST_CHILDREN they wait.
    """
    worker = _IDLE.get()
    try:
        return worker.ask(data, what)
    finally:
        _IDLE.put(worker)


def stop_worker() -> None:
    """End the children; they start again when next needed."""
    for worker in _ALL:
        worker.stop()
