"""A small dialog over long work: what is being done, how far it is, and a way to stop it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QProgressBar, QWidget

from assessor.errors import AssessorError
from assessor.gui.state.session import Session
from assessor.gui.toolkit.dialogs.dialog import Dialog
from assessor.gui.toolkit.style.basic_widgets import button, closing, label, rows
from assessor.gui.toolkit.system.background_task import BackgroundTask, ReportProgress
from assessor.gui.toolkit.text.phrases import Phrases


class BusyDialog(Dialog):
    """Shows the work until it ends; then `result` or `error` says how."""

    def __init__(
        self, parent: QWidget, session: Session, title: str, task: Callable[[ReportProgress], Any]
    ) -> None:
        super().__init__(parent)
        self.result_of_work: Any = None
        self.error: AssessorError | None = None
        self._phrases = Phrases(session.language)
        self.setWindowTitle(self._phrases(title))
        self.setMinimumWidth(460)
        down = rows(self, gap=12, margins=(24, 24, 24, 16))
        down.addWidget(label(self, "heading", text=self._phrases(title)))
        self._stage = label(self, "muted", text=" ")
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(self._phrases(title))
        down.addWidget(self._stage)
        down.addWidget(self._bar)
        stops = button(self, self.reject)
        stops.setText(self._phrases("Cancel"))
        down.addLayout(closing(self, stops))
        self._work: BackgroundTask | None = session.run(
            task, done=self._done, failed=self._failed, progress=self._show
        )

    def _show(self, stage: str, done: int, of: int) -> None:
        self._stage.setText(self._phrases(stage))
        self._bar.setRange(0, of)
        self._bar.setValue(done)

    def _done(self, result: Any) -> None:
        self._work = None
        self.result_of_work = result
        self.accept()

    def _failed(self, error: AssessorError) -> None:
        self._work = None
        self.error = error
        super().reject()

    def reject(self) -> None:
        """Ask the work to stop; the dialog goes when it has."""
        if self._work is not None:
            self._stage.setText(self._phrases("Stopping…"))
            self._work.cancel()
