"""Filter and group the inbox by words, mission and state."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtWidgets import QComboBox, QWidget

from assessor.gui.registry.registry_session import QuestionTitle
from assessor.gui.toolkit.style.basic_widgets import LineEdit, columns, fill, rows
from assessor.gui.toolkit.text.phrases import Phrases

MISSION, SECTION = "mission", "section"
_GROUPS = (("", "Not grouped"), (MISSION, "By mission"), (SECTION, "By section"))
_STATES = ((False, "Waiting"), (True, "Postponed"))


class InboxFilter(QWidget):
    """A search line and three lists; `changed` is called after a change by the user."""

    def __init__(self, parent: QWidget, phrases: Phrases, changed: Callable[[], object]) -> None:
        super().__init__(parent)
        self._phrases = phrases
        column = rows(self)
        self.words = LineEdit(self)
        self.words.setClearButtonEnabled(True)
        for show in (self.words.setPlaceholderText, self.words.setAccessibleName):
            phrases.say(show, "Find in questions and missions")
        column.addWidget(self.words)
        row = columns(None)
        self.missions, self.groups, self.states = (QComboBox(self) for _ in range(3))
        for box, name in (
            (self.missions, "Missions shown"),
            (self.groups, "How the list is grouped"),
            (self.states, "Waiting or postponed"),
        ):
            phrases.say(box.setAccessibleName, name)
            box.setMinimumContentsLength(6)
            box.activated.connect(lambda _: changed())
        fill(row, (self.groups, 1), (self.states, 1))
        fill(column, self.missions, row)
        self.words.textEdited.connect(lambda _: changed())
        self._fill(self.groups, _GROUPS)
        self._fill(self.states, _STATES)

    def _fill(self, box: QComboBox, choices: Iterable[tuple[object, str]]) -> None:
        for place, (value, text) in enumerate(choices):
            box.addItem("", value)
            self._phrases.say(partial(box.setItemText, place), text)

    def offer(self, missions: Iterable[str]) -> None:
        """Offer these missions; keep the selection."""
        chosen = self.missions.currentData()
        self.missions.clear()
        self.missions.addItem(self._phrases("All missions"), "")
        for name in sorted(set(missions)):
            self.missions.addItem(name, name)
        self.missions.setCurrentIndex(max(0, self.missions.findData(chosen)))

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
        chosen = self.groups.currentData()
        return (
            {MISSION: question_title.mission, SECTION: question_title.section}.get(chosen, "")
            if chosen
            else ""
        )
