"""Undo the import of files, with progress."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtWidgets import QWidget

from assessor.gui.feedback.busy_dialog import BusyDialog
from assessor.gui.state.session import Session, aside
from assessor.gui.toolkit.dialogs.message_dialog import show_error
from assessor.gui.toolkit.system.background_task import Cancelled
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.registry.receive.bulk_undo import undo_receipts
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
