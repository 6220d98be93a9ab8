"""Which stages and small counts are told: to whom, and why if that is not usual."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QTreeWidget, QTreeWidgetItem, QWidget

from assessor.assessment.report.release_decisions import (
    ReleaseDecision,
    count_decisions,
    decide_release,
    stage_decisions,
)
from assessor.gui.state.session import Changes, Session
from assessor.gui.state.session_dialog import SessionDialog
from assessor.gui.toolkit.dialogs.message_dialog import attempt
from assessor.gui.toolkit.style.basic_widgets import (
    LineEdit,
    above,
    button,
    closing,
    columns,
    fill,
    rows,
)
from assessor.gui.toolkit.widgets.tree_view import tree_widget
from assessor.report.projection.audience import RELEASE_LEVELS

if TYPE_CHECKING:
    from assessor.assessment.assessment import Assessment

_DECISION = Qt.ItemDataRole.UserRole
READERS = {
    "public": "Government and public",
    "gov": "Government",
    "internal": "Nobody outside the team",
}
"""To whom a stage is told, in words."""
_BARRED = {
    "conflict": "Assessors disagree: the stage is told to nobody before it is decided",
    "background": "Heard as background only: the stage is told to nobody",
}
"""Why a stage is told to nobody, whatever is decided."""


class ReleaseDialog(SessionDialog):
    """A line for each indicator and small count; below, the decision for the chosen lines."""

    topic = "export"

    def __init__(self, parent: QWidget, session: Session) -> None:
        super().__init__(parent, session)
        self._locked = bool(session.assessment.mission.read_only)
        self.resize(1180, 700)
        lead = self._phrases(
            "The stage of an indicator is told or not, whatever becomes of its words, notes and "
            "sources. The government is usually told every stage, those of rights and child "
            "protection as well; if not, say why. A section with a stage that is not told has no "
            "score for those readers. Counts below five follow: tell one only where nobody can be "
            "recognised by it."
        )
        down = self.head(self._phrases("Which stages are told"), lead)
        self.tree = self._empty_tree()
        closes = button(self, self.reject, self._phrases("Close"))
        closes.setAutoDefault(False)
        fill(down, (self.tree, 1), self._decision_part(), closing(self, closes))
        self.tree.currentItemChanged.connect(lambda *_: self._show_decision())
        self._reload()
        self.tree.setFocus()

    def _empty_tree(self) -> QTreeWidget:
        headings = (
            *("Indicator", "Stage", "Sources"),
            *("The government is told", "The public is told", "Reason"),
        )
        tree = tree_widget(
            self,
            self._phrases("Which stages are told"),
            *(140, 80, 180, 150, 240),
            headings=[self._phrases(each) for each in headings],
        )
        tree.setRootIsDecorated(False)
        tree.setSelectionMode(QTreeWidget.SelectionMode.ExtendedSelection)
        return tree

    def _decision_part(self) -> QWidget:
        part = QWidget(self)
        self.readers = QComboBox(part)
        self.readers.addItem(self._phrases("As usual"), "")
        for level in RELEASE_LEVELS:
            self.readers.addItem(self._phrases(READERS[level]), level)
        self.reason = LineEdit(part)
        self.reason.returnPressed.connect(self._decide)
        self.decides = button(part, self._decide, self._phrases("Decide"), role="primary")
        self.decides.setAutoDefault(False)
        for each in (self.readers, self.reason, self.decides):
            each.setEnabled(not self._locked)
        who = rows(None, above(part, self.readers, self._phrases.say, "Tell it to"), gap=4)
        who.addWidget(self.readers)
        why = rows(None, above(part, self.reason, self._phrases.say, "Why"), gap=4)
        why.addWidget(self.reason)
        fill(
            columns(part, gap=12),
            who,
            (why, 1),
            (self.decides, 0, Qt.AlignmentFlag.AlignBottom),
        )
        return part

    # Content

    def _reload(self) -> None:
        """Show the decisions again, and keep the position in the list."""
        at = max(0, self.tree.currentIndex().row())
        self.tree.clear()
        mission = self._session.assessment
        found = (*stage_decisions(mission), *count_decisions(mission))
        self.tree.addTopLevelItems([self._line(each) for each in found])
        line = self.tree.topLevelItem(min(at, len(found) - 1)) if found else None
        if line is not None:
            self.tree.setCurrentItem(line)
        self._show_decision()

    def _line(self, each: ReleaseDecision) -> QTreeWidgetItem:
        stage = self._stage(each)
        government = stage if each.readers in ("public", "gov") else self._phrases("Not told")
        public = self._shown(each) if each.readers == "public" else self._phrases("Not told")
        why = self._phrases(_BARRED[each.barred]) if each.barred else each.reason
        texts = [each.title, stage, str(each.sources), government, public, why]
        line = QTreeWidgetItem(texts)
        line.setSizeHint(0, QSize(0, 32))
        line.setData(0, _DECISION, each)
        for column, text in enumerate(texts):
            line.setToolTip(column, text)
        return line

    def _stage(self, each: ReleaseDecision) -> str:
        if each.count is not None:
            return str(each.count)
        if each.asserted is None:
            return "–"
        said, shown = each.asserted, each.evidenced
        return self._phrases("{said} said, {shown} shown", said=said, shown=shown)

    def _shown(self, each: ReleaseDecision) -> str:
        if each.count is not None:
            return str(each.count)
        if each.evidenced is None:
            return "–"
        return self._phrases("{shown} shown", shown=each.evidenced)

    def _show_decision(self) -> None:
        item = self.tree.currentItem()
        each = item.data(0, _DECISION) if item is not None else None
        wanted = each.told_to if each is not None and each.decided else ""
        self.readers.setCurrentIndex(self.readers.findData(wanted))
        self.reason.setText(each.reason if each is not None else "")
        self.decides.setEnabled(each is not None and not self._locked)

    # Actions

    def _decide(self) -> None:
        """Keep the decision for the chosen lines."""
        chosen = [item.data(0, _DECISION) for item in self.tree.selectedItems()]
        told_to, reason = str(self.readers.currentData() or ""), self.reason.text()
        if self._change(lambda now: decide_release(now, chosen, told_to, reason)):
            self.tree.setFocus()

    def _change(self, operation: Callable[[Assessment], Changes]) -> bool:
        done = attempt(self, self._session.language, lambda: self._session.do(operation))
        if done:
            self._reload()
        return done

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter in the reason decide, and close nothing."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if not (enter and self.focusWidget() in (self.tree, self.reason)):
            super().keyPressEvent(event)
