"""Questions, tables of lines and statements on the desk."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from assessor.gui.desk.desk_page import DeskPage
from assessor.gui.inspector.inspector_panel import InspectorPanel
from assessor.gui.inspector.statement_form import StatementForm
from assessor.gui.page.repeat_view import RepeatView
from assessor.gui.questions.base.question import Question
from assessor.gui.toolkit.controls.question_marks import QuestionNotice
from tests.support.screens.page import Page


def notice(question: Question, tone: str) -> QuestionNotice | None:
    """The sentence under a question in a tone (info, warn, danger, conflict), if one is seen."""
    found = (each for each in question.findChildren(QuestionNotice) if not each.isHidden())
    return next((each for each in found if each.property("notice") == tone), None)


def said(question: Question, tone: str) -> str:
    """What the sentence under a question says in a tone; "" if none does."""
    found = notice(question, tone)
    return found.accessibleName() if found is not None else ""


def repeat_of(desk: DeskPage, reference: str) -> RepeatView:
    """The table of lines at a reference of the open page."""
    found = desk.page.findChildren(RepeatView)
    return next(each for each in found if each.node.reference == reference)


class StatementScreen(Page):
    """What a source said on the question in the inspector."""

    def __init__(self, inspector: InspectorPanel | QWidget) -> None:
        super().__init__(inspector)

    @property
    def form(self) -> StatementForm:
        """The form for a statement, hidden where none is begun."""
        return self.child(StatementForm)

    def open(self) -> StatementForm:
        """Begin a statement."""
        self.press("Add a statement")
        return self.form

    def cancel(self) -> None:
        """Give up the statement that is begun."""
        Page(self.form).press("Cancel")
