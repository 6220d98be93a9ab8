"""The inbox of conflicts: filter, group, snooze and decide."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import ceil
from typing import NamedTuple

from PySide6 import QtWidgets
from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QKeyEvent, QTextLayout

from assessor.assessment.exchange.team_keys import namesake_notices
from assessor.assessment.headquarters.received_cases import maker_notices
from assessor.gui.conflicts.decision_panel import DecisionPanel
from assessor.gui.files.access_rights import denial_reason, enable_if_allowed
from assessor.gui.registry.list_filter import ListFilter, offer_choices
from assessor.gui.registry.registry_session import QuestionTitle, RegistrySession
from assessor.gui.state.session import Session
from assessor.gui.toolkit.dialogs.message_dialog import attempt
from assessor.gui.toolkit.style.basic_widgets import button, columns, label, rows, scrolled
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.gui.toolkit.widgets.empty_state import empty_state
from assessor.gui.toolkit.widgets.split_view import split_view
from assessor.registry.trust.snooze import resume_conflicts, snooze_conflicts, snoozed_conflicts
from assessor.store.model.entry import Conflict
from assessor.words import say

_PADDING = 32
"""Horizontal padding of a row in px."""
_ID = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


MISSION, SECTION = "mission", "section"
_GROUPS = (("", "Not grouped"), (MISSION, "By mission"), (SECTION, "By section"))
_STATES = ((False, "Waiting"), (True, "Postponed"))


class InboxFilter(ListFilter):
    """A search line, and lists of missions, groupings and states."""

    def __init__(
        self, parent: QtWidgets.QWidget, phrases: Phrases, changed: Callable[[], object]
    ) -> None:
        super().__init__(parent, phrases, changed, "Find in questions and missions")
        self.missions = self._choice("Missions shown", width=6)
        self.groups = self._choice("How the list is grouped", _GROUPS, width=6)
        self.states = self._choice("Waiting or postponed", _STATES, width=6)
        rows(self, self.words, self.missions, columns(None, (self.groups, 1), (self.states, 1)))

    def offer(self, missions: Iterable[str]) -> None:
        """Offer these missions; keep the selection."""
        names = [(name, name) for name in sorted(set(missions))]
        offer_choices(self.missions, [("", self._phrases("All missions")), *names])

    def show_all(self, *, snoozed: bool) -> None:
        """Remove the filter, for snoozed or for open conflicts."""
        self.words.clear()
        self.missions.setCurrentIndex(0)
        self.states.setCurrentIndex(self.states.findData(snoozed))

    def shows(self, question_title: QuestionTitle, *, snoozed: bool) -> bool:
        """Whether a conflict about `question_title` is listed."""
        wanted = self.words.text().casefold().split()
        parts = (question_title.mission, question_title.section, question_title.question)
        about = " ".join(parts).casefold()
        return (
            snoozed == bool(self.states.currentData())
            and self.missions.currentData() in ("", None, question_title.mission)
            and all(word in about for word in wanted)
        )

    def group_of(self, question_title: QuestionTitle) -> str:
        """Return the heading of a conflict; empty without grouping."""
        groups = {MISSION: question_title.mission, SECTION: question_title.section}
        return groups.get(self.groups.currentData(), "")


class InboxPosition(NamedTuple):
    """The position in the inbox: conflict id, question, typed reason."""

    conflict: str
    question: str
    reason: str


class _InboxDelegate(QtWidgets.QStyledItemDelegate):
    """Rows as tall as their wrapped texts: Qt ignores the horizontal padding."""

    def __init__(self, view: QtWidgets.QListWidget) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QtWidgets.QStyleOptionViewItem, index: Index) -> QSize:
        """Return Qt's size plus the lines it missed."""
        size, room = super().sizeHint(option, index), self._view.viewport().width()
        text = index.data()
        missed = self._tall(text, room - _PADDING) - self._tall(text, room)
        return QSize(size.width(), size.height() + missed)

    def _tall(self, text: str, width: int) -> int:
        words = QTextLayout(text.replace("\n", "\u2028"), self._view.font())
        words.beginLayout()
        height = 0.0
        while (line := words.createLine()).isValid():
            line.setLineWidth(width)
            height += line.height()
        words.endLayout()
        return ceil(height)


