"""The team: assigned sections, progress, last parcels and missing entries."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QCompleter, QLayout, QPushButton, QWidget

from assessor import words
from assessor.assessment.assessment import Assessment
from assessor.assessment.entries import tasks
from assessor.assessment.exchange.team_keys import team_names
from assessor.assessment.exchange.team_progress import TeamPart, team_of
from assessor.errors import AssessorError
from assessor.gui.state.session import Changes, Session
from assessor.gui.state.session_dialog import SessionDialog
from assessor.gui.team.team_cards import HorizontalScroll, TeamCards
from assessor.gui.team.team_table import TeamTable
from assessor.gui.toolkit.style.basic_widgets import LineEdit, button, closing, columns, fill, label
from assessor.gui.toolkit.widgets.field_undo import undo_words
from assessor.gui.toolkit.widgets.table_view import fill_table, table_widget
from assessor.parcel.keys.known_people import known_people

_HEADS = ("Member", "Let in by", "Key")
_KEYS_HEIGHT = 160
"""Maximum height of the list of members, in pixels."""


class TeamDialog(SessionDialog):
    """Cards of the people above the table of sections; `exchange` opens the exchange folder."""

    topic = "team"

    def __init__(self, parent: QWidget, session: Session, exchange: Callable[[], object]) -> None:
        super().__init__(parent, session)
        self._exchange = exchange
        self._locked = bool(session.assessment.mission.read_only)
        self.resize(1000, 760)
        lead = "Click in a person's column to hand them that section. Anyone may answer anywhere."
        down = self.head(self._phrases("Team"), self._phrases(lead))
        self.cards = TeamCards(self, self._phrases, self._hand_over, self._remove_member)
        fill(down, HorizontalScroll(self, self.cards), self._adding())
        self._keys = table_widget(self, (0, 1), len(_HEADS))
        self._keys.setHorizontalHeaderLabels([self._phrases(head) for head in _HEADS])
        self._keys.setAccessibleName(self._phrases("Whose keys speak for the team"))
        self._keys.setMaximumHeight(_KEYS_HEIGHT)
        fill(down, self._keys)
        self.table = TeamTable(self, self._phrases, self._assign)
        self.table.setEnabled(not self._locked)
        self._message = label(self, "secondary", wrap=True)
        fill(down, (self.table, 1), self._message, self._last_row())
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.reload)
        session.changed.connect(self._changed)
        for keys, does in (("Ctrl+Z", self._undo), ("Ctrl+Shift+Z", self._redo)):
            QShortcut(QKeySequence(keys), self).activated.connect(does)
        self.reload()
        self.table.setFocus()

    def _adding(self) -> QLayout:
        across = columns(None)
        self.name = LineEdit(self)
        self.name.setPlaceholderText(self._phrases("Name of a colleague"))
        self.name.setAccessibleName(self._phrases("Name of a colleague"))
        self.name.setFixedWidth(280)
        home = self._session.identity().home
        met = (
            sorted(member.name for member in known_people(home).values())
            if home is not None
            else []
        )
        self.name.setCompleter(QCompleter(met, self.name))
        self.name.returnPressed.connect(self._add)
        self.adds: QPushButton = button(self, self._add, icon="plus")
        self.name.textChanged.connect(lambda text: self.adds.setEnabled(bool(text.strip())))
        self.adds.setText(self._phrases("Add to the team"))
        self.adds.setAutoDefault(False)
        self.adds.setEnabled(False)
        self.adds.setToolTip(self._phrases("Write a name first."))
        self.groups = QCheckBox(self._phrases("Groups inside sections, too"), self)
        self.groups.clicked.connect(self.reload)
        for each in (self.name, self.adds):
            across.addWidget(each)
            each.setVisible(not self._locked)
        fill(across, 1, self.groups)
        return across

    def _last_row(self) -> QLayout:
        closes = button(self, self.reject, self._phrases("Close"))
        self._undoes = button(self, self._undo, self._phrases("Undo"), icon="undo")
        self.goes = button(
            self,
            self._through_folder,
            self._phrases("Exchange with colleagues…"),
            role="primary",
            icon="refresh",
        )
        for each in (closes, self._undoes, self.goes):
            each.setAutoDefault(False)
        last = closing(self, closes, self.goes)
        last.insertWidget(0, self._undoes)
        return last

    # display

    def reload(self) -> None:
        """Reload all assignments."""
        mission = self._session.open_assessment
        if mission is None:
            return
        found = team_of(mission, groups=self.groups.isChecked())
        self.cards.show_people(found.people, locked=self._locked)
        names = [member.name for member in found.people]
        self.table.show_parts(found.parts, names, mission.identity.name)
        team = team_names(mission, self._phrases)
        lines = [(team.name(each), team.path(each), each.fingerprint) for each in team.people()]
        fill_table(self._keys, lines)
        self._keys.setVisible(bool(lines))
        self._undoes.setEnabled(mission.can_undo)
        nothing = self._phrases("There is nothing to undo.")
        words = undo_words(mission, self._phrases) if mission.can_undo else nothing
        self._undoes.setToolTip(words)
        self._message.setText(
            self._phrases(
                "Entries not yet left in the exchange folder: {count}", count=found.unsent
            )
            if found.unsent
            else self._phrases("Everything that is here was left in the exchange folder.")
        )

    def _changed(self, changes: Changes) -> None:
        about = changes.get("", frozenset())
        if about & {"opened", "closed", "language"}:
            self.reject()
        else:
            self._soon.start()

    # actions

    def _add(self) -> None:
        name = self.name.text()
        if name.strip():
            self.name.clear()
            self._apply(lambda now: tasks.add_member(now, name))
            self.reload()
            self.table.setFocus()

    def _assign(self, part: TeamPart, person: str) -> None:
        self._apply(lambda now: tasks.assign_tasks(now, part.references, person))

    def _hand_over(self, person: str, to: str) -> None:
        self._apply(lambda now: tasks.reassign_tasks(now, person, to))

    def _remove_member(self, person: str) -> None:
        self._apply(lambda now: tasks.remove_member(now, person))

    def _undo(self) -> None:
        self._apply(lambda now: now.undo())

    def _redo(self) -> None:
        self._apply(lambda now: now.redo())

    def _apply(self, act: Callable[[Assessment], Changes]) -> None:
        try:
            self._session.do(act)
        except AssessorError as error:
            self._message.setText(words.say(error, self._session.language))

    def _through_folder(self) -> None:
        self.accept()
        self._exchange()
