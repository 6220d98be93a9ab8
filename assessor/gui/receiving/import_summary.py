"""Undo the import of files, and a line that sums up an import."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtWidgets import QWidget

from assessor.gui.feedback.busy_dialog import BusyDialog
from assessor.gui.files.access_rights import denial_reason, enable_if_allowed
from assessor.gui.registry.registry_panel import RegistryPanel
from assessor.gui.state.session import Session, aside
from assessor.gui.toolkit.dialogs.message_dialog import show_error
from assessor.gui.toolkit.style.basic_widgets import button, columns, label
from assessor.gui.toolkit.system.background_task import Cancelled
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.registry.receive.bulk_undo import undo_receipts, undoable_receipts
from assessor.store.model.receipt import Receipt
from assessor.store.write.mission import Mission


class UndoTarget(Protocol):
    """Where files were received: a registry or the open mission."""

    @property
    def mission(self) -> Mission:
        """The file."""
        ...

    def refresh(self) -> None:
        """Reread the file."""
        ...


def undo_import(
    parent: QWidget, session: Session, into: UndoTarget, receipts: Sequence[Receipt]
) -> str:
    """Undo imports; return the outcome in the window's language, "" if nothing was done."""
    phrases = Phrases(session.language)
    ids = [receipt.id for receipt in receipts]
    task = aside(into.mission.access, lambda mission, report: undo_receipts(mission, ids, report))
    busy = BusyDialog(parent, session, "Undoing the import", task)
    busy.exec()
    into.refresh()
    if isinstance(busy.error, Cancelled):
        stopped = "Undo was stopped; files undone before that: {count} of {all}."
        return phrases(stopped, count=busy.error.done, all=len(ids))
    if busy.error is not None:
        show_error(parent, busy.error, session.language)
        return ""
    return phrases(
        "Import undone: {count} files. Receiving them again restores them.",
        count=busy.result_of_work,
    )


class ImportSummary(RegistryPanel):
    """Visible while there is a summary; `changed` is called after an undo."""

    def _build(self) -> None:
        phrases = self._phrases
        self._into: UndoTarget | None = None
        self._batch: tuple[Receipt, ...] = ()
        self._text = label(self, "ok", wrap=True)
        self._back = phrases.on(
            button(self, self._take_back, icon="undo"), "Undo import of {count} files", count=0
        )
        columns(self, (self._text, 1), self._back, gap=12)
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
