"""Backing up: a whole copy of the mission elsewhere, read back before it counts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QWidget

from assessor.errors import AssessorError
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

    def done(copy: Any) -> None:
        text = phrases("The copy is whole: it was read back and checked.\n{path}", path=copy)
        show_done(parent, text, phrases)

    def failed(error: AssessorError) -> None:
        show_error(parent, error, session.language)

    session.run(
        session.aside(lambda own, _tell: own.mission.backup(Path(chosen))),
        done=done,
        failed=failed,
    )
