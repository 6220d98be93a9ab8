"""Who was invited to the team and who joined; taking an invitation back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from PySide6.QtWidgets import QWidget

from assessor.assessment.exchange.team_keys import TeamKey, TeamNames, take_back, team_names
from assessor.gui.state.session import Session
from assessor.gui.state.session_dialog import SessionDialog
from assessor.gui.toolkit.dialogs.message_dialog import ask, attempt
from assessor.gui.toolkit.style.basic_widgets import button, closing, fill, label
from assessor.gui.toolkit.text.captions import moment
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.gui.toolkit.widgets.table_view import TableLine, fill_table, table_widget
from assessor.words import join_list

_HEADS = ("Who joined", "Invited by", "Invited on", "Counts")


class InvitationsDialog(SessionDialog):
    """One row for each invitation, the newest first."""

    topic = "team"

    def __init__(self, parent: QWidget, session: Session) -> None:
        super().__init__(parent, session)
        self._team = team_names(session.assessment, self._phrases)
        self._listed: tuple[TeamKey, ...] = ()
        self.resize(760, 460)
        lead = self._phrases(
            "An invitation lets whoever opens its file into the team. Take it back if the file was "
            "lost or went to somebody else."
        )
        down = self.head(self._phrases("Who was invited"), lead, gap=8)
        self._table = table_widget(self, 0, len(_HEADS))
        self._table.setHorizontalHeaderLabels([self._phrases(head) for head in _HEADS])
        self._table.setAccessibleName(self._phrases("Who was invited"))
        self._table.itemSelectionChanged.connect(self._offer)
        self._nobody = label(self, "muted", text=self._phrases("Nobody was invited yet."))
        self._takes = button(
            self, self._take_back, self._phrases("Take the invitation back…"), icon="trash"
        )
        closes = button(self, self.accept, self._phrases("Close"))
        row = closing(self, closes)
        row.insertWidget(0, self._takes)
        fill(down, (self._table, 1), (self._nobody, 1), row)
        self._show()

    def _show(self) -> None:
        self._team = team_names(self._session.assessment, self._phrases)
        self._listed = self._team.invitations()
        fill_table(self._table, [self._line(each) for each in self._listed])
        self._table.setVisible(bool(self._listed))
        self._nobody.setVisible(not self._listed)
        self._table.setCurrentCell(0, 0)
        self._offer()

    def _line(self, each: TeamKey) -> TableLine:
        phrases = self._phrases
        when = moment(datetime.fromtimestamp(each.at / 1000), phrases.language)
        counts = (phrases("Valid"), "check-circle", "ok")
        if not each.counts:
            counts = (phrases("Taken back"), "close", "muted")
        joined = _people(self._team, self._team.joined_by(each), phrases)
        return [joined or phrases("Nobody yet"), self._team.path(each), when, counts]

    def _chosen(self) -> TeamKey | None:
        row = self._table.currentRow()
        return self._listed[row] if 0 <= row < len(self._listed) else None

    def _offer(self) -> None:
        chosen, locked = self._chosen(), self._session.assessment.mission.read_only
        self._takes.setEnabled(chosen is not None and chosen.counts and not locked)

    def _take_back(self) -> None:
        chosen, phrases = self._chosen(), self._phrases
        if chosen is None:
            return
        joined = _people(self._team, self._team.joined_by(chosen), phrases)
        text = phrases("Take back this invitation, by which nobody joined yet?")
        if joined:
            text = phrases("Take back the invitation by which {people} joined?", people=joined)
        falling = _people(self._team, self._team.falling_with(chosen), phrases)
        falls = phrases("Nobody falls with it: who joined by it has another way into the team.")
        if falling:
            falls = phrases("These people belong to the team no more: {people}.", people=falling)
        more = (
            *((falls,) if joined else ()),
            phrases("What they said stays, beside the words of the team, and replaces none."),
            phrases("This cannot be undone. Who is to come back needs a new invitation."),
        )
        if ask(self, text, phrases, "Cancel", "Take it back", more=more) != 1:
            return
        own = self._session.assessment
        if attempt(self, self._session.language, partial(take_back, own, chosen.public)):
            self._session.reload()
            self._show()


def _people(team: TeamNames, keys: Iterable[TeamKey], phrases: Phrases) -> str:
    return join_list((str(phrases.apart(team.name(key))) for key in keys), phrases.language)
