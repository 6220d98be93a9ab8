"""Long work off the GUI thread, with progress and cancellation."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer
from shiboken6 import isValid

from assessor.errors import AssessorError
from assessor.gui.toolkit.system.task_check import check_task

ReportProgress = Callable[[str, int, int], None]
"""Progress callback of a task: stage (English source text), done, total."""

_SHORTEST_MS, _LONGEST_MS = 4, 60
"""Interval of the polls of a thread: at first, and after it has run for a while."""


class Cancelled(AssessorError):
    """Raised in the work by its own report after the user cancels; `done` is the last count."""

    done = 0


class Job:
    """A task and its outcome: all that the thread knows, and no Qt object."""

    def __init__(self, task: Callable[[ReportProgress], Any]) -> None:
        self._task: Callable[[ReportProgress], Any] | None = task
        self.progress: tuple[str, int, int] | None = None
        self.result: Any = None
        self.error: BaseException | None = None
        self.cancelled = self.ended = False
        self._thread = threading.Thread(target=self._run, name="task", daemon=True)

    def start(self) -> None:
        """Run the task in a new thread."""
        _jobs.difference_update([job for job in _jobs if job.ended])
        _jobs.add(self)
        self._thread.start()

    def cancel(self) -> None:
        """Ask the task to stop at its next progress report."""
        self.cancelled = True

    def wait(self) -> None:
        """Wait for the end of the thread."""
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        assert self._task is not None
        try:
            self.result = self._task(self._report_progress)
        except BaseException as error:  # noqa: BLE001  raised again in the GUI thread
            self.error = error
            _release_locals(error)
        self._task = None
        self.ended = True

    def _report_progress(self, stage: str, done: int, total: int) -> None:
        self.progress = (stage, done, total)
        if self.cancelled:
            cancelled = Cancelled("Cancelled. Nothing was changed.")
            cancelled.done = done
            raise cancelled


def _release_locals(error: BaseException | None) -> None:
    """Clear the frames of an error and its causes: a dialog may keep it as long as it is open."""
    while error is not None:
        traceback.clear_frames(error.__traceback__)
        error = error.__cause__ or error.__context__


_jobs: set[Job] = set()
"""Every job that was started. Starting one removes those that have ended."""


def finish_all() -> None:
    """Cancel every job and wait for its thread; for the end of the application."""
    for job in _jobs:
        job.cancel()
    for job in _jobs:
        job.wait()
    _jobs.clear()


class BackgroundTask(QObject):
    """Run one task in a thread and call back in the GUI thread when it ends.

    The task is checked when it is submitted: it must not reach a Qt object. The thread knows only
    its `Job`, which this object polls; nothing is queued between the threads.
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
        """Raise ReachesQt if the task can reach a Qt object."""
        check_task(task)
        super().__init__(parent)
        self._done, self._failed, self._progress = done, failed, progress
        self._job = Job(task)
        self.notified = False
        """Whether the window was notified of the end; later than the end of the thread."""
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._poll)

    def start(self) -> None:
        """Start the thread."""
        self._job.start()
        self._clock.start(_SHORTEST_MS)

    def cancel(self) -> None:
        """Ask the task to stop at its next report; it leaves things as they were."""
        self._job.cancel()

    def wait(self) -> None:
        """Wait for the end of the thread; the callbacks come later."""
        self._job.wait()

    @property
    def is_finished(self) -> bool:
        """Whether the thread has ended."""
        return self._job.ended

    def _poll(self) -> None:
        if self._job.ended:
            self._end()
            return
        self._clock.setInterval(min(2 * self._clock.interval(), _LONGEST_MS))
        report = self._job.progress
        if self._progress is not None and report is not None and _receiver_exists(self._progress):
            self._progress(*report)

    def _end(self) -> None:
        self._clock.stop()
        self.notified = True
        self.deleteLater()
        done, failed, result, error = self._done, self._failed, self._job.result, self._job.error
        # Drop the references: the session may still hold this object.
        del self._done, self._failed, self._progress
        self._job.result = self._job.error = None
        if not _receiver_exists(done):
            return  # its dialog is closed
        if isinstance(error, AssessorError):
            failed(error)
        elif error is not None:
            failed(AssessorError("The operation failed. Nothing was changed."))
            raise error  # the application's exception hook logs the details
        else:
            done(result)


def _receiver_exists(callback: Callable[..., Any]) -> bool:
    """Whether the QObject a callback belongs to, if any, still exists."""
    if isinstance(callback, partial):
        callback = callback.func
    owner = getattr(callback, "__self__", None)
    return not isinstance(owner, QObject) or isValid(owner)
