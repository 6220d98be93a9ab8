"""Meetings and other sources: begin, continue, end and edit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QListWidget, QListWidgetItem, QWidget

from assessor import words
from assessor.assessment.assessment import Assessment
from assessor.assessment.core.statements import Meeting, running_meeting
from assessor.assessment.entries import meetings
from assessor.assessment.entries.clusters import cluster_labels
from assessor.errors import AssessorError
from assessor.gui.state.session import Changes, Session
from assessor.gui.state.session_dialog import SessionDialog
from assessor.gui.team.meeting_form import MeetingForm
from assessor.gui.toolkit.style import basic_widgets as ui
from assessor.gui.toolkit.style.theme import icon, set_role
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.words import language_code

_ID = Qt.ItemDataRole.UserRole


class MeetingsDialog(SessionDialog):
    """The list on one side, the chosen meeting on the other; the first line is a new one."""

    topic = "meeting"

    def __init__(self, parent: QWidget, session: Session, source: str = "") -> None:
        super().__init__(parent, session)
        self._meeting: Meeting | None = None
        self.resize(960, 720)
        mission = session.assessment
        self._locked = bool(mission.mission.read_only)
        self._labels = cluster_labels(mission.instance)
        lead = (
            "While a meeting runs, what you answer cites it, and only its group's questions show."
        )
        down = self.head(self._phrases("Meetings"), self._phrases(lead))
        self.list = QListWidget(self)
        self.list.setAccessibleName(self._phrases("Meetings"))
        self.list.setFixedWidth(300)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.currentRowChanged.connect(self._choose)
        across = ui.columns(None, self.list, (self._side(), 1), gap=24)
        self._trouble = ui.label(self, "danger", wrap=True)
        self._trouble.hide()
        ui.fill(down, (across, 1), self._trouble, self._buttons())
        self._fill(source)
        self.form.lines["institution"].setFocus()

    def _side(self) -> QWidget:
        side = QWidget(self)
        set_role(side, "ground")
        self._name = ui.label(side, "heading", wrap=True)
        self._when = ui.label(side, "secondary", wrap=True)
        reading = Phrases(
            language_code(self._session.assessment.language) or self._session.language
        )
        self.form = MeetingForm(side, self._phrases, reading, self._offer)
        met = meetings.meetings_of(self._session.assessment)
        self.form.offer(
            self._labels, sorted({meeting.institution for meeting in met if meeting.institution})
        )
        self.form.setEnabled(not self._locked)
        ui.rows(side, self._name, self._when, self.form, 1, gap=12, margins=(2, 0, 8, 0))
        return ui.scrolled(self, side)

    def _buttons(self) -> QLayout:
        closes = ui.button(self, self.reject, self._phrases("Close"))
        closes.setAutoDefault(False)
        self.agenda = ui.button(self, self._print, self._phrases("Print the agenda…"), icon="print")
        self.agenda.setAutoDefault(False)
        self.save_button = ui.button(self, self._save_changes, self._phrases("Keep the changes"))
        self.end = ui.button(self, self._end, self._phrases("End the meeting"), icon="stop")
        self.begin = ui.button(self, self._begin, role="primary", icon="play")
        for each in (self.save_button, self.end):
            each.setAutoDefault(False)
        self.begin.setDefault(True)
        return ui.closing(self, self.agenda, closes, self.save_button, self.end, self.begin)

    def _fill(self, source: str = "") -> None:
        """Fill the list and choose a source: the given one, the running meeting, or a new one."""
        self.list.clear()
        new = QListWidgetItem(icon("plus", "accent", 16), self._phrases("New meeting"))
        new.setData(_ID, "")
        self.list.addItem(new)
        met = meetings.meetings_of(self._session.assessment)
        for meeting in met:
            drawn = ("play", "ok") if meeting.running else ("users", "muted")
            item = QListWidgetItem(
                icon(*drawn, 16), f"{meeting.name or '–'}\n{self._line(meeting)}"
            )
            item.setData(_ID, meeting.id)
            item.setToolTip(item.text())
            self.list.addItem(item)
        own = running_meeting(self._session.assessment)
        ids = ["", *(meeting.id for meeting in met)]
        wanted = source or (own.id if own is not None else "")
        self.list.setCurrentRow(ids.index(wanted) if wanted in ids else 0)

    def _line(self, meeting: Meeting) -> str:
        """Return the line of a meeting: its day, or that it is running, and its group."""
        when = self._phrases("Running") if meeting.running else self._day(meeting)
        parts = (when, self._labels.get(meeting.cluster, meeting.cluster))
        return " · ".join(part for part in parts if part)

    def _day(self, meeting: Meeting) -> str:
        try:
            day = datetime.fromisoformat(meeting.date).date()
        except ValueError:
            return meeting.date
        return words.long_date(day, self._session.language)

    def _choose(self, row: int) -> None:
        if row < 0:
            return
        key = self.list.item(row).data(_ID)
        met = {meeting.id: meeting for meeting in meetings.meetings_of(self._session.assessment)}
        self._meeting = met.get(key)
        source = self._meeting or Meeting("")
        self._name.setText(source.name or self._phrases("New meeting"))
        times = [
            f"{datetime.fromtimestamp(at / 1000):%H:%M}"
            for at in (source.started, source.ended)
            if at
        ]
        line = " · ".join(part for part in (self._day(source), " – ".join(times)) if part)
        self._when.setText(line)
        self._when.setVisible(bool(line))
        self.form.show_meeting(source)
        self._trouble.hide()
        self._offer()

    def _offer(self) -> None:
        source = self._meeting
        own = running_meeting(self._session.assessment)
        running = source is not None and own is not None and own.id == source.id
        self.end.setVisible(running)
        self.begin.setVisible(not running)
        self.begin.setText(
            self._phrases("Start the meeting" if source is None else "Continue with it")
        )
        self.save_button.setVisible(source is not None)
        for each in (self.begin, self.end, self.save_button):
            each.setEnabled(not self._locked)

    def _begin(self) -> None:
        facts, consent, source = self.form.facts(), self.form.consent.isChecked(), self._meeting

        def act(now: Assessment) -> None:
            if source is None:
                meetings.start_meeting(now, consent=consent, **facts)
                return
            meetings.edit_meeting(
                now, source.id, consent=consent, **self._facts_to_save(source, facts)
            )
            meetings.resume_meeting(now, source.id)

        if self._apply(act):
            self.accept()

    def _save_changes(self) -> None:
        source, consent = self._meeting, self.form.consent.isChecked()
        if source is None:
            return
        facts = self._facts_to_save(source, self.form.facts())
        if self._apply(lambda now: meetings.edit_meeting(now, source.id, consent=consent, **facts)):
            row = self.list.currentRow()
            self._fill()
            self.list.setCurrentRow(row)

    @staticmethod
    def _facts_to_save(source: Meeting, facts: dict[str, str]) -> dict[str, str]:
        """Return the facts; a source with only a title keeps it."""
        if source.title and not source.institution and facts["institution"] == source.title:
            return {**facts, "institution": ""}
        return facts

    def _print(self) -> None:
        from assessor.gui.export.print_dialog import PrintDialog

        PrintDialog(self, self._session, self.form.facts()["cluster"]).exec()

    def _end(self) -> None:
        if self._apply(lambda now: meetings.end_meeting(now)):
            self._fill()

    def _apply(self, act: Callable[[Assessment], object]) -> bool:
        def change(now: Assessment) -> Changes:
            act(now)
            return {}

        try:
            self._session.do(change)
        except AssessorError as error:
            self._trouble.setText(words.say(error, self._session.language))
            self._trouble.show()
            self.form.lines["institution"].setFocus()
            return False
        return True
