"""The government's comments on the report: write the table, import the filled one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QBoxLayout, QFileDialog, QTableWidget, QWidget

from assessor.assessment.assessment import Assessment
from assessor.assessment.entries.remarks import (
    GovernmentRemark,
    ImportedRemarks,
    remarks_of,
    responses_to,
)
from assessor.assessment.entries.reviews import answer_changed_since
from assessor.assessment.report.government_comments import export_matrix, import_lines, read_matrix
from assessor.gui.feedback.busy_dialog import BusyDialog, run_busy
from assessor.gui.questions.answer_text import question_label
from assessor.gui.state.navigation import Navigation
from assessor.gui.state.session import Changes, Session
from assessor.gui.state.session_dialog import SessionDialog
from assessor.gui.toolkit.dialogs.message_dialog import ask, show_error
from assessor.gui.toolkit.style.basic_widgets import button, closing, columns, fill, label
from assessor.gui.toolkit.system.background_task import ReportProgress
from assessor.gui.toolkit.system.file_choice import choose_file
from assessor.gui.toolkit.system.open_external import documents, show_in_folder
from assessor.gui.toolkit.widgets.empty_state import empty_state
from assessor.gui.toolkit.widgets.table_view import fill_table, table_widget
from assessor.report.projection.change_log import VERDICTS
from assessor.words import with_colon

if TYPE_CHECKING:
    from assessor.assessment.assessment import Assessment

_HEADS = ("Finding", "Comment of the government", "Response", "Changed?")


class GovernmentDialog(SessionDialog):
    """The comments so far; Enter opens the question."""

    topic = "government"

    def __init__(self, parent: QWidget, session: Session, doors: Navigation) -> None:
        super().__init__(parent, session)
        self._doors = doors
        phrases = self._phrases
        self.resize(960, 620)
        lead = phrases(
            "Write the table of all that the government reads in the report and let it comment "
            "there. Taken in, each comment stands beside its question; answer it there, and the "
            "next table shows your answer and whether the finding changed."
        )
        down = self.head(phrases("Comments of the government"), lead)
        across = columns(None)
        self.writes = button(self, self._write, icon="table")
        self.takes = button(self, self._import_table, role="primary", icon="receive")
        self.writes.setText(phrases("Write the table…"))
        self.takes.setText(phrases("Import a filled table…"))
        if session.assessment.mission.read_only:
            self.takes.setEnabled(False)
            self.takes.setToolTip(phrases("This window only reads: another one has the file."))
        fill(across, self.writes, self.takes, 1)
        self.message = label(self, "ok", wrap=True)
        self.list = self._empty_list()
        self.none = empty_state(
            self,
            phrases,
            "comment",
            "The government has not commented yet",
            "Write the table, send it, and take it in again when it comes back filled.",
        )
        fill(down, across, self.message, (self.list, 1), (self.none, 1))
        self._add_closing(down)
        self._show_comments("")

    def _add_closing(self, down: QBoxLayout) -> None:
        self.goes = button(
            self, lambda: self._go(self.list.currentRow()), self._phrases("Go to the question")
        )
        down.addLayout(closing(self, button(self, self.reject, self._phrases("Close")), self.goes))

    def _empty_list(self) -> QTableWidget:
        table = table_widget(self, (0, 1, 2), len(_HEADS))
        table.setHorizontalHeaderLabels([self._phrases(head) for head in _HEADS])
        table.setAccessibleName(self._phrases("Comments of the government"))
        table.setWordWrap(True)
        table.itemActivated.connect(lambda item: self._go(item.row()))
        return table

    def _show_comments(self, message: str) -> None:
        mission, phrases = self._session.assessment, self._phrases
        order = {node.reference: at for at, node in enumerate(mission.instance.questions())}
        found = sorted(
            remarks_of(mission), key=lambda comment: order.get(comment.reference, len(order))
        )
        self._references = [comment.reference for comment in found]
        lines = []
        for comment in found:
            changed = answer_changed_since(mission, comment.reference, comment.seen)
            response = "\n".join(
                self._answered(each.verdict, each.text) for each in responses_to(mission, comment)
            )
            yes = phrases("Yes") if changed else phrases("No")
            lines.append(
                [
                    question_label(self._session.assessment, comment.reference),
                    comment.text,
                    response or "–",
                    yes,
                ]
            )
        fill_table(self.list, lines)
        self.list.setVisible(bool(found))
        self.none.setVisible(not found)
        self.goes.setEnabled(bool(found))
        self.goes.setToolTip("" if found else phrases("The government has not commented yet"))
        self.message.setText(message)
        self.message.setVisible(bool(message))
        if found:
            self.list.setCurrentCell(0, 0)

    def _answered(self, verdict: str, text: str) -> str:
        decision = self._phrases(VERDICTS[verdict]) if verdict in VERDICTS else ""
        if decision and text:
            return with_colon(decision, text, self._phrases.language)
        return decision or text

    def _go(self, row: int) -> None:
        if 0 <= row < len(self._references):
            self.accept()
            self._doors.desk(self._references[row])

    def _write(self) -> None:
        phrases = self._phrases
        kinds = f"{phrases('Excel workbook')} (*.xlsx);;{phrases('Word document')} (*.docx)"
        name = phrases("Comments of the government") + ".xlsx"
        chosen, kind = QFileDialog.getSaveFileName(
            self, phrases("Write the table"), str(documents() / name), kinds
        )
        if not chosen:
            return
        path = Path(chosen)
        if path.suffix.lower() not in (".xlsx", ".docx"):
            path = path.with_name(path.name + (".docx" if "docx" in kind else ".xlsx"))
        task = self._session.aside(partial(_write_matrix, path))
        busy = BusyDialog(self, self._session, "Writing the table", task)
        if not busy.exec():
            if busy.error is not None:
                show_error(self, busy.error, self._session.language)
            return
        text = phrases(
            "{file} is written. Nothing the government may not read is in it.",
            file=phrases.apart(path.name),
        )
        if not ask(self, text, phrases, "Show in folder", "Close", icon=("check-circle", "ok")):
            show_in_folder(path)

    def _import_table(self) -> None:
        phrases = self._phrases
        kinds = {"Workbook or document": "*.xlsx *.docx"}
        chosen = choose_file(self, phrases, phrases("Import a filled table"), kinds)
        if chosen is not None:
            read = self._session.aside(partial(_read_matrix, chosen))
            remarks = run_busy(self, self._session, "Reading the table", read)
            if remarks is not None:
                self._import_comments(remarks)

    def _import_comments(self, remarks: Sequence[GovernmentRemark]) -> None:
        imported: list[ImportedRemarks] = []

        def apply(now: Assessment) -> Changes:
            imported.append(import_lines(now, remarks))
            return {comment.reference: frozenset({"value"}) for comment in remarks}

        self._session.do(apply)
        [done] = imported
        self._show_comments(
            self._phrases(
                "New comments: {comments}; new answers: {responses}; known already: {known}.",
                comments=done.comments,
                responses=done.responses,
                known=done.known,
            )
        )


def _write_matrix(path: Path, own: Assessment, report_progress: ReportProgress) -> Any:
    report_progress("Gathering the answers…", 0, 0)
    return export_matrix(own, path)


def _read_matrix(path: Path, own: Assessment, _report_progress: ReportProgress) -> Any:
    return read_matrix(own, path)
