"""Filter missions by words, country, year and state."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtWidgets import QComboBox, QWidget

from assessor.gui.registry.mission_row import MissionLine
from assessor.gui.toolkit.style.basic_widgets import LineEdit, columns
from assessor.gui.toolkit.text.phrases import Phrases

_STATES = (
    ("", "In any state"),
    ("disputed", "With something to decide"),
    ("open", "Not fully answered"),
    ("whole", "Fully answered"),
)


class MissionFilter(QWidget):
    """A search line and three lists; `changed` is called after a change by the user."""

    def __init__(self, parent: QWidget, phrases: Phrases, changed: Callable[[], object]) -> None:
        super().__init__(parent)
        self._phrases = phrases
        row = columns(self)
        self.words = LineEdit(self)
        self.words.setClearButtonEnabled(True)
        for show in (self.words.setPlaceholderText, self.words.setAccessibleName):
            phrases.say(show, "Find a mission by name or code")
        self.words.textEdited.connect(lambda _: changed())
        row.addWidget(self.words, 1)
        self.countries, self.years, self.states = (QComboBox(self) for _ in range(3))
        for box, name in (
            (self.countries, "Countries shown"),
            (self.years, "Years shown"),
            (self.states, "States shown"),
        ):
            phrases.say(box.setAccessibleName, name)
            box.setMinimumContentsLength(10)
            box.activated.connect(lambda _: changed())
            row.addWidget(box)
        for at, (value, text) in enumerate(_STATES):
            self.states.addItem("", value)
            phrases.say(partial(self.states.setItemText, at), text)

    def offer(self, lines: Iterable[MissionLine]) -> None:
        """Offer the countries and years of these missions; keep the selection."""
        names: dict[str, str] = {}
        years = set()
        for line in lines:
            names.setdefault(line.country, line.name)
            years.add(line.year)
        by_name = sorted((name, code) for code, name in names.items() if code)
        _fill(self.countries, self._phrases("All countries"), [(c, n) for n, c in by_name])
        items = [(year, year) for year in sorted(years - {""}, reverse=True)]
        _fill(self.years, self._phrases("All years"), items)

    def shown(self, lines: Iterable[MissionLine]) -> list[MissionLine]:
        """Return the missions that match, in order."""
        wanted = self.words.text().casefold().split()
        country, year = self.countries.currentData() or "", self.years.currentData() or ""
        state = self.states.currentData() or ""
        return [
            line
            for line in lines
            if country in ("", line.country)
            and year in ("", line.year)
            and state in ("", *line.states)
            and all(word in line.sought for word in wanted)
        ]


def _fill(box: QComboBox, every: str, choices: Iterable[tuple[str, str]]) -> None:
    kept = box.currentData()
    box.clear()
    box.addItem(every, "")
    for value, text in choices:
        box.addItem(text, value)
    box.setCurrentIndex(max(0, box.findData(kept)))
