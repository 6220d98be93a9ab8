"""Long work off the GUI thread, with progress and cancellation."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QThread, QTimer
from shiboken6 import isValid

from assessor.errors import AssessorError

ReportProgress = Callable[[str, int, int], None]
"""Progress callback of a task: stage (English source text), done, total."""


class Cancelled(AssessorError):
    """Raised in the work by its own progress report after the user cancels.

    `done` is the last reported count.
    """

    done = 0


class BackgroundTask(QThread):
    """Run one task in a thread, on immutable values or on its own mission connection.

    The window polls it eight times a second and is notified once at the end. No other object
    crosses the threads.
    """

    def __init__(
        self,
        task: Callable[[ReportProgress], Any],
        *,
        done: Callable[[Any], None],
        failed: Callable[[AssessorError], None],
        progress: ReportProgress | None = None,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._task = task
        self._done, self._failed, self._progress = done, failed, progress
        self._result: Any = None
        self._error: BaseException | None = None
        self._last_report: tuple[str, int, int] | None = None
        self.notified = False
        """Whether the window was notified of the end; later than the end of the thread."""
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._poll)
        self.finished.connect(self._end)
        self._clock.start(120)

    def run(self) -> None:
        """Run the task; Qt calls this in the other thread."""
        try:
            self._result = self._task(self._report_progress)
        except BaseException as error:  # noqa: BLE001  raised again in the GUI thread
            self._error = error

    def cancel(self) -> None:
        """Ask the task to stop at its next report; it leaves things as they were."""
        self.requestInterruption()

    def _report_progress(self, stage: str, done: int, total: int) -> None:
        self._last_report = (stage, done, total)
        if self.isInterruptionRequested():
            cancelled = Cancelled("Cancelled. Nothing was changed.")
            cancelled.done = done
            raise cancelled

    def _poll(self) -> None:
        if (
            self._progress is not None
            and self._last_report is not None
            and _receiver_exists(self._progress)
        ):
            self._progress(*self._last_report)

    def _end(self) -> None:
        self._clock.stop()
        self.notified = True
        self.deleteLater()
        done, failed, result, error = self._done, self._failed, self._result, self._error
        # Drop the references: the session may still hold this object.
        del self._task, self._done, self._failed, self._progress, self._result, self._error
        if not _receiver_exists(done):
            return  # its dialog is closed
        if isinstance(error, AssessorError):
            failed(error)
        elif error is not None:
            failed(AssessorError("That could not be finished. Nothing was changed."))
            raise error  # the application's exception hook logs the details
        else:
            done(result)


def _receiver_exists(callback: Callable[..., Any]) -> bool:
    """Whether the QObject a callback belongs to, if any, still exists."""
    if isinstance(callback, partial):
        callback = callback.func
    owner = getattr(callback, "__self__", None)
    return not isinstance(owner, QObject) or isValid(owner)
