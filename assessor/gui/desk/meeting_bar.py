"""The bar above the desk while a meeting runs: its source, its duration, its end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox, QFrame, QWidget

from assessor.assessment.core.statements import Meeting, running_meeting
from assessor.assessment.entries.clusters import cluster_labels
from assessor.assessment.entries.meetings import edit_meeting, end_meeting
from assessor.errors import AssessorError
from assessor.gui.page.agenda import Agenda
from assessor.gui.state.session import Changes, Session
from assessor.gui.toolkit.dialogs.message_dialog import show_error
from assessor.gui.toolkit.style import basic_widgets as ui
from assessor.gui.toolkit.style.painting import direction
from assessor.gui.toolkit.style.theme import set_role
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.words import is_right_to_left

TICK = 10_000
"""Milliseconds between two updates of the minutes."""


class MeetingBar(QFrame):
    """Show the running meeting; call `agenda_changed` with the questions to be asked."""

    topic = "meeting"

    def __init__(
        self, session: Session, agenda_changed: Callable[[Agenda], object], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._session, self._agenda_changed = session, agenda_changed
        self._phrases = Phrases(session.language)
        self._now: Meeting | None = None
        self._meeting_id = ""
        self._clusters: frozenset[str] = frozenset()
        set_role(self, "meeting")
        across = ui.columns(self, gap=12, margins=(16, 6, 16, 6))
        across.addWidget(ui.picture(self, "users", "accent_deep", 18))
        self._source_name = ui.ElidedLabel(self, "label")
        self._time = ui.label(self, "tag-accent")
        consent = ui.button(self, self._record_consent, role="quiet", icon="warning")
        self._consent = self._phrases.on(consent, "Consent not read out yet")
        self._phrases.say(
            self._consent.setToolTip, "Read the words on consent out, then click here."
        )
        self.all = self._phrases.on(QCheckBox(self), "All questions")
        self._phrases.say(self.all.setToolTip, "Show what other groups are asked, too")
        self.all.clicked.connect(self._report_agenda)
        end = ui.button(self, self._end_meeting, icon="stop")
        self._end = self._phrases.on(end, "End the meeting")
        ui.fill(across, (self._source_name, 1), self._time, self._consent, self.all, self._end)
        self._clock = QTimer(self, interval=TICK)
        self._clock.timeout.connect(self._tick)
        self._phrases.say(self.setAccessibleName, "Meeting")
        self.hide()
        session.changed.connect(self._on_changed)
        self.speak()

    @property
    def agenda(self) -> Agenda:
        """The questions to be asked now: those of the group that is met, or all."""
        narrow = self._now is not None and self._now.cluster in self._clusters
        if self._now is None or not narrow or self.all.isChecked():
            return Agenda()
        return Agenda(self._now.cluster)

    def show_all(self) -> None:
        """Show the questions of all groups."""
        self.all.setChecked(True)
        self._report_agenda()

    def speak(self) -> None:
        """Set all texts in the window's language."""
        language = self._session.language
        self._phrases.again(language)
        right = is_right_to_left(language)
        self.setLayoutDirection(direction(right))
        self._now = None
        self._refresh(notify=False)

    def _on_changed(self, changes: Changes) -> None:
        if self._session.open_assessment is None:
            self._clock.stop()
        elif changes.get("", frozenset()) & {"saved", "opened"}:
            self._refresh()

    def _refresh(self, *, notify: bool = True) -> None:
        """Show the running meeting and, with `notify`, report a new agenda."""
        mission = self._session.open_assessment
        now: Meeting | None = running_meeting(mission) if mission is not None else None
        if now == self._now:
            return
        if now is None or now.id != self._meeting_id:
            self.all.setChecked(False)
        self._now, self._meeting_id = now, now.id if now is not None else ""
        self.setVisible(now is not None)
        if now is None:
            self._clock.stop()
        else:
            self._show(now)
            self._clock.start()
        if notify:
            self._agenda_changed(self.agenda)

    def _show(self, now: Meeting) -> None:
        labels = cluster_labels(self._session.assessment.instance)
        self._clusters = frozenset(labels)
        parts = [now.name, labels.get(now.cluster, "")]
        self._source_name.show_line(" · ".join(dict.fromkeys(part for part in parts if part)))
        self._source_name.setAccessibleName(
            self._phrases("Meeting with {whom}", whom=self._source_name.text())
        )
        self._consent.setVisible(not now.consent)
        self.all.setVisible(now.cluster in labels)
        locked = bool(self._session.assessment.mission.read_only)
        for widget in (self._end, self._consent):
            widget.setEnabled(not locked)
        self._tick()

    def _tick(self) -> None:
        if self._now is None or self._session.open_assessment is None:
            return
        started = datetime.fromtimestamp(self._now.started / 1000, UTC)
        minutes = max(0, int((self._session.assessment.now() - started).total_seconds() // 60))
        text = (
            self._phrases("{hours} h {minutes} min", hours=minutes // 60, minutes=minutes % 60)
            if minutes >= 60
            else self._phrases("{minutes} min", minutes=minutes)
        )
        self._time.setText(text)
        self._time.setToolTip(f"{started.astimezone():%H:%M} –")

    def _report_agenda(self) -> None:
        self._agenda_changed(self.agenda)

    def _record_consent(self) -> None:
        if self._now is not None:
            key = self._now.id
            self._do(lambda now: edit_meeting(now, key, consent=True))

    def _end_meeting(self) -> None:
        self._do(lambda now: end_meeting(now))

    def _do(self, operation: Callable[..., object]) -> None:
        def run(assessment: object) -> Changes:
            operation(assessment)
            return {}

        try:
            self._session.do(run)
        except AssessorError as error:
            show_error(self, error, self._session.language)
