"""Attach several files to a question as one undoable step."""

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
"""Larger sets, in bytes, are read with a progress dialog."""


def attach_files(
    parent: QWidget, session: Session, reference: str, paths: Sequence[Path]
) -> StoredFiles | None:
    """Attach the files; return those kept and the errors, or None if cancelled.

    Raises FileError if the mission cannot be written.
    """
    now = session.assessment
    if sum(map(_size, paths)) <= _AT_ONCE:
        kept = store_files(now, reference, paths)
    else:
        task = session.aside(partial(_attach_all, reference, paths))
        busy = BusyDialog(parent, session, "Attaching the files…", task)
        busy.exec()
        if isinstance(busy.error, Cancelled) or (busy.result_of_work is None and not busy.error):
            return None
        if busy.error is not None:
            raise busy.error
        kept = busy.result_of_work
    session.do(lambda now: attach_stored(now, kept))
    return kept


def _attach_all(
    reference: str, paths: Sequence[Path], own: Assessment, report_progress: ReportProgress
) -> StoredFiles:
    return store_files(own, reference, paths, report_progress)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0  # the reader reports the error
