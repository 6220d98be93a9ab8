"""A line that sums up an import and can undo it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from assessor.gui.files.access_rights import denial_reason, enable_if_allowed
from assessor.gui.receiving.undo_import import UndoTarget, undo_import
from assessor.gui.state.session import Session
from assessor.gui.toolkit.style.basic_widgets import button, columns, fill, label
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.registry.receive.bulk_undo import undoable_receipts
from assessor.store.model.receipt import Receipt


class ImportSummary(QWidget):
    """Visible while there is a summary; `changed` is called after an undo."""

    def __init__(
        self,
        parent: QWidget,
        session: Session,
        phrases: Phrases,
        changed: Callable[[], object],
    ) -> None:
        super().__init__(parent)
        self._session, self._phrases, self._changed = session, phrases, changed
        self._into: UndoTarget | None = None
        self._batch: tuple[Receipt, ...] = ()
        row = columns(self, gap=12)
        self._text = label(self, "ok", wrap=True)
        self._back = phrases.on(
            button(self, self._take_back, icon="undo"), "Undo import of {count} files", count=0
        )
        fill(row, (self._text, 1), self._back)
        self.hide()

    def text(self) -> str:
        """The summary."""
        return self._text.text()

    def tell(self, into: UndoTarget, outcome: str, receipts: Sequence[Receipt]) -> None:
        """Sum up an import; "" hides the line."""
        self._into, self._batch = into, undoable_receipts(receipts)
        self._text.setText(outcome)
        self._back.setText(self._phrases("Undo import of {count} files", count=len(self._batch)))
        self._back.setVisible(bool(self._batch))
        enable_if_allowed(self._back, denial_reason(into.mission, self._phrases, keeping=True))
        self.setVisible(bool(outcome))

    def _take_back(self) -> None:
        if self._into is None:
            return
        told = undo_import(self, self._session, self._into, self._batch)
        self._changed()
        if told:
            self.tell(self._into, told, ())
