"""The answers that a report omits, by reason; a click opens the question."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from assessor.assessment.report.report_projection import PreviewedReport
from assessor.form.labels.styled_text import plain_text
from assessor.gui.state.session import Session
from assessor.gui.toolkit.style.basic_widgets import label, rows
from assessor.gui.toolkit.style.theme import icon, set_role
from assessor.gui.toolkit.text.phrases import Phrases
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
    "cleared": "The wording for the government stands in its place",
    "figure": "Of a restricted answer, the figure alone is told",
    "bare": "Told without its note and sources",
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
        self.tree = QTreeWidget(self)
        self.tree.setAccessibleName(self._phrases("Left out"))
        set_role(self.tree, "list")
        self.tree.setColumnCount(2)
        self.tree.setHeaderLabels(
            [self._phrases("Reason or question"), self._phrases("In the report")]
        )
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.itemActivated.connect(lambda item, _column: self._open(item))
        self.tree.itemClicked.connect(lambda item, _column: self._open(item))
        rows(self, self.accounts, (self.tree, 1), margins=(0, 12, 0, 0))

    def show_preview(self, preview: PreviewedReport) -> None:
        """Show what a report omits."""
        self.tree.clear()
        self.accounts.setText(self._summary(preview.accounting, preview.profile))
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
        group = QTreeWidgetItem(self.tree, [title, str(len(found))])
        group.setIcon(0, icon("eye-off", "muted", 16))
        group.setToolTip(0, title)
        bold = group.font(0)
        bold.setBold(True)
        group.setFont(0, bold)
        for each in found:
            fate = "Withheld" if each.visibility is Visibility.NONE else "In part"
            question = self._question_label(each.reference)
            row = QTreeWidgetItem(group, [question, self._phrases(fate)])
            row.setToolTip(0, question)
            row.setData(0, _REFERENCE, each.reference)
        group.setExpanded(open_)

    def _question_label(self, reference: str) -> str:
        """Return the question's label, or its reference if it has none."""
        try:
            return plain_text(self._session.assessment.node(reference).label) or reference
        except KeyError:
            return reference

    def _open(self, item: QTreeWidgetItem) -> None:
        """Open the question, or toggle a reason."""
        reference = item.data(0, _REFERENCE)
        if reference:
            self._go(reference)
        else:
            item.setExpanded(not item.isExpanded())
