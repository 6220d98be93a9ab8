"""Single choice: radio buttons, or a search line if there are many."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton, QWidget
from shiboken6 import isValid

from assessor.form.labels.styled_text import plain_text
from assessor.form.live.node import Node
from assessor.gui.questions.base.appearance_words import appearance_words, column_count
from assessor.gui.questions.base.question import Context, FocusOutFilter, Question
from assessor.gui.toolkit.buttons.choice_button import ChoiceButton, Options
from assessor.gui.toolkit.buttons.picture_button import PictureButton
from assessor.gui.toolkit.controls.autocomplete import Autocomplete
from assessor.gui.toolkit.controls.label_media import file_name
from assessor.gui.toolkit.style import text_measure
from assessor.gui.toolkit.style.theme import BASE
from assessor.gui.toolkit.widgets.flow_layout import FlowPanel
from assessor.gui.toolkit.widgets.safe_image import decode_pixmap

MANY = 12
"""More choices than this are searched."""


def offered(node: Node) -> list[tuple[str, str]]:
    """Return the choices as (value, label), with chosen outdated ones at the end."""
    found = [(choice.value, plain_text(choice.label) or choice.value) for choice in node.choices]
    return found + [(value, value) for value in node.outdated_values]


def columns(node: Node, labels: list[str]) -> int:
    """Return the number of columns by form or length of labels; 0 for as many as fit on a line."""
    requested = column_count(node)
    if requested is not None:
        return requested
    widest = max((text_measure.width(label, BASE) for label in labels), default=0)
    if widest <= 150 and len(labels) <= 6:
        return 0
    return 1 if len(labels) <= 5 or widest > 340 else (3 if widest <= 190 else 2)


class Buttons:
    """A factory of choice buttons: with labels, or tiles if there are pictures or `no-buttons`."""

    def __init__(self, context: Context, node: Node) -> None:
        self._context = context
        self._pictures = node.choice_media("image")
        self._single = node.control == "select1"
        self.tiled = "no-buttons" in appearance_words(node) or bool(self._pictures)

    def button(self, value: str, label: str, parent: QWidget) -> QAbstractButton:
        """Create the button of one choice."""
        if not self.tiled:
            return ChoiceButton(label, parent, exclusive=self._single)
        name = file_name(self._pictures.get(value, ""))
        picture = decode_pixmap(self._context.attachment(name)) if name else None
        return PictureButton(label, picture, parent, exclusive=self._single)


class ButtonsQuestion(Question):
    """A button for each choice, laid out again when the choices change."""

    clearable = True

    def build(self) -> None:
        self._choices: list[tuple[str, str]] = []
        self._room = FlowPanel(self)
        self.editor.addWidget(self._room)

    def take_buttons(self, buttons: dict[str, QAbstractButton]) -> None:
        """Take over new buttons by value."""
        raise NotImplementedError

    def show_value(self, node: Node) -> None:
        choices = offered(node)
        if choices == self._choices:
            return
        self._choices = choices
        make = Buttons(self.context, node)
        wide = columns(node, [label for _, label in choices])
        room = FlowPanel(self, columns=wide, gap=8 if make.tiled else 4)
        buttons = {value: make.button(value, label, room) for value, label in choices}
        for button in buttons.values():
            button.setAccessibleDescription(self.accessibleName())
            room.add(button)
        self.take_buttons(buttons)
        self.editor.replaceWidget(self._room, room)
        self._room.deleteLater()
        self._room = room


class SelectOneQuestion(ButtonsQuestion):
    """Radio buttons."""

    def build(self) -> None:
        super().build()
        self.options = Options(self._chosen, self)

    def editors(self) -> list[QWidget]:
        return self.options.in_order()

    def take_buttons(self, buttons: dict[str, QAbstractButton]) -> None:
        self.options.put(buttons)

    def show_value(self, node: Node) -> None:
        super().show_value(node)
        self.options.check(node.value, enabled=not self.locked)

    def _chosen(self, value: str) -> None:
        self.submit_value(value)
        if value and self.node is not None and "quick" in appearance_words(self.node):
            self.focusNextChild()


class SearchQuestion(Question):
    """A line to search a choice or open the list."""

    clearable = True

    def build(self) -> None:
        self._choices: list[tuple[str, str]] = []
        words = self.context.words
        self.box = Autocomplete(words("Choose, or type to search"), self._choice_picked, self)
        self.box.setMaximumWidth(560)
        self.line = self.box.line
        FocusOutFilter(self.box, self._editor_left, self)
        self.editor.addWidget(self.box)

    def editors(self) -> list[QWidget]:
        return [self.line]

    def offered_choices(self, node: Node) -> list[tuple[str, str]]:
        """Return the offered choices as (value, label)."""
        return offered(node)

    def show_value(self, node: Node) -> None:
        self._choices = self.offered_choices(node)
        self.box.setEnabled(not self.locked)
        self.box.set_options(dict(self._choices))
        self.box.show_key(node.value)

    def _choice_picked(self, value: str, _text: str) -> None:
        if value:
            self.submit_value(value)

    def flush(self) -> None:
        """Submit the line if it names a choice or is blank."""
        if not isValid(self.line):
            return  # the page is being destroyed, and the line was submitted before
        value, text = self.box.picked()
        if self.node is not None and (value or not text) and value != self.node.value:
            self.submit_value(value)

    def _editor_left(self) -> None:
        self.flush()
        if self.node is not None and isValid(self.line):
            self.show_value(self.node)
