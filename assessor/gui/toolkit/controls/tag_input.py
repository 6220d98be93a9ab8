"""Some of many, picked: a chip for each that takes it back, and a line to add one more."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from assessor.gui.toolkit.controls.autocomplete import Autocomplete
from assessor.gui.toolkit.style.basic_widgets import rows
from assessor.gui.toolkit.style.theme import dress, set_role
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.gui.toolkit.widgets.flow_layout import FlowLayout

_LONGEST = 56
"""Letters of a chip; all of them are in its tip."""


class TagInput(QWidget):
    """Shows what is picked; `said` is called with all keys when a person adds or takes one away."""

    def __init__(
        self,
        parent: QWidget,
        phrases: Phrases,
        asks: str,
        said: Callable[[tuple[str, ...]], None],
    ) -> None:
        super().__init__(parent)
        self._phrases, self._said = phrases, said
        self._shown: tuple[tuple[str, str], ...] = ()
        self._down: QVBoxLayout = rows(self, gap=6)
        self._room = FlowLayout(self)
        self._room.hide()
        self._down.addWidget(self._room)
        self.line = Autocomplete(phrases(asks), self._picked, self)
        self._down.addWidget(self.line)

    @property
    def keys(self) -> tuple[str, ...]:
        """What is picked, in the order it was."""
        return tuple(key for key, _ in self._shown)

    def show_picks(self, offered: Mapping[str, str], picked: Sequence[str]) -> None:
        """Show what is picked of what is offered, by key; an unknown key stands as it is."""
        shown = tuple((key, offered.get(key, key)) for key in picked)
        if shown != self._shown:
            self._shown = shown
            self._lay_out()
        self.line.offer({key: text for key, text in offered.items() if key not in picked})
        self.line.setEnabled(self.line.count() > 0)

    def _lay_out(self) -> None:
        """Make the chips anew; the old ones go later, since one of them may be speaking."""
        room = FlowLayout(self)
        for key, text in self._shown:
            short = text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
            chip = QPushButton(short, room)
            set_role(chip, "chip")
            dress(chip, "close", "muted", 12)
            chip.setAutoDefault(False)
            chip.setToolTip(text)
            chip.setAccessibleName(self._phrases("Take away: {label}", label=text))
            chip.clicked.connect(partial(self._took, key))
            room.add(chip)
        self._down.replaceWidget(self._room, room)
        self._room.hide()
        self._room.deleteLater()
        self._room = room
        room.setVisible(bool(self._shown))

    def _picked(self, key: str, _text: str) -> None:
        if key:
            self._said((*self.keys, key))

    def _took(self, key: str, _checked: bool = False) -> None:
        self.line.setFocus()
        self._said(tuple(each for each in self.keys if each != key))
