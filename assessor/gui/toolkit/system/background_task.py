"""Long work off the window's thread: it reports how far it is and can be cancelled."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QThread, QTimer
from shiboken6 import isValid

from assessor.errors import AssessorError

Tell = Callable[[str, int, int], None]
"""What the work calls as it goes: the stage (English source string), how much, of how much."""


class Cancelled(AssessorError):
    """The person cancelled; raised inside the work by its own report of progress.

    `done` is what that report said was done: work that keeps its parts has kept so many.
    """

    done = 0


class BackgroundTask(QThread):
    """One piece of work on immutable values or on a mission connection of its own.

    The window looks at it eight times a second and is told once when it ended; no other object
    crosses the threads.
    """

    def __init__(
        self,
        task: Callable[[Tell], Any],
        *,
        done: Callable[[Any], None],
        failed: Callable[[AssessorError], None],
        progress: Tell | None = None,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._task = task
        self._done, self._failed, self._progress = done, failed, progress
        self._result: Any = None
        self._error: BaseException | None = None
        self._at: tuple[str, int, int] | None = None
        self.told = False
        """Whether the window has been told that it ended: later than the thread's own end."""
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._look)
        self.finished.connect(self._end)
        self._clock.start(120)

    def run(self) -> None:
        """Do the work; called by Qt in the other thread."""
        try:
            self._result = self._task(self._tell)
        except BaseException as error:  # noqa: BLE001  carried over, raised in the window's thread
            self._error = error

    def cancel(self) -> None:
        """Ask the work to stop at its next report; what it began is left as it was before."""
        self.requestInterruption()

    def _tell(self, stage: str, done: int, of: int) -> None:
        self._at = (stage, done, of)
        if self.isInterruptionRequested():
            stopped = Cancelled("Cancelled. Nothing was changed.")
            stopped.done = done
            raise stopped

    def _look(self) -> None:
        if self._progress is not None and self._at is not None and _is_there(self._progress):
            self._progress(*self._at)

    def _end(self) -> None:
        self._clock.stop()
        self.told = True
        self.deleteLater()
        done, failed, result, error = self._done, self._failed, self._result, self._error
        # Whoever still knows of it (the session, for one) holds nothing of what it was about.
        del self._task, self._done, self._failed, self._progress, self._result, self._error
        if not _is_there(done):
            return  # the dialog it was for was left
        if isinstance(error, AssessorError):
            failed(error)
        elif error is not None:
            failed(AssessorError("That could not be finished. Nothing was changed."))
            raise error  # to the application's net, which keeps the details
        else:
            done(result)


def _is_there(call: Callable[..., Any]) -> bool:
    """Whether the object that is to be told, if it is one of Qt's, still exists."""
    if isinstance(call, partial):
        call = call.func
    owner = getattr(call, "__self__", None)
    return not isinstance(owner, QObject) or isValid(owner)
