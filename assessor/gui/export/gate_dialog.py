"""The page before the export: every open point, a reason for each, and draft or final."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QCompleter, QLayout, QTreeWidget, QTreeWidgetItem, QWidget

from assessor.assessment.review.open_points import (
    OpenPoint,
    explain_points,
    given_reasons,
    open_points,
    subject_label,
    unexplained,
)
from assessor.gui.export.release_dialog import ReleaseDialog
from assessor.gui.feedback.point_signs import POINT_SIGNS
from assessor.gui.state.navigation import Navigation
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
    label,
    rows,
)
from assessor.gui.toolkit.style.theme import icon, set_role
from assessor.gui.toolkit.text.key_names import key_name
from assessor.gui.toolkit.widgets.empty_state import empty_state
from assessor.gui.toolkit.widgets.tree_view import tree_widget
from assessor.report.projection.report_facts import POINT_TITLES

if TYPE_CHECKING:
    from assessor.assessment.assessment import Assessment

_POINT = Qt.ItemDataRole.UserRole
_UNDO = QKeySequence("Ctrl+Z")


class GateDialog(SessionDialog):
    """A line for each open point. Enter goes there; a reason holds for all the chosen lines.

    `final` says which report was chosen; `left` that the person went to a question instead.
    """

    topic = "export"

    def __init__(self, parent: QWidget, session: Session, doors: Navigation) -> None:
        super().__init__(parent, session)
        self._doors = doors
        self._points: tuple[OpenPoint, ...] = ()
        self.final = self.left = False
        self._locked = bool(session.assessment.mission.read_only)
        self.resize(1040, 700)
        down = self.head(self._phrases("Open points"), " ", window=self._phrases("Export"))
        self.tree = self._empty_tree()
        self._none = empty_state(
            self,
            self._phrases,
            "check-circle",
            "No open points",
            "Nothing that this list holds is open. The report can be final.",
            role="ok",
        )
        self._reasoning = self._reason_part()
        fill(down, (self.tree, 1), (self._none, 1), self._reasoning, self._last_row())
        undo = QShortcut(_UNDO, self)
        undo.activated.connect(self._undo)
        self.tree.currentItemChanged.connect(lambda *_: self._show_reason())
        self._reload()
        (self.tree if self._points else self.finals).setFocus()

    def _empty_tree(self) -> QTreeWidget:
        headings = ("Question or source", "What is open", "Reason")
        headings_shown = [self._phrases(each) for each in headings]
        tree = tree_widget(self, self._phrases("Open points"), 420, 250, headings=headings_shown)
        tree.setRootIsDecorated(False)
        tree.setWordWrap(True)
        tree.setSelectionMode(QTreeWidget.SelectionMode.ExtendedSelection)
        tree.itemActivated.connect(lambda item, _column: self._go(item))
        return tree

    def _reason_part(self) -> QWidget:
        part = QWidget(self)
        self.reason = LineEdit(part)
        self.reason.returnPressed.connect(self._keep)
        self.reason.setEnabled(not self._locked)
        self._keeps = button(part, self._keep, self._phrases("Keep the reason"))
        self._keeps.setAutoDefault(False)
        self._keeps.setEnabled(not self._locked)
        self._undoes = button(part, self._undo, self._phrases("Undo"), icon="undo")
        self._undoes.setAutoDefault(False)
        self._undoes.setToolTip(key_name(_UNDO, self._session.language))
        name = above(part, self.reason, self._phrases.say, "Why it stays open")
        hint = "Signed by you. It travels to the team, and the internal report prints it."
        tip = label(part, "secondary", text=self._phrases(hint), wrap=True)
        across = columns(None, (self.reason, 1), self._keeps, self._undoes)
        rows(part, name, across, tip, gap=4)
        return part

    def _last_row(self) -> QLayout:
        go = button(self, lambda: self._go(self.tree.currentItem()))
        go.setText(self._phrases("Go there"))
        self._goes = go
        release = button(self, self._show_release, self._phrases("Which stages are told…"))
        cancel = button(self, self.reject, self._phrases("Cancel"))
        self.draft = button(self, self._export_draft, self._phrases("Write a draft…"))
        self.finals = button(self, self._export_final, self._phrases("Write the final report…"))
        for each in (go, release, cancel):
            each.setAutoDefault(False)
        last = closing(self, cancel, self.draft, self.finals)
        last.insertWidget(0, go)
        last.insertWidget(1, release)
        return last

    # Content

    def _reload(self) -> None:
        """Show the points again, and keep the position in the list."""
        at = max(0, self.tree.currentIndex().row())
        self._points = open_points(self._session.assessment)
        self.tree.clear()
        self.tree.addTopLevelItems([self._line(each) for each in self._points])
        if self._points:
            self._go_to_line(min(at, len(self._points) - 1))
        completer = QCompleter(list(given_reasons(self._session.assessment)), self.reason)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.reason.setCompleter(completer)
        self._show_reason()
        self._tell()

    def _go_to_line(self, at: int) -> None:
        line = self.tree.topLevelItem(at)
        if line is not None:
            self.tree.setCurrentItem(line)

    def _line(self, point: OpenPoint) -> QTreeWidgetItem:
        about = subject_label(self._session.assessment, point.subject)
        title = self._phrases(POINT_TITLES[point.kind])
        sentence = point.sentence(self._session.language)
        line = QTreeWidgetItem([about, f"{title}\n{sentence}", point.reason or "–"])
        line.setIcon(1, icon(*POINT_SIGNS[point.kind], 16))
        line.setSizeHint(0, QSize(0, 56))
        line.setData(0, _POINT, point)
        for column, text in enumerate((about, sentence, point.reason)):
            line.setToolTip(column, text)
        return line

    def _tell(self) -> None:
        """Say how many are open, and which reports can be written."""
        count, left = len(self._points), len(unexplained(self._points))
        self.heading.setText(
            self._phrases("No open points")
            if not count
            else self._phrases("1 open point")
            if count == 1
            else self._phrases("{count} open points", count=count)
        )
        self.lead.setText(
            self._phrases(
                "Without a reason: {left}. A final report needs each point mended or a reason why "
                "it stays open; a draft says on its cover how many there are.",
                left=left,
            )
        )
        self.lead.setVisible(bool(count))
        self.tree.setVisible(bool(count))
        self._reasoning.setVisible(bool(count))
        self._goes.setVisible(bool(count))
        self._none.setVisible(not count)
        self.finals.setEnabled(not left)
        needs = "Give every open point a reason, or mend it, first."
        self.finals.setToolTip(self._phrases(needs) if left else "")
        self._undoes.setEnabled(self._session.assessment.step_kind(undo=True) == "explanation")
        primary, other = (self.draft, self.finals) if left else (self.finals, self.draft)
        set_role(primary, "primary")
        set_role(other, "")
        primary.setDefault(True)

    def _chosen(self) -> Sequence[OpenPoint]:
        return [item.data(0, _POINT) for item in self.tree.selectedItems()]

    def _show_reason(self) -> None:
        """Offer the reason that stands, or the one given when something else was open there."""
        item = self.tree.currentItem()
        point = item.data(0, _POINT) if item is not None else None
        self.reason.setText(point.reason or point.earlier if point is not None else "")

    # Actions

    def _keep(self) -> None:
        """Keep the reason for the chosen lines, and go on to the next point without one."""
        points, reason = self._chosen(), self.reason.text()
        if points and self._change(lambda now: explain_points(now, points, reason)):
            self._go_on()

    def _go_on(self) -> None:
        left = [at for at, point in enumerate(self._points) if not point.reason]
        at = self.tree.currentIndex().row()
        following = next((each for each in left if each > at), left[0] if left else -1)
        if following >= 0:
            self._go_to_line(following)

    def _undo(self) -> None:
        """Take the last reason back; what was done elsewhere stays."""
        if self._undoes.isEnabled():
            self._change(lambda now: now.undo())

    def _change(self, operation: Callable[[Assessment], Changes]) -> bool:
        """Change the mission and show the points again; return whether it could be done."""
        done = attempt(self, self._session.language, lambda: self._session.do(operation))
        self._reload()
        return done

    def _go(self, item: QTreeWidgetItem | None) -> None:
        point = item.data(0, _POINT) if item is not None else None
        if point is None:
            return
        if point.of_source:
            self._doors.source(point.subject)
            self._reload()
            return
        self.left = True
        self.reject()
        self._doors.desk(point.subject)

    def _show_release(self) -> None:
        ReleaseDialog(self, self._session).exec()
        self._reload()

    def _export_draft(self) -> None:
        self.accept()

    def _export_final(self) -> None:
        self.final = True
        self.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter in the list or the reason do its own work alone, and write no report."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if not (enter and self.focusWidget() in (self.tree, self.reason)):
            super().keyPressEvent(event)
