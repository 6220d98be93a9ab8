"""The check of the whole mission: violations, open questions, conflicts and damage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QProgressBar, QTreeWidget, QTreeWidgetItem, QWidget

from assessor import words
from assessor.assessment.review.mission_check import check_assessment
from assessor.assessment.review.open_points import (
    CONFLICT,
    OpenPoint,
    subject_label,
    unexplained,
)
from assessor.assessment.review.retired_questions import RetiredAnswer
from assessor.errors import AssessorError
from assessor.gui.feedback.point_signs import POINT_SIGNS
from assessor.gui.state.navigation import Navigation
from assessor.gui.state.session import Session
from assessor.gui.state.session_dialog import SessionDialog
from assessor.gui.toolkit.style.basic_widgets import button, closing, fill, label
from assessor.gui.toolkit.system.background_task import BackgroundTask, ReportProgress
from assessor.gui.toolkit.widgets.tree_view import tree_group, tree_widget
from assessor.report.projection.report_facts import POINT_TITLES
from assessor.store.model.authority import FOUNDER_MISSING

if TYPE_CHECKING:
    from assessor.assessment.assessment import Assessment
    from assessor.assessment.review.mission_check import Check

_REFERENCE = Qt.ItemDataRole.UserRole
_OF_SOURCE = _REFERENCE + 1
_GROUPS = (
    ("problems", "danger", "danger", "The file itself"),
    *((kind, *POINT_SIGNS[kind], title) for kind, title in POINT_TITLES.items()),
    ("required", "warning", "warn", "Questions that need an answer"),
    ("unanswered", "circle", "muted", "Questions without an answer"),
    ("retired", "history", "muted", "Answers of questions that this form no longer has"),
)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a group: what is found, why, and the question or source that it leads to."""

    text: str
    why: str = ""
    subject: str = ""
    of_source: bool = False


class CheckDialog(SessionDialog):
    """A grouped list; Enter or a double click opens the question."""

    topic = "check"

    def __init__(self, parent: QWidget, session: Session, doors: Navigation) -> None:
        super().__init__(parent, session)
        self._doors = doors
        self.resize(720, 560)
        down = self.head(
            self._phrases("Looking over the mission…"),
            self._phrases("Answers, agreement, the file and every signature in it."),
            window=self._phrases("Check"),
        )
        self._bar = QProgressBar(self, textVisible=False, minimum=0, maximum=0)
        self._tree = self._empty_tree()
        hint = self._phrases("Enter or a double click goes to the question.")
        last = closing(self, button(self, self.reject, self._phrases("Close"), role="primary"))
        last.insertWidget(0, label(self, "secondary", text=hint))
        fill(down, self._bar, (self._tree, 1), last)
        self._work: BackgroundTask | None = session.run(
            session.aside(_check), done=self._show_results, failed=self._fail
        )

    def _empty_tree(self) -> QTreeWidget:
        tree = tree_widget(self, self._phrases("What was found"), 0)
        tree.setWordWrap(True)
        tree.itemActivated.connect(self._go)
        return tree

    def _show_results(self, found: Check) -> None:
        self._work = None
        self._bar.hide()
        lines = self._lines(found)
        wrong = sum(len(lines[name]) for name in ("problems", "required"))
        wrong += len(lines[CONFLICT]) + len(
            [each for each in unexplained(found.points) if each.kind != CONFLICT]
        )
        for name, picture, tone, title in _GROUPS:
            open_ = name != "unanswered" or not wrong
            self._add((picture, tone), title, lines.get(name, []), open_=open_)
        self.heading.setText(
            self._phrases("Nothing is wrong")
            if not wrong
            else self._phrases("1 item needs attention")
            if wrong == 1
            else self._phrases("{count} items need attention", count=wrong)
        )
        self.lead.setText(
            self._phrases(
                "Questions without an answer: {open}. A final report needs every open point mended "
                "or a reason for it; a draft does not.",
                open=len(lines["unanswered"]),
            )
        )

    def _lines(self, found: Check) -> dict[str, list[_Line]]:
        """Return the lines of each group."""
        lines: dict[str, list[_Line]] = {
            "problems": [_Line(text) for text in (*found.problems, *self._founder(found))],
            "required": [
                self._line(each.reference, each.message)
                for each in found.violations
                if each.kind == "required"
            ],
            CONFLICT: [self._line(each.key) for each in found.conflicts],
            "retired": [_Line(each.asked, self._old_answer(each)) for each in found.retired],
            "unanswered": [self._line(each) for each in found.unanswered],
        }
        for point in found.points:
            if point.kind != CONFLICT:  # those beside answers are conflicts as well
                lines.setdefault(point.kind, []).append(self._point(point))
        return lines

    def _point(self, point: OpenPoint) -> _Line:
        why = point.sentence(self._session.language)
        if point.reason:
            reason = self._phrases("Reason: {reason}", reason=self._phrases.apart(point.reason))
            why = f"{why}\n{reason}"
        return self._line(point.subject, why, of_source=point.of_source)

    def _line(self, subject: str, why: str = "", *, of_source: bool = False) -> _Line:
        label = str(self._phrases.apart(subject_label(self._session.assessment, subject)))
        return _Line(label, why, subject, of_source)

    def _founder(self, found: Check) -> tuple[str, ...]:
        return (self._phrases(FOUNDER_MISSING),) if found.lacks_founder else ()

    def _add(self, drawn: tuple[str, str], title: str, lines: list[_Line], *, open_: bool) -> None:
        if not lines:
            return
        group = tree_group(self._tree, drawn, self._phrases(title), str(len(lines)))
        group.setTextAlignment(1, Qt.AlignmentFlag.AlignTrailing)
        for line in lines:
            row = QTreeWidgetItem(group, [f"{line.text}\n{line.why}" if line.why else line.text])
            row.setFirstColumnSpanned(True)
            row.setToolTip(0, line.why or line.text)
            row.setData(0, _REFERENCE, line.subject)
            row.setData(0, _OF_SOURCE, line.of_source)
        group.setExpanded(open_)

    def _old_answer(self, answer: RetiredAnswer) -> str:
        text = self._phrases.apart(answer.said)
        if not answer.version:
            return self._phrases("Answered “{value}”", value=text)
        return self._phrases(
            "Answered “{value}” in version {version}", value=text, version=answer.version
        )

    def _go(self, item: QTreeWidgetItem) -> None:
        reference = item.data(0, _REFERENCE)
        if reference and item.data(0, _OF_SOURCE):
            self._doors.source(reference)
        elif reference:
            self.accept()
            self._doors.desk(reference)

    def _fail(self, error: AssessorError) -> None:
        self._work = None
        self._bar.hide()
        self.heading.setText(self._phrases("The mission could not be looked over"))
        self.lead.setText(words.say(error, self._session.language))

    def reject(self) -> None:
        """Close after the work has stopped."""
        if self._work is not None:
            self._work.cancel()
            self._work.wait()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close as with Escape."""
        event.ignore()
        self.reject()


def _check(own: Assessment, _report: ReportProgress) -> Check:
    return check_assessment(own)
