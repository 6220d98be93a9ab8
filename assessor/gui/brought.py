"""A line that tells what files just received brought, and takes all of them back at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from assessor.gui.phrases import Phrases
from assessor.gui.pieces import button, columns, label
from assessor.gui.rights import allow, why_not
from assessor.gui.session import Session
from assessor.gui.taking_back import Holding, take_all_back
from assessor.registry.taking_back import may_go_back
from assessor.store.receipt import Receipt


class Brought(QWidget):
    """Is seen while it has something to tell; `changed` is called when files went back."""

    def __init__(
        self,
        parent: QWidget,
        session: Session,
        phrases: Phrases,
        changed: Callable[[], object],
    ) -> None:
        super().__init__(parent)
        self._session, self._phrases, self._changed = session, phrases, changed
        self._into: Holding | None = None
        self._batch: tuple[Receipt, ...] = ()
        across = columns(self, gap=12)
        self._text = label(self, "ok", wrap=True)
        self._back = button(self, self._take_back, icon="undo")
        phrases.say(self._back.setText, "Take back all {count}", count=0)
        across.addWidget(self._text, 1)
        across.addWidget(self._back)
        self.hide()

    def text(self) -> str:
        """What it tells."""
        return self._text.text()

    def tell(self, into: Holding, outcome: str, receipts: Sequence[Receipt]) -> None:
        """Tell what receiving files came to; "" takes the line away."""
        self._into, self._batch = into, may_go_back(receipts)
        self._text.setText(outcome)
        self._back.setText(self._phrases("Take back all {count}", count=len(self._batch)))
        self._back.setVisible(bool(self._batch))
        allow(self._back, why_not(into.mission, self._phrases, keeping=True))
        self.setVisible(bool(outcome))

    def _take_back(self) -> None:
        if self._into is None:
            return
        told = take_all_back(self, self._session, self._into, self._batch)
        self._changed()
        if told:
            self.tell(self._into, told, ())