class InboxPage(QtWidgets.QWidget):
    """The conflicts on one side, the answers of the selected one on the other."""

    topic = "decide"

    def __init__(
        self,
        parent: QtWidgets.QWidget,
        session: Session,
        phrases: Phrases,
        changed: Callable[[], object],
        on_snooze: Callable[[], object],
    ) -> None:
        """`changed` is called after a decision, `on_snooze` after one was snoozed."""
        super().__init__(parent)
        self._session, self._phrases, self._changed = session, phrases, changed
        self._on_snooze = on_snooze
        self._office: RegistrySession | None = None
        self._conflicts: tuple[Conflict, ...] = ()
        self._listed: list[Conflict] = []
        self._asked: dict[str, QuestionTitle] = {}
        self._decision = DecisionPanel(self, session, phrases, self._decided, self._snooze)
        self._shown = scrolled(self, self._decision)
        self._halves = split_view(self, self._side(), self._shown)
        self._none = empty_state(
            self,
            phrases,
            "check-circle",
            "Nothing waits for a decision",
            "When two assessors answer one question differently, it appears here.",
            role="ok",
        )
        self._notice = label(self, "secondary", wrap=True)
        rows(self, self._notice, (self._halves, 1), (self._none, 1), margins=(0, 12, 0, 0))

    def _side(self) -> QtWidgets.QWidget:
        """Build the list, its filter and the rules button."""
        phrases = self._phrases
        side = QtWidgets.QWidget(self)
        self.filter = InboxFilter(side, phrases, self._list_again)
        self._list = QtWidgets.QListWidget(side)
        side.setMinimumWidth(280)
        self._list.setWordWrap(True)
        self._list.setItemDelegate(_InboxDelegate(self._list))
        # Another width wraps texts differently.
        self._list.setResizeMode(QtWidgets.QListWidget.ResizeMode.Adjust)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        phrases.say(self._list.setAccessibleName, "Questions to decide")
        self._list.currentRowChanged.connect(self._show_row)
        self._list.installEventFilter(self)
        phrases.say(
            self._list.setToolTip, "1, 2, … go to an answer; Enter takes it and the next comes"
        )
        self._fits = phrases.on(
            label(side, "muted", wrap=True), "No question in the inbox matches this search."
        )
        self.rule = phrases.on(button(side, self._settle, icon="filter"), "Settle by a rule…")
        rows(side, self.filter, self._fits, (self._list, 1), self.rule)
        return side

    @property
    def count(self) -> int:
        """Return the number of open conflicts."""
        return len(self._conflicts)

    @property
    def at(self) -> InboxPosition | None:
        """Return the current position and typed reason, or None."""
        found = self._decision.conflict
        if found is None or found.id not in self._asked:
            return None
        return InboxPosition(found.id, self._asked[found.id].question, self._decision.reason)

    def has(self, conflict: str) -> bool:
        """Whether a conflict, by id, is still open."""
        return any(item.id == conflict for item in self._conflicts)

    def go_to(self, assessment: str, reference: str) -> None:
        """Go to the conflict at a reference, also if filtered out."""
        if self._office is None:
            return
        group, mission = self._office.mission.joined(assessment), self._office.mission
        about = (conflict for conflict in self._conflicts if conflict.key == reference)
        found = next((conflict for conflict in about if conflict.assessment in group), None)
        if found is not None:
            self.filter.show_all(snoozed=found.id in snoozed_conflicts(mission))
            self._list_again()
            self._list.setCurrentRow(self._row_of(found.id, self._list.currentRow()))
            self._list.setFocus()

    def show_office(self, office: RegistrySession) -> None:
        """Show the conflicts of a registry near the previous row."""
        self._office = office
        self._conflicts = office.shelf.conflicts()
        self._asked = office.listed(self._conflicts)
        namesakes = namesake_notices(office.mission, self._session.identity())
        notices = *namesakes, *maker_notices(office.shelf, self._session.language)
        self._notice.setText("\n".join(say(each, self._phrases.language) for each in notices))
        self._notice.setVisible(bool(self._notice.text()))
        self.filter.offer(asked.mission for asked in self._asked.values())
        self._halves.setVisible(bool(self._conflicts))
        self._none.setVisible(not self._conflicts)
        self._list_again()

    def _list_again(self) -> None:
        """List the filtered conflicts in groups."""
        if self._office is None:
            return
        row, chosen = max(0, self._list.currentRow()), self._chosen()
        snoozed = snoozed_conflicts(self._office.mission)
        self._listed = [
            item
            for item in self._conflicts
            if self.filter.shows(self._asked[item.id], snoozed=item.id in snoozed)
        ]
        self._list.clear()
        grouped: dict[str, list[Conflict]] = {}
        for conflict in self._listed:
            grouped.setdefault(self.filter.group_of(self._asked[conflict.id]), []).append(conflict)
        for group, members in sorted(grouped.items()):
            if group:
                self._head(group, len(members))
            for conflict in members:
                self._line(conflict)
        self._fits.setVisible(not self._listed)
        self._shown.setVisible(bool(self._listed))
        why = denial_reason(self._office.mission, self._phrases)
        enable_if_allowed(self.rule, why, also=bool(self._listed))
        if self._listed:
            near = self._next_to(min(row, self._list.count() - 1))
            self._list.setCurrentRow(self._row_of(chosen, near))

    def _head(self, group: str, count: int) -> None:
        head = QtWidgets.QListWidgetItem(f"{self._phrases.apart(group)} · {count}", self._list)
        head.setFlags(Qt.ItemFlag.NoItemFlags)

    def _line(self, conflict: Conflict) -> None:
        asked = self._asked[conflict.id]
        item = QtWidgets.QListWidgetItem(f"{asked.question}\n{asked.mission}", self._list)
        item.setToolTip(asked.question)
        item.setData(_ID, conflict.id)

    def _next_to(self, row: int) -> int:
        """Return the nearest row that is a conflict."""
        nearby: list[int] = [*range(row, self._list.count()), *range(row, -1, -1)]
        return next(at for at in nearby if self._list.item(at).data(_ID))

    def _chosen(self) -> str:
        """Return the id of the selected conflict, or blank."""
        item = self._list.currentItem()
        return str(item.data(_ID) or "") if item is not None else ""

    def _row_of(self, conflict: str, near: int) -> int:
        """Return the row of a conflict if listed, else the one at `near`."""
        rows_ = range(self._list.count() if conflict else 0)
        here = (row for row in rows_ if self._list.item(row).data(_ID) == conflict)
        return next(here, near)

    def _show_row(self, _row: int) -> None:
        chosen = self._chosen()
        found = [item for item in self._listed if item.id == chosen]
        if self._office is not None and found:
            snoozed = found[0].id in snoozed_conflicts(self._office.mission)
            self._decision.show_conflict(self._office, found[0], snoozed=snoozed)

    def _snooze(self, conflict: Conflict) -> None:
        """Snooze a conflict, or reopen it."""
        if self._office is None:
            return
        mission = self._office.mission
        change = resume_conflicts if conflict.id in snoozed_conflicts(mission) else snooze_conflicts
        every = [item.id for item in self._conflicts]
        attempt(self, self._session.language, lambda: change(mission, [conflict.id], every))
        self._on_snooze()
        self._list_again()

    def _settle(self) -> None:
        """Offer the rules for the listed conflicts."""
        if self._office is None:
            return
        from assessor.gui.conflicts.rules_dialog import RulesDialog

        dialog = RulesDialog(self, self._session, self._office, self._listed)
        dialog.exec()
        if dialog.settled:
            self._office.refresh()
            self._changed()

    def _decided(self) -> None:
        """Go to the next conflict and focus the list."""
        within = self._decision.isAncestorOf(QtWidgets.QApplication.focusWidget() or self)
        self._changed()
        if within:
            self._list.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the list, a digit focuses the answer of that number."""
        if watched is self._list and isinstance(event, QKeyEvent):
            figure = event.text()
            if event.type() == QEvent.Type.KeyPress and figure.isdigit() and int(figure):
                self._decision.go_to_answer(int(figure))
                return True
        return super().eventFilter(watched, event)
