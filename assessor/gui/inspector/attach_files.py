"""Several files put beside a question in one go: a step that one undo takes back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from assessor.assessment.entries.evidence import StoredFiles, attach_stored, store_files
from assessor.gui.feedback.busy_dialog import BusyDialog
from assessor.gui.state.session import Session
from assessor.gui.toolkit.system.background_task import Cancelled, ReportProgress

if TYPE_CHECKING:
    from assessor.assessment.assessment import Assessment

_AT_ONCE = 4 * 2**20
"""Bytes that are read, and photographs among them bared, before anybody would see a bar."""


def attach_files(
    parent: QWidget, session: Session, reference: str, paths: Sequence[Path]
) -> StoredFiles | None:
    """Put the files beside the question; what was kept and what could not be, None: stopped.

    Raises FileError where the mission cannot be written.
    """
    now = session.assessment
    if sum(map(_size, paths)) <= _AT_ONCE:
        kept = store_files(now, reference, paths)
    else:
        task = session.aside(partial(_keep, reference, paths))
        busy = BusyDialog(parent, session, "Attaching the files…", task)
        busy.exec()
        if isinstance(busy.error, Cancelled) or (busy.result_of_work is None and not busy.error):
            return None
        if busy.error is not None:
            raise busy.error
        kept = busy.result_of_work
    session.do(lambda now: attach_stored(now, kept))
    return kept


def _keep(
    reference: str, paths: Sequence[Path], own: Assessment, tell: ReportProgress
) -> StoredFiles:
    return store_files(own, reference, paths, tell)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0  # reading it will say why
