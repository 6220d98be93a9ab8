"""A child process that answers one request after another and may die of one."""

from __future__ import annotations

import subprocess
import sys
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import assessor
from assessor.errors import ParcelError
from assessor.parcel.child.child_protocol import READY

PROGRAM_ROOT = Path(assessor.__file__).resolve().parents[1]

ANSWER_SECONDS = 15.0
"""Seconds to wait for an answer."""
START_SECONDS = 60.0
"""Seconds that a child may take to start: virus scanners check all its imports."""
_LARGEST_ANSWER = 128 * 2**20
_STATUSES = {
    b"P": "parcel", b"N": "none", b"M": "many", b"E": "protected", b"B": "broken", b"L": "limit",
}  # fmt: skip
_NOT_STARTED = "PDF files cannot be read just now: the process that parses them does not start."
_STARTED_LATE = (
    "PDF files cannot be read just now: the process that parses them did not start within a "
    "minute. What you had is as it was. Try again; if it stays so, restart this computer."
)
_LIMIT_SIGNALS = (-24, -9, 137)


def child_command(module: str) -> list[str]:
    """Return the command that starts a module, by its full name, as a child: it runs `main`."""
    start = (
        f"import sys; sys.path.insert(0, {str(PROGRAM_ROOT)!r}); from {module} import main; main()"
    )
    # -I: neither the current folder nor the environment influence what the child imports.
    return [sys.executable, "-I", "-c", start]


class ChildProcess:
    """One process: `ready` waits for it, `ask` returns its answers, `stop` ends it.

    For one thread at a time, except `kill`. It ends with this object, if nobody stopped it before.
    """

    def __init__(self, command: list[str]) -> None:
        """Start it, without waiting. Raises ParcelError if that fails."""
        try:
            child = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        except OSError as error:
            raise ParcelError(_NOT_STARTED) from error
        assert child.stdin is not None and child.stdout is not None
        self._process, self._to, self._from = child, child.stdin, child.stdout
        weakref.finalize(self, _end, child, 0)

    def ready(self) -> None:
        """Wait until it accepts requests. Raises ParcelError if it dies or START_SECONDS pass."""
        with self._time_limit(START_SECONDS) as timed_out:
            greeting = self._from.read(len(READY))
        if greeting != READY:
            self.kill()
            self.stop()
            raise ParcelError(_STARTED_LATE if timed_out.is_set() else _NOT_STARTED)

    def ask(self, request: bytes, data: bytes) -> tuple[str, bytes]:
        """Return its answer: ("parcel", content), or a reason and a hint.

        Raises EOFError or OSError if it died of the request; call `stop` then.
        """
        self._to.write(request + len(data).to_bytes(8, "big"))
        self._to.write(data)
        self._to.flush()
        head = self._from.read(9)
        if len(head) < 9 or head[:1] not in _STATUSES:
            raise EOFError
        size = int.from_bytes(head[1:], "big")
        if size > _LARGEST_ANSWER or len(content := self._from.read(size)) < size:
            raise EOFError
        return _STATUSES[head[:1]], content

    def ask_in_time(self, request: bytes, data: bytes) -> tuple[tuple[str, bytes], bool]:
        """Return its answer, else "limit" or "broken"; and whether it is alive. Never raises."""
        with self._time_limit(ANSWER_SECONDS) as timed_out:
            try:
                return self.ask(request, data), True
            except (OSError, EOFError):
                over_limit = self.stop() in _LIMIT_SIGNALS or timed_out.is_set()
                return (("limit" if over_limit else "broken"), b""), False

    @contextmanager
    def _time_limit(self, seconds: float) -> Iterator[threading.Event]:
        """End it if the block inside takes longer; the event says so."""
        timed_out = threading.Event()

        def give_up() -> None:
            timed_out.set()
            self._process.kill()

        timer = threading.Timer(seconds, give_up)
        timer.start()
        try:
            yield timed_out
        finally:
            timer.cancel()

    def kill(self) -> None:
        """End it at once, also while another thread waits for its answer."""
        self._process.kill()

    def stop(self) -> int:
        """End it; return its exit status."""
        return _end(self._process, 0.2)


def _end(child: subprocess.Popen[bytes], seconds: float) -> int:
    """Kill a process that does not end in time, close its pipes and return its exit status."""
    try:
        child.wait(seconds)
    except subprocess.TimeoutExpired:
        child.kill()
    for pipe in filter(None, (child.stdin, child.stdout)):
        with suppress(OSError):
            pipe.close()
    return child.wait()
