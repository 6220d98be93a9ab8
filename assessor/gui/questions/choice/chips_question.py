"""Multiple choice with many choices: chips for the chosen ones, a search line for the others."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QPushButton, QWidget
from shiboken6 import isValid

from assessor.form.live.node import Node
from assessor.gui.questions.base.question import FocusOutFilter, Question
from assessor.gui.questions.choice.select_one_question import offered
from assessor.gui.toolkit.controls.autocomplete import Autocomplete
from assessor.gui.toolkit.style.basic_widgets import fill
from assessor.gui.toolkit.style.theme import dress
from assessor.gui.toolkit.widgets.flow_layout import FlowPanel


class ChipsQuestion(Question):
    """Removable chips and a line that adds one choice."""

    clearable = True

    def build(self) -> None:
        self._drawn: list[tuple[str, str]] = []
        self._chips: dict[str, QPushButton] = {}
        self._room = FlowPanel(self)
        self._room.hide()
        self.box = Autocomplete(
            self.context.words("Add one: choose, or type to search"), self._choice_picked, self
        )
        self.box.setMaximumWidth(560)
        self.line = self.box.line
        FocusOutFilter(self.box, self.flush, self)
        fill(self.editor, self._room, self.box)

    def editors(self) -> list[QWidget]:
        return [self.line, *self._chips.values()]

    def show_value(self, node: Node) -> None:
        choices = dict(offered(node))
        chosen = [(value, choices.get(value, value)) for value in node.value.split()]
        if chosen != self._drawn:
            self._drawn = chosen
            self._lay_out()
        self.box.setEnabled(not self.locked)
        for chip in self._chips.values():
            chip.setEnabled(not self.locked)
        chips = node.value.split()
        self.box.set_options(
            {value: label for value, label in choices.items() if value not in chips}
        )

    def _lay_out(self) -> None:
        """Replace the chips; delete old ones later, since one may be the sender."""
        room = FlowPanel(self)
        self._chips = {}
        for value, label in self._drawn:
            chip = QPushButton(label, room)
            chip.setProperty("role", "chip")
            dress(chip, "close", "muted", 12)
            sentence = self.context.words("Remove: {label}").format(label=label)
            chip.setAccessibleName(sentence)
            chip.setToolTip(sentence)
            chip.clicked.connect(partial(self._chip_removed, value))
            room.add(chip)
            self._chips[value] = chip
        self.editor.replaceWidget(self._room, room)
        self._room.hide()
        self._room.deleteLater()
        self._room = room
        room.setVisible(bool(self._drawn))

    def _choice_picked(self, value: str, _text: str) -> None:
        if value and self.node is not None:
            self._submit_chosen([*self.node.value.split(), value])
            self.line.setFocus()

    def _chip_removed(self, value: str, _checked: bool = False) -> None:
        if self.node is not None:
            self.line.setFocus()
            self._submit_chosen([each for each in self.node.value.split() if each != value])

    def _submit_chosen(self, chosen: list[str]) -> None:
        if self.node is not None:
            order = [value for value, _ in offered(self.node)]
            self.submit_value(
                " ".join(
                    sorted(
                        chosen, key=lambda each: order.index(each) if each in order else len(order)
                    )
                )
            )

    def flush(self) -> None:
        """Submit the line if it names a choice."""
        if not isValid(self.line):
            return  # the page is being destroyed, and the line was submitted before
        value, _ = self.box.picked()
        if value and self.node is not None and value not in self.node.value.split():
            self._submit_chosen([*self.node.value.split(), value])
