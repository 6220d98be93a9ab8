"""Filter a list at headquarters by words and by choices."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtWidgets import QComboBox, QWidget

from assessor.gui.toolkit.style.basic_widgets import LineEdit
from assessor.gui.toolkit.text.phrases import Phrases


class ListFilter(QWidget):
    """A search line and lists of choices; `changed` is called after a change by the user."""

    def __init__(
        self, parent: QWidget, phrases: Phrases, changed: Callable[[], object], hint: str
    ) -> None:
        """`hint` (English source text) names the search line."""
        super().__init__(parent)
        self._phrases, self._changed = phrases, changed
        self.words = LineEdit(self)
        self.words.setClearButtonEnabled(True)
        for show in (self.words.setPlaceholderText, self.words.setAccessibleName):
            phrases.say(show, hint)
        self.words.textEdited.connect(lambda _: changed())

    def _choice(
        self,
        name: str,
        choices: Iterable[tuple[object, str]] = (),
        *,
        width: int = 0,
        other: Callable[[], object] | None = None,
    ) -> QComboBox:
        """Create a list of choices, each a value and its English text.

        `width` is in characters; `other` is called in place of `changed`.
        """
        box = QComboBox(self)
        self._phrases.say(box.setAccessibleName, name)
        box.setMinimumContentsLength(width)
        box.activated.connect(lambda _: (other or self._changed)())
        for place, (value, text) in enumerate(choices):
            box.addItem("", value)
            self._phrases.say(partial(box.setItemText, place), text)
        return box


def offer_choices(
    box: QComboBox, choices: Iterable[tuple[str, str]], chosen: str | None = None
) -> None:
    """Offer values with their texts; keep the selection, or select `chosen`."""
    kept = box.currentData() if chosen is None else chosen
    box.clear()
    for value, text in choices:
        box.addItem(text, value)
    box.setCurrentIndex(max(0, box.findData(kept)))
