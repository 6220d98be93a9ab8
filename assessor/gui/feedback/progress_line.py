"""A progress line for tasks of a screen, with a cancel button."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QProgressBar, QWidget

from assessor.errors import AssessorError
from assessor.gui.state.session import Session
from assessor.gui.toolkit.style.basic_widgets import button, columns
from assessor.gui.toolkit.system.background_task import BackgroundTask, ReportProgress
from assessor.gui.toolkit.text.phrases import Phrases


class ProgressLine(QWidget):
    """Runs one task at a time and is visible only while it runs."""

    def __init__(self, parent: QWidget, session: Session, phrases: Phrases, name: str) -> None:
        """`name` (English source text) is the accessible name of the progress bar."""
        super().__init__(parent)
        self._session = session
        self._task: BackgroundTask | None = None
        self._bar = QProgressBar(self, textVisible=False)
        phrases.say(self._bar.setAccessibleName, name)
        columns(self, (self._bar, 1), phrases.on(button(self, self.cancel), "Cancel"))
        self.hide()

    @property
    def busy(self) -> bool:
        """Whether a task runs."""
        return self._task is not None

    def begin(
        self,
        task: Callable[[ReportProgress], Any],
        done: Callable[[Any], object],
        failed: Callable[[AssessorError], object],
    ) -> None:
        """Run a task; `done` or `failed` is called once."""
        self._done, self._failed = done, failed
        self._bar.setRange(0, 0)
        self.show()
        self._task = self._session.run(
            task, done=self._finished, failed=self._stopped, progress=self._show
        )

    def cancel(self) -> None:
        """Cancel the running task, if any."""
        if self._task is not None:
            self._task.cancel()

    def leave(self) -> None:
        """Cancel the task and wait: what it reads is about to be closed."""
        if self._task is not None:
            self._task.cancel()
            self._task.wait()

    def _show(self, _stage: str, done: int, total: int) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    def _finished(self, result: Any) -> None:
        self._end()
        self._done(result)

    def _stopped(self, error: AssessorError) -> None:
        self._end()
        self._failed(error)

    def _end(self) -> None:
        self._task = None
        self.hide()
