"""The preview of the report: its pages and what they omit."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QProgressBar, QTabWidget, QWidget
from shiboken6 import isValid

from assessor import words
from assessor.assessment.report.report_projection import PreviewedReport, preview_report
from assessor.errors import AssessorError
from assessor.gui.export.omitted_answers_list import LeftOutList
from assessor.gui.state.session import Session
from assessor.gui.toolkit.style.basic_widgets import button, columns, label, rows
from assessor.gui.toolkit.system.background_task import BackgroundTask, Cancelled, ReportProgress
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.gui.toolkit.viewer.pdf_pane import PdfPane

if TYPE_CHECKING:
    from assessor.assessment.assessment import Assessment

_LINE = 36
"""Height of the status line in pixels, so that nothing moves."""


class ReportPreview(QWidget):
    """Two tabs; each `show_report` starts a new preview in the background and cancels the last."""

    def __init__(
        self,
        parent: QWidget,
        session: Session,
        go: Callable[[str], object],
        *,
        final: bool = False,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._final = final
        self._phrases = Phrases(session.language)
        self._work: BackgroundTask | None = None
        self._is_written = False
        self._wished: tuple[str, str, str] | None = None
        self._requested: tuple[str, str, str] | None = None
        self.tabs = QTabWidget(self)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.tabBar().setAccessibleName(self._phrases("The report"))
        self.pane = PdfPane(self.tabs, session.language)
        self.left_out = LeftOutList(self.tabs, session, go)
        self.tabs.addTab(self.pane, self._phrases("Pages"))
        self.tabs.addTab(self.left_out, self._phrases("Left out"))
        rows(self, (self.tabs, 1), self._below())
        self._under_way(False)

    def _below(self) -> QWidget:
        """Create the status line: progress, then what the pages omit."""
        line = QWidget(self)
        line.setMinimumHeight(_LINE)
        self._note = label(self, "secondary", wrap=True)
        self._note.setText(
            self._phrases("The code and the fingerprint come onto the pages as they are written.")
        )
        self._stage = label(self, "secondary")
        self._bar = QProgressBar(self, textVisible=False)
        self._bar.setAccessibleName(self._phrases("Making the preview"))
        self._stop = button(self, self.stop, self._phrases("Stop"), role="quiet")
        columns(line, (self._note, 1), self._stage, (self._bar, 1), self._stop)
        return line

    def _under_way(self, so: bool) -> None:
        for each in (self._stage, self._bar, self._stop):
            each.setVisible(so)
        self._note.setVisible(not so and not self._is_written)

    def show_report(self, profile: str, language: str, summary: str = "") -> None:
        """Create the report for an audience in a language, with a summary in another or none."""
        self._wished = (profile, language, summary)
        if self._wished == self._requested:
            return
        if self._work is not None:
            self._work.cancel()  # the next begins when this one has stopped
        else:
            self._begin()

    @property
    def wished(self) -> tuple[str, str, str] | None:
        """Audience, language and second language of the last preview asked for."""
        return self._wished

    def _begin(self) -> None:
        assert self._wished is not None
        profile, language, summary = self._wished
        self._requested = self._wished
        self._bar.setRange(0, 0)
        self._stage.setText(self._phrases("Making the preview"))
        self._under_way(True)
        self._work = self._session.run(
            self._session.aside(partial(_preview, self._final, profile, language, summary)),
            done=self._done,
            failed=self._failed,
            progress=self._show_progress,
        )

    def _show_progress(self, stage: str, done: int, of: int) -> None:
        if not isValid(self):
            return
        self._stage.setText(self._phrases(stage))
        self._bar.setRange(0, of)
        self._bar.setValue(done)

    def _done(self, preview: PreviewedReport) -> None:
        if self._ended():
            self.pane.show_file(preview.pages, self.pane.view.page)
            self.left_out.show_preview(preview)
            title = self._phrases("Left out")
            count = len(preview.left_out)
            self.tabs.setTabText(1, f"{title} ({count})" if count else title)

    def _failed(self, error: AssessorError) -> None:
        if self._ended():
            self._requested = None
            stopped = isinstance(error, Cancelled)
            message = self._phrases("The preview was stopped. Choose again to make it.")
            self.pane.show_message(message if stopped else words.say(error, self._session.language))

    def _ended(self) -> bool:
        """Return whether the finished preview is the requested one; else start that."""
        self._work = None
        if not isValid(self):
            return False
        self._under_way(False)
        if self._wished is not None and self._wished != self._requested:
            self._begin()
            return False
        return self._wished is not None

    def show_written(self, data: bytes) -> None:
        """Show the pages of the written file, with code and fingerprint."""
        self.stop()
        self._wished = None
        self._is_written = True
        self._under_way(False)
        self.tabs.setCurrentWidget(self.pane)
        self.pane.show_file(data, self.pane.view.page)

    def stop(self) -> None:
        """Cancel the preview."""
        if self._work is not None:
            self._work.cancel()

    def close_document(self) -> None:
        """Cancel and release everything, before the widget is destroyed."""
        self._wished = None
        if self._work is not None:
            self._work.cancel()
            self._work.wait()
        self.pane.close_document()


def _preview(
    final: bool,
    profile: str,
    language: str,
    summary: str,
    own: Assessment,
    report_progress: ReportProgress,
) -> PreviewedReport:
    return preview_report(
        own,
        profile=profile,
        language=language,
        summary=summary,
        final=final,
        report_progress=report_progress,
    )
