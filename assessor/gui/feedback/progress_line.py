"""A line that says how far work of a screen is, with a way to stop it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QProgressBar, QWidget

from assessor.errors import AssessorError
from assessor.gui.state.session import Session
from assessor.gui.toolkit.style.basic_widgets import button, columns
from assessor.gui.toolkit.system.background_task import BackgroundTask, ReportProgress
from assessor.gui.toolkit.text.phrases import Phrases


class WorkLine(QWidget):
    """Runs one task at a time beside the window, and is seen only while it runs."""

    def __init__(self, parent: QWidget, session: Session, phrases: Phrases, name: str) -> None:
        """`name` (English source string) is what a screen reader calls the work."""
        super().__init__(parent)
        self._session = session
        self._work: BackgroundTask | None = None
        across = columns(self, gap=8)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        phrases.say(self._bar.setAccessibleName, name)
        stop = button(self, self.cancel)
        phrases.say(stop.setText, "Cancel")
        across.addWidget(self._bar, 1)
        across.addWidget(stop)
        self.hide()

    @property
    def busy(self) -> bool:
        """Whether a task runs."""
        return self._work is not None

    def begin(
        self,
        task: Callable[[ReportProgress], Any],
        done: Callable[[Any], object],
        failed: Callable[[AssessorError], object],
    ) -> None:
        """Run a task; `done` or `failed` is called once, when another may begin."""
        self._done, self._failed = done, failed
        self._bar.setRange(0, 0)
        self.show()
        self._work = self._session.run(
            task, done=self._came, failed=self._stopped, progress=self._show
        )

    def cancel(self) -> None:
        """Ask the task to stop, if one runs."""
        if self._work is not None:
            self._work.cancel()

    def leave(self) -> None:
        """Stop the task and wait for that: what it reads is about to be closed."""
        if self._work is not None:
            self._work.cancel()
            self._work.wait()

    def _show(self, _stage: str, done: int, of: int) -> None:
        self._bar.setRange(0, of)
        self._bar.setValue(done)

    def _came(self, found: Any) -> None:
        self._end()
        self._done(found)

    def _stopped(self, error: AssessorError) -> None:
        self._end()
        self._failed(error)

    def _end(self) -> None:
        self._work = None
        self.hide()
