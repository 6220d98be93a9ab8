"""A dialog that shows the progress of a task and can cancel it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QProgressBar, QWidget

from assessor.errors import AssessorError
from assessor.gui.state.session import Session
from assessor.gui.toolkit.dialogs.dialog import Dialog
from assessor.gui.toolkit.dialogs.message_dialog import show_error
from assessor.gui.toolkit.style.basic_widgets import button, closing, fill, label, rows
from assessor.gui.toolkit.system.background_task import BackgroundTask, ReportProgress
from assessor.gui.toolkit.text.phrases import Phrases


def run_busy(
    parent: QWidget, session: Session, title: str, task: Callable[[ReportProgress], Any]
) -> Any:
    """Run a task that returns something, with progress; return its result.

    Returns None after it failed or was cancelled, and that was shown.
    """
    busy = BusyDialog(parent, session, title, task)
    busy.exec()
    if busy.error is not None:
        show_error(parent, busy.error, session.language)
    return busy.result_of_work


class BusyDialog(Dialog):
    """Shows a task until it ends; then `result_of_work` or `error` is set."""

    def __init__(
        self, parent: QWidget, session: Session, title: str, task: Callable[[ReportProgress], Any]
    ) -> None:
        super().__init__(parent)
        self.result_of_work: Any = None
        self.error: AssessorError | None = None
        self._phrases = Phrases(session.language)
        self.setWindowTitle(self._phrases(title))
        self.setMinimumWidth(460)
        column = rows(self, gap=12, margins=(24, 24, 24, 16))
        column.addWidget(label(self, "heading", text=self._phrases(title)))
        self._stage = label(self, "muted", text=" ")
        self._bar = QProgressBar(self, textVisible=False, minimum=0, maximum=0)
        self._bar.setAccessibleName(self._phrases(title))
        cancel = button(self, self.reject, self._phrases("Cancel"))
        fill(column, self._stage, self._bar, closing(self, cancel))
        self._task: BackgroundTask | None = session.run(
            task, done=self._done, failed=self._failed, progress=self._show
        )

    def _show(self, stage: str, done: int, total: int) -> None:
        self._stage.setText(self._phrases(stage))
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    def _done(self, result: Any) -> None:
        self._task = None
        self.result_of_work = result
        self.accept()

    def _failed(self, error: AssessorError) -> None:
        self._task = None
        self.error = error
        super().reject()

    def reject(self) -> None:
        """Cancel the task; the dialog closes when it has stopped."""
        if self._task is not None:
            self._stage.setText(self._phrases("Stopping…"))
            self._task.cancel()
