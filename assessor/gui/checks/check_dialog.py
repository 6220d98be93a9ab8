"""The check of the whole mission: violations, open questions, conflicts and damage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QProgressBar, QTreeWidget, QTreeWidgetItem, QWidget

from assessor import words
from assessor.assessment.review.mission_check import check_assessment
from assessor.assessment.review.retired_questions import RetiredAnswer
from assessor.errors import AssessorError
from assessor.form.labels.styled_text import plain_text
from assessor.gui.state.navigation import Navigation
from assessor.gui.state.session import Session
from assessor.gui.state.session_dialog import SessionDialog
from assessor.gui.toolkit.style.basic_widgets import button, closing, fill, label
from assessor.gui.toolkit.system.background_task import BackgroundTask, ReportProgress
from assessor.gui.toolkit.widgets.tree_view import tree_group, tree_widget
from assessor.store.model.authority import FOUNDER_MISSING

if TYPE_CHECKING:
    from assessor.assessment.assessment import Assessment
    from assessor.assessment.review.mission_check import Check

_REFERENCE = Qt.ItemDataRole.UserRole
_GROUPS = (
    ("problems", "danger", "danger", "The file itself"),
    ("violations", "warning", "warn", "Answers that break a rule of the form"),
    ("conflicts", "conflict", "conflict", "Questions on which assessors disagree"),
    ("unanswered", "circle", "muted", "Questions without an answer"),
    ("strangers", "history", "muted", "Answers of questions that this form no longer has"),
)


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

    def _show_results(self, found: Any) -> None:
        self._work = None
        self._bar.hide()
        lines: dict[str, list[tuple[str, ...]]] = {
            "problems": [(text, "") for text in (*found.problems, *self._founder(found))],
            "violations": [
                (self._question_label(v.reference), v.message, v.reference)
                for v in found.violations
            ],
            "conflicts": [(self._question_label(c.key), "", c.key) for c in found.conflicts],
            "strangers": [(each.asked, self._old_answer(each)) for each in found.strangers],
            "unanswered": [
                (self._question_label(r), "", r) for r in map(_reference, found.unanswered)
            ],
        }
        wrong = sum(len(lines[name]) for name in ("problems", "violations", "conflicts"))
        for name, picture, tone, title in _GROUPS:
            self._add((picture, tone), title, lines[name], open_=name != "unanswered" or not wrong)
        self.heading.setText(
            self._phrases("Nothing is wrong")
            if not wrong
            else self._phrases("1 item needs attention")
            if wrong == 1
            else self._phrases("{count} items need attention", count=wrong)
        )
        self.lead.setText(
            self._phrases(
                "Questions without an answer: {open}. Nothing here keeps you from exporting.",
                open=len(lines["unanswered"]),
            )
        )

    def _founder(self, found: Any) -> tuple[str, ...]:
        return (self._phrases(FOUNDER_MISSING),) if found.lacks_founder else ()

    def _add(
        self, drawn: tuple[str, str], title: str, lines: list[tuple[str, ...]], *, open_: bool
    ) -> None:
        if not lines:
            return
        group = tree_group(self._tree, drawn, self._phrases(title), str(len(lines)))
        group.setTextAlignment(1, Qt.AlignmentFlag.AlignTrailing)
        for text, why, *reference in lines:
            row = QTreeWidgetItem(group, [f"{text}\n{why}" if why else text])
            row.setFirstColumnSpanned(True)
            row.setToolTip(0, why or text)
            if reference:
                row.setData(0, _REFERENCE, reference[0])
        group.setExpanded(open_)

    def _old_answer(self, answer: RetiredAnswer) -> str:
        text = self._phrases.apart(answer.said)
        if not answer.version:
            return self._phrases("Answered “{value}”", value=text)
        return self._phrases(
            "Answered “{value}” in version {version}", value=text, version=answer.version
        )

    def _question_label(self, reference: str) -> str:
        try:
            label = plain_text(self._session.assessment.node(reference).label)
            return str(self._phrases.apart(label)) or reference
        except KeyError:
            return reference

    def _go(self, item: QTreeWidgetItem) -> None:
        reference = item.data(0, _REFERENCE)
        if reference:
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


def _reference(found: Any) -> str:
    return found if isinstance(found, str) else str(found.reference)


def _check(own: Assessment, _report: ReportProgress) -> Check:
    return check_assessment(own)
