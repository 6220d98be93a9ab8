"""Save a copy of a mission whose file disappeared while it was open."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from assessor import words
from assessor.errors import AssessorError
from assessor.gui.state.session import Session
from assessor.gui.toolkit.dialogs.message_dialog import ask, show_error
from assessor.gui.toolkit.system.file_choice import choose_target
from assessor.gui.toolkit.text.phrases import Phrases


def rescue_copy(parent: QWidget, session: Session, error: AssessorError) -> bool:
    """Ask what to do with a mission that cannot be closed; return True if it may be abandoned."""
    phrases = Phrases(session.language)
    text = words.say(error, session.language)
    chosen = ask(parent, text, phrases, "Save a copy…", "Close without a copy", "Stay")
    if chosen != 0:
        return chosen == 1
    title, path = phrases("Where to keep the mission"), session.assessment.path
    target = choose_target(parent, phrases, title, path, {"": "*.mission"})
    if target is None:
        return False
    try:
        session.assessment.mission.backup(target)
    except AssessorError as again:
        show_error(parent, again, session.language)
        return False
    return True
