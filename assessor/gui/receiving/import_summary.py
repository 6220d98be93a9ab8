"""Undo the import of files, and a line that sums up an import."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtWidgets import QWidget

from assessor.errors import AssessorError
from assessor.gui.feedback.busy_dialog import BusyDialog
from assessor.gui.files.access_rights import denial_reason, enable_if_allowed
from assessor.gui.registry.registry_panel import RegistryPanel
from assessor.gui.state.session import Session, aside
from assessor.gui.toolkit.dialogs.message_dialog import ask, show_error
from assessor.gui.toolkit.style.basic_widgets import button, columns, label
from assessor.gui.toolkit.system.background_task import Cancelled
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.registry.receive.bulk_undo import undo_receipts, undoable_receipts
from assessor.store.model.receipt import UNDONE, MemberChange, Receipt, UnaskedChange
from assessor.store.write.mission import Mission

CHANGES_TEAM = "Undoing the import of {file} changes who speaks for a team. After that:"


class UndoTarget(Protocol):
    """Where files were received: a registry or the open mission."""

    @property
    def mission(self) -> Mission:
        """The file."""
        ...

    def refresh(self) -> None:
        """Reread the file."""
        ...


def confirm_change(parent: QWidget, session: Session, change: UnaskedChange) -> bool:
    """Ask about an undo by which somebody gains or loses authority; return whether to go on."""
    phrases = Phrases(session.language)
    text = phrases(CHANGES_TEAM, file=change.file)
    lines = tuple(phrases.reasons([each.reason]) for each in change.members)
    return ask(parent, text, phrases, "Cancel", "Undo import", more=lines) == 1


def undo_import(
    parent: QWidget, session: Session, into: UndoTarget, receipts: Sequence[Receipt]
) -> str:
    """Undo imports; return the outcome in the window's language, "" if nothing was done."""
    phrases = Phrases(session.language)
    ids = [receipt.id for receipt in receipts]
    accepted: tuple[MemberChange, ...] = ()
    while True:
        error = _undo_unless_refused(parent, session, into, ids, accepted)
        if not isinstance(error, UnaskedChange) or not confirm_change(parent, session, error):
            break
        accepted += error.members
    into.refresh()
    undone = sum(each.status == UNDONE for each in into.mission.receipts() if each.id in ids)
    if isinstance(error, Cancelled | UnaskedChange):
        stopped = "Undo was stopped; files undone before that: {count} of {all}."
        return phrases(stopped, count=undone, all=len(ids))
    if error is not None:
        show_error(parent, error, session.language)
        return ""
    return phrases(
        "Import undone: {count} files. Receiving them again restores them.", count=undone
    )


def _undo_unless_refused(
    parent: QWidget,
    session: Session,
    into: UndoTarget,
    ids: Sequence[str],
    accepted: tuple[MemberChange, ...],
) -> AssessorError | None:
    """Undo imports until one is refused; return why, or None."""
    task = aside(
        into.mission.access,
        lambda mission, report: undo_receipts(mission, ids, report, accepted),
    )
    busy = BusyDialog(parent, session, "Undoing the import", task)
    busy.exec()
    return busy.error


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
