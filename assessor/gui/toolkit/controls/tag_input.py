"""Several choices from many: a chip for each and a line to add another."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from assessor.gui.toolkit.controls.autocomplete import Autocomplete
from assessor.gui.toolkit.style.basic_widgets import fill, rows
from assessor.gui.toolkit.style.theme import dress, set_role
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.gui.toolkit.widgets.flow_layout import FlowPanel

_MAX_CHARACTERS = 56
"""Maximum characters of a chip; its tool tip shows all."""


class TagInput(QWidget):
    """Shows the chosen keys; `said` is called with all of them after each change by the user."""

    def __init__(
        self,
        parent: QWidget,
        phrases: Phrases,
        prompt: str,
        on_change: Callable[[tuple[str, ...]], None],
    ) -> None:
        super().__init__(parent)
        self._phrases, self._on_change = phrases, on_change
        self._chips: tuple[tuple[str, str], ...] = ()
        self._column: QVBoxLayout = rows(self, gap=6)
        self._chip_panel = FlowPanel(self)
        self._chip_panel.hide()
        self.line = Autocomplete(phrases(prompt), self._add, self)
        fill(self._column, self._chip_panel, self.line)

    @property
    def keys(self) -> tuple[str, ...]:
        """The chosen keys in order."""
        return tuple(key for key, _ in self._chips)

    def show_picks(self, options: Mapping[str, str], chosen: Sequence[str]) -> None:
        """Show the chosen keys among the options; an unknown key is shown as it is."""
        chips = tuple((key, options.get(key, key)) for key in chosen)
        if chips != self._chips:
            self._chips = chips
            self._build_chips()
        self.line.set_options({key: text for key, text in options.items() if key not in chosen})
        self.line.setEnabled(self.line.count() > 0)

    def _build_chips(self) -> None:
        """Build the chips again; old ones are deleted later, since one may be emitting a signal."""
        chip_panel = FlowPanel(self)
        for key, text in self._chips:
            short = (
                text if len(text) <= _MAX_CHARACTERS else text[: _MAX_CHARACTERS - 1].rstrip() + "…"
            )
            chip = QPushButton(short, chip_panel)
            set_role(chip, "chip")
            dress(chip, "close", "muted", 12)
            chip.setAutoDefault(False)
            chip.setToolTip(text)
            chip.setAccessibleName(self._phrases("Remove: {label}", label=text))
            chip.clicked.connect(partial(self._remove, key))
            chip_panel.add(chip)
        self._column.replaceWidget(self._chip_panel, chip_panel)
        self._chip_panel.hide()
        self._chip_panel.deleteLater()
        self._chip_panel = chip_panel
        chip_panel.setVisible(bool(self._chips))

    def _add(self, key: str, _text: str) -> None:
        if key:
            self._on_change((*self.keys, key))

    def _remove(self, key: str, _checked: bool = False) -> None:
        self.line.setFocus()
        self._on_change(tuple(each for each in self.keys if each != key))
