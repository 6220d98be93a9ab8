"""The answers that a report omits, by reason; a click opens the question."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTreeWidgetItem, QWidget

from assessor.assessment.report.report_projection import PreviewedReport
from assessor.gui.questions.answer_text import question_label
from assessor.gui.state.session import Session
from assessor.gui.toolkit.style.basic_widgets import label, rows
from assessor.gui.toolkit.style.theme import set_role
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.gui.toolkit.widgets.tree_view import tree_group, tree_widget
from assessor.report.projection.projection import INTERNAL, Accounting, Visibility
from assessor.report.projection.record_summary import OmittedAnswer

_REFERENCE = Qt.ItemDataRole.UserRole
_REASONS = {
    "restricted": "Restricted",
    "internal": "Internal: for the team and headquarters",
    "gov": "For the government, not for the public",
    "background": "Heard as background only",
    "partly background": "Some sources spoke as background only: they and the note are left out",
    "small": "A count below five",
    "beside": "With the total beside it, it would tell a count below five",
    "stage": "Only the stage its evidence carries is told",
    "unreleased": "The team does not tell this stage",
    "cleared": "The wording for the government stands in its place",
    "figure": "Of a restricted answer, the figure alone is told",
    "bare": "Told without its note and sources",
    "named": "Told without its note, which names a source",
    "undecided": "Assessors disagree: nobody's answer is told before it is decided",
    "redacted": "Redacted in the mission itself",
    "stranger": "The form has no such question",
}
"""Reasons in the order of the list."""


class LeftOutList(QWidget):
    """One summary line, and the questions by reason; `go` gets a reference."""

    def __init__(self, parent: QWidget, session: Session, go: Callable[[str], object]) -> None:
        super().__init__(parent)
        self._session, self._go = session, go
        self._phrases = Phrases(session.language)
        self.accounts = label(self, "secondary", wrap=True)
        headings = [self._phrases("Reason or question"), self._phrases("In the report")]
        self.tree = tree_widget(self, self._phrases("Left out"), 0, headings=headings)
        set_role(self.tree, "list")
        self.tree.itemActivated.connect(lambda item, _column: self._open(item))
        self.tree.itemClicked.connect(lambda item, _column: self._open(item))
        rows(self, self.accounts, (self.tree, 1), margins=(0, 12, 0, 0))

    def show_preview(self, preview: PreviewedReport) -> None:
        """Show what a report omits."""
        self.tree.clear()
        text = self._summary(preview.accounting, preview.profile)
        if preview.dated:
            text += " " + self._phrases(
                "An earlier version of Assessor signed some entries together with the minute they "
                "were written: the file tells it, although their text stays behind."
            )
        self.accounts.setText(text)
        for reason, title in _REASONS.items():
            found = [each for each in preview.left_out if each.why == reason]
            if found:
                self._group(self._phrases(title), found, open_=len(found) <= 12)
        self.tree.setVisible(bool(preview.left_out))

    def _summary(self, counts: Accounting, profile: str) -> str:
        if profile == INTERNAL:
            return self._phrases(
                "Nothing is left out: the team reads all {count} answers.", count=counts.in_file
            )
        return self._phrases(
            "{count} answers in the mission: {printed} printed, {part} in part, {withheld} "
            "withheld, {relevant} not relevant, {unasked} kept by the form itself.",
            count=counts.in_file,
            printed=counts.printed,
            part=counts.in_part,
            withheld=counts.withheld,
            relevant=counts.not_relevant,
            unasked=counts.unasked,
        )

    def _group(self, title: str, found: list[OmittedAnswer], *, open_: bool) -> None:
        group = tree_group(self.tree, ("eye-off", "muted"), title, str(len(found)))
        group.setToolTip(0, title)
        for each in found:
            fate = "Withheld" if each.visibility is Visibility.NONE else "In part"
            question = question_label(self._session.assessment, each.reference)
            row = QTreeWidgetItem(group, [question, self._phrases(fate)])
            row.setToolTip(0, question)
            row.setData(0, _REFERENCE, each.reference)
        group.setExpanded(open_)

    def _open(self, item: QTreeWidgetItem) -> None:
        reference = item.data(0, _REFERENCE)
        if reference:
            self._go(reference)
        else:
            item.setExpanded(not item.isExpanded())
