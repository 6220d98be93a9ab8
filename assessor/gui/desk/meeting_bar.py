"""The bar above the desk while a meeting runs: with whom, how long, and its end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QCheckBox, QFrame, QWidget

from assessor.assessment.core.statements import Meeting, running_meeting
from assessor.assessment.entries.clusters import cluster_labels
from assessor.assessment.entries.meetings import edit_meeting, end_meeting
from assessor.errors import AssessorError
from assessor.gui.page.agenda import Agenda
from assessor.gui.state.session import Changes, Session
from assessor.gui.toolkit.dialogs.message_dialog import show_error
from assessor.gui.toolkit.style.basic_widgets import ElidedLabel, button, columns, label, picture
from assessor.gui.toolkit.style.theme import set_role
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.words import is_right_to_left

TICK = 10_000
"""Milliseconds between looks at the clock; it shows minutes."""


class MeetingBar(QFrame):
    """Follows the meeting that runs, and tells `turned` what is to be asked."""

    topic = "meeting"

    def __init__(
        self, session: Session, turned: Callable[[Agenda], object], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._session, self._turned = session, turned
        self._phrases = Phrases(session.language)
        self._now: Meeting | None = None
        self._met = ""
        self._asks: frozenset[str] = frozenset()
        set_role(self, "meeting")
        across = columns(self, gap=12, margins=(16, 6, 16, 6))
        across.addWidget(picture(self, "users", "accent_deep", 18))
        self._whom = ElidedLabel(self, "label")
        across.addWidget(self._whom, 1)
        self._time = label(self, "tag-accent")
        across.addWidget(self._time)
        self._consent = button(self, self._read_out, role="quiet", icon="warning")
        self._phrases.say(self._consent.setText, "Consent not read out yet")
        self._phrases.say(
            self._consent.setToolTip, "Read the words on consent out, then click here."
        )
        across.addWidget(self._consent)
        self.all = QCheckBox(self)
        self._phrases.say(self.all.setText, "All questions")
        self._phrases.say(self.all.setToolTip, "Show what other groups are asked, too")
        self.all.clicked.connect(self._turn)
        across.addWidget(self.all)
        self._end = button(self, self._stop, icon="stop")
        self._phrases.say(self._end.setText, "End the meeting")
        across.addWidget(self._end)
        self._clock = QTimer(self)
        self._clock.setInterval(TICK)
        self._clock.timeout.connect(self._tick)
        self._phrases.say(self.setAccessibleName, "Meeting")
        self.hide()
        session.changed.connect(self._changed)
        self.speak()

    @property
    def agenda(self) -> Agenda:
        """What is to be asked now: the questions of the group one sits with, unless all are."""
        narrow = self._now is not None and self._now.cluster in self._asks
        if self._now is None or not narrow or self.all.isChecked():
            return Agenda()
        return Agenda(self._now.cluster)

    def show_all(self) -> None:
        """Show every question, whoever is asked."""
        self.all.setChecked(True)
        self._turn()

    def speak(self) -> None:
        """Say everything in the window's language."""
        language = self._session.language
        self._phrases.again(language)
        right = is_right_to_left(language)
        self.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft if right else Qt.LayoutDirection.LeftToRight
        )
        self._now = None
        self._follow(tell=False)

    def _changed(self, changes: Changes) -> None:
        if self._session.open_assessment is None:
            self._clock.stop()
        elif changes.get("", frozenset()) & {"saved", "opened"}:
            self._follow()

    def _follow(self, *, tell: bool = True) -> None:
        """Show the meeting that runs now, and tell what is to be asked then."""
        mission = self._session.open_assessment
        now: Meeting | None = running_meeting(mission) if mission is not None else None
        if now == self._now:
            return
        if now is None or now.id != self._met:
            self.all.setChecked(False)
        self._now, self._met = now, now.id if now is not None else ""
        self.setVisible(now is not None)
        if now is None:
            self._clock.stop()
        else:
            self._show(now)
            self._clock.start()
        if tell:
            self._turned(self.agenda)

    def _show(self, now: Meeting) -> None:
        labels = cluster_labels(self._session.assessment.instance)
        self._asks = frozenset(labels)
        parts = [now.name, labels.get(now.cluster, "")]
        self._whom.show_line(" · ".join(dict.fromkeys(part for part in parts if part)))
        self._whom.setAccessibleName(self._phrases("Meeting with {whom}", whom=self._whom.text()))
        self._consent.setVisible(not now.consent)
        self.all.setVisible(now.cluster in labels)
        locked = bool(self._session.assessment.mission.read_only)
        for each in (self._end, self._consent):
            each.setEnabled(not locked)
        self._tick()

    def _tick(self) -> None:
        if self._now is None or self._session.open_assessment is None:
            return
        begun = datetime.fromtimestamp(self._now.started / 1000, UTC)
        minutes = max(0, int((self._session.assessment.now() - begun).total_seconds() // 60))
        text = (
            self._phrases("{hours} h {minutes} min", hours=minutes // 60, minutes=minutes % 60)
            if minutes >= 60
            else self._phrases("{minutes} min", minutes=minutes)
        )
        self._time.setText(text)
        self._time.setToolTip(f"{begun.astimezone():%H:%M} –")

    def _turn(self) -> None:
        self._turned(self.agenda)

    def _read_out(self) -> None:
        if self._now is not None:
            key = self._now.id
            self._do(lambda now: edit_meeting(now, key, consent=True))

    def _stop(self) -> None:
        self._do(lambda now: end_meeting(now))

    def _do(self, act: Callable[..., object]) -> None:
        def keep(now: object) -> Changes:
            act(now)
            return {}

        try:
            self._session.do(keep)
        except AssessorError as error:
            show_error(self, error, self._session.language)
