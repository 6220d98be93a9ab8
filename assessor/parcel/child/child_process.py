"""A child process that is asked, one thing after another, and may die of what it is asked."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import assessor
from assessor.errors import ParcelError
from assessor.parcel.child.process_limits import READY

PROGRAM_ROOT = Path(assessor.__file__).resolve().parents[1]

ANSWER_SECONDS = 15.0
"""How long an answer is waited for."""
START_SECONDS = 60.0
"""How many seconds a child may take to start: a virus scanner looks through all it imports."""
_LARGEST_ANSWER = 128 * 2**20
_STATUSES = {
    b"P": "parcel", b"N": "none", b"M": "many", b"E": "protected", b"B": "broken", b"L": "limit",
}  # fmt: skip
_NO_CHILD = "PDF files cannot be read just now: the process that parses them does not start."
_LATE = (
    "PDF files cannot be read just now: the process that parses them did not start within a "
    "minute. What you had is as it was. Try again; if it stays so, restart this computer."
)
_LIMIT_SIGNALS = (-24, -9, 137)


def child_command(module: str) -> list[str]:
    """The command that starts a module, given by its full name, as a child: it runs its `main`."""
    start = (
        f"import sys; sys.path.insert(0, {str(PROGRAM_ROOT)!r}); from {module} import main; main()"
    )
    # -I: neither the current folder nor the environment may choose what the child imports.
    return [sys.executable, "-I", "-c", start]


class ChildProcess:
    """One process: `ready` waits for it, `ask` gives its answers, `stop` ends it.

    Not for several threads at once, but for `kill`.
    """

    def __init__(self, started: list[str]) -> None:
        """Start it, without waiting. Raises ParcelError if there can be none."""
        try:
            child = subprocess.Popen(
                started,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except OSError as error:
            raise ParcelError(_NO_CHILD) from error
        assert child.stdin is not None and child.stdout is not None
        self._process, self._to, self._from = child, child.stdin, child.stdout

    def ready(self) -> None:
        """Wait until it can be asked. Raises ParcelError where it dies before, or is not ready
        after STARTS seconds; it is ended then."""
        with self._within(START_SECONDS) as late:
            said = self._from.read(len(READY))
        if said != READY:
            self.kill()
            self.stop()
            raise ParcelError(_LATE if late.is_set() else _NO_CHILD)

    def ask(self, what: bytes, data: bytes) -> tuple[str, bytes]:
        """Its answer: ("parcel", what was asked), or why not and a hint.

        Raises EOFError or OSError where it died of the question; then only `stop` is left.
        """
        self._to.write(what + len(data).to_bytes(8, "big"))
        self._to.write(data)
        self._to.flush()
        head = self._from.read(9)
        if len(head) < 9 or head[:1] not in _STATUSES:
            raise EOFError
        size = int.from_bytes(head[1:], "big")
        if size > _LARGEST_ANSWER:
            raise EOFError
        content = self._from.read(size)
        if len(content) < size:
            raise EOFError
        return _STATUSES[head[:1]], content

    def ask_in_time(self, what: bytes, data: bytes) -> tuple[tuple[str, bytes], bool]:
        """As `ask`, but never raising, and whether it still lives: it is ended where it took too
        long or died, and the answer is then ("limit", b"") or ("broken", b"")."""
        with self._within(ANSWER_SECONDS) as late:
            try:
                return self.ask(what, data), True
            except (OSError, EOFError):
                over = self.stop() in _LIMIT_SIGNALS or late.is_set()
                return (("limit" if over else "broken"), b""), False

    @contextmanager
    def _within(self, seconds: float) -> Iterator[threading.Event]:
        """End it where what is done inside takes longer; the event then says so."""
        late = threading.Event()

        def give_up() -> None:
            late.set()
            self._process.kill()

        clock = threading.Timer(seconds, give_up)
        clock.start()
        try:
            yield late
        finally:
            clock.cancel()

    def kill(self) -> None:
        """End it at once, also while another thread waits for its answer."""
        self._process.kill()

    def stop(self) -> int:
        """End it; its exit status."""
        if self._process.poll() is None and self._hangs():
            self._process.kill()
        _close(self._to)
        _close(self._from)
        return self._process.wait()

    def _hangs(self) -> bool:
        try:
            self._process.wait(0.2)
        except subprocess.TimeoutExpired:
            return True
        return False


def _close(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except OSError:
        return
