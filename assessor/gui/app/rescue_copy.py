"""A mission whose file is gone while it is open: a copy can still be saved before it closes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from assessor import words
from assessor.errors import AssessorError
from assessor.gui.state.session import Session
from assessor.gui.toolkit.dialogs.message_dialog import MessageDialog, show_error
from assessor.gui.toolkit.text.phrases import Phrases


def rescue_copy(parent: QWidget, session: Session, error: AssessorError) -> bool:
    """Ask what to do about a mission that cannot be closed well; True if it may be let go."""
    phrases = Phrases(session.language)
    asking = MessageDialog(
        parent,
        words.say(error, session.language),
        phrases,
        choices=("Save a copy…", "Close without a copy", "Stay"),
    )
    asking.exec()
    if asking.chosen != 0:
        return asking.chosen == 1
    old = Path(session.assessment.path)
    chosen, _ = QFileDialog.getSaveFileName(
        parent, phrases("Where to keep the mission"), str(old), "*.mission"
    )
    if not chosen:
        return False
    try:
        session.assessment.mission.backup(Path(chosen))
    except AssessorError as again:
        show_error(parent, again, session.language)
        return False
    return True
