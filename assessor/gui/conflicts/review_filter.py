"""Filter the answers to review by mission, state and words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtWidgets import QComboBox, QWidget

from assessor.assessment.entries.reviews import ACCEPTED, FIELD, OFFICE, QUERY, REDO
from assessor.gui.toolkit.style.basic_widgets import LineEdit, rows
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.gui.toolkit.text.search_folding import fold_text

_NONE = "none"
_STATES = (
    ("", "Any state"),
    (OFFICE, "Wait for headquarters"),
    (FIELD, "Wait for the field"),
    (_NONE, "Not reviewed"),
    (REDO, "To redo"),
    (QUERY, "Query"),
    (ACCEPTED, "Accepted"),
)


class ReviewFilter(QWidget):
    """A search line and two lists; `other` is called for another mission, `changed` otherwise."""

    def __init__(
        self,
        parent: QWidget,
        phrases: Phrases,
        other: Callable[[], object],
        changed: Callable[[], object],
    ) -> None:
        super().__init__(parent)
        self._phrases = phrases
        column = rows(self)
        self.words = LineEdit(self)
        self.words.setClearButtonEnabled(True)
        for show in (self.words.setPlaceholderText, self.words.setAccessibleName):
            phrases.say(show, "Find in questions and missions")
        self.words.textEdited.connect(lambda _: changed())
        self.missions, self.states = QComboBox(self), QComboBox(self)
        phrases.say(self.missions.setAccessibleName, "Mission reviewed")
        phrases.say(self.states.setAccessibleName, "How the answers stand")
        for place, (value, text) in enumerate(_STATES):
            self.states.addItem("", value)
            phrases.say(partial(self.states.setItemText, place), text)
        self.missions.activated.connect(lambda _: other())
        self.states.activated.connect(lambda _: changed())
        for widget in (self.missions, self.states, self.words):
            column.addWidget(widget)

    @property
    def mission(self) -> str:
        """The uuid of the selected mission; "" for all reviewed answers."""
        return str(self.missions.currentData() or "")

    def offer(self, missions: Mapping[str, str]) -> None:
        """Offer missions by uuid and name; keep the selection, or select the only one."""
        chosen = self.mission
        if not self.missions.count() and len(missions) == 1:
            chosen = next(iter(missions))
        self.missions.clear()
        self.missions.addItem(self._phrases("All that was reviewed"), "")
        for uuid, name in sorted(missions.items(), key=lambda one: (one[1], one[0])):
            self.missions.addItem(name, uuid)
        self.missions.setCurrentIndex(max(0, self.missions.findData(chosen)))

    def shows(self, words: str, state: str, waits_for: str) -> bool:
        """Whether an answer is listed."""
        wanted = str(self.states.currentData() or "")
        text = fold_text(words)
        return wanted in ("", state or _NONE, waits_for) and all(
            word in text for word in fold_text(self.words.text()).split()
        )
