"""Save a copy of a mission whose file disappeared while it was open."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from assessor import words
from assessor.errors import AssessorError
from assessor.gui.state.session import Session
from assessor.gui.toolkit.dialogs.message_dialog import MessageDialog, show_error
from assessor.gui.toolkit.text.phrases import Phrases


def rescue_copy(parent: QWidget, session: Session, error: AssessorError) -> bool:
    """Ask what to do with a mission that cannot be closed; return True if it may be abandoned."""
    phrases = Phrases(session.language)
    question = MessageDialog(
        parent,
        words.say(error, session.language),
        phrases,
        choices=("Save a copy…", "Close without a copy", "Stay"),
    )
    question.exec()
    if question.chosen != 0:
        return question.chosen == 1
    path = Path(session.assessment.path)
    chosen, _ = QFileDialog.getSaveFileName(
        parent, phrases("Where to keep the mission"), str(path), "*.mission"
    )
    if not chosen:
        return False
    try:
        session.assessment.mission.backup(Path(chosen))
    except AssessorError as again:
        show_error(parent, again, session.language)
        return False
    return True
