"""What many say who are not members of the team: counted, and shown some at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from assessor.gui.toolkit.style import basic_widgets as ui
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.store.model.entry import Entry, fold_heads

_AT_ONCE = 20


class FoldedHeads(QWidget):
    """Hidden where nothing is folded; `show_more` is called with the next heads to show."""

    def __init__(
        self, parent: QWidget, phrases: Phrases, show_more: Callable[[Sequence[Entry]], object]
    ) -> None:
        super().__init__(parent)
        self._phrases, self._show_more = phrases, show_more
        self._waiting: list[Entry] = []
        self._count = ui.label(self, "muted", wrap=True)
        self._more = phrases.on(ui.button(self, self._unfold, icon="chevron-down"), "Show more")
        ui.columns(self, (self._count, 1), self._more)
        self.hide()

    def fold(self, heads: Sequence[Entry]) -> tuple[Entry, ...]:
        """Return the heads to show at first; the others wait here."""
        shown = fold_heads(heads)
        names = {entry.name for entry in shown}
        self._waiting = [entry for entry in heads if entry.name not in names]
        self._say()
        return shown

    def _unfold(self) -> None:
        entries, self._waiting = self._waiting[:_AT_ONCE], self._waiting[_AT_ONCE:]
        self._show_more(entries)
        self._say()

    def _say(self) -> None:
        self.setVisible(bool(self._waiting))
        text = "Others who are not members of the team, not shown: {count}"
        self._count.setText(self._phrases(text, count=len(self._waiting)))
