"""Backing up: a whole copy of the mission elsewhere, read back before it counts."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from assessor.gui.busy import Busy
from assessor.gui.messages import show_done, show_error
from assessor.gui.phrases import Phrases
from assessor.gui.session import Session


def offer(parent: QWidget, session: Session) -> None:
    """Ask where to, copy, and say what was proved."""
    phrases = Phrases(session.language)
    path = Path(session.assessment.path)
    chosen = QFileDialog.getExistingDirectory(
        parent, phrases("Choose a folder or USB stick for the copy"), str(path.parent)
    )
    if not chosen:
        return
    task = session.aside(lambda own, _tell: own.mission.backup(Path(chosen)))
    busy = Busy(parent, session, "Backing up", task)
    busy.exec()
    if busy.error is not None:
        show_error(parent, busy.error, session.language)
    else:
        text = phrases(
            "The copy is whole: it was read back and checked.\n{path}", path=busy.result_of_work
        )
        show_done(parent, text, phrases)
