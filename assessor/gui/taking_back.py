"""Taking received files back in one go, with progress, and telling what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtWidgets import QWidget

from assessor.gui.busy import Busy
from assessor.gui.messages import show_error
from assessor.gui.phrases import Phrases
from assessor.gui.session import Session
from assessor.gui.work import Cancelled
from assessor.registry.taking_back import take_back
from assessor.store.mission import Mission
from assessor.store.receipt import Receipt


class Holding(Protocol):
    """What files were received into: a registry, or the open mission."""

    @property
    def mission(self) -> Mission:
        """The file."""
        ...

    def refresh(self) -> None:
        """See afresh what the file holds."""
        ...


def take_all_back(
    parent: QWidget, session: Session, into: Holding, receipts: Sequence[Receipt]
) -> str:
    """Take files back; what became of that, in the window's language, "" if nothing did."""
    phrases = Phrases(session.language)
    mission, ids = into.mission, [one.id for one in receipts]
    busy = Busy(
        parent, session, "Taking the files back", lambda tell: take_back(mission, ids, tell)
    )
    busy.exec()
    into.refresh()
    if isinstance(busy.error, Cancelled):
        stopped = "Taking back was stopped; files taken back before that: {count} of {all}."
        return phrases(stopped, count=busy.error.done, all=len(ids))
    if busy.error is not None:
        show_error(parent, busy.error, session.language)
        return ""
    return phrases(
        "Files taken back: {count}. Receiving them again brings them back.",
        count=busy.result_of_work,
    )
