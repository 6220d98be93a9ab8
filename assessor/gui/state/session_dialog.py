"""A dialog about the session."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from assessor.gui.state.session import Session
from assessor.gui.toolkit.dialogs.dialog import Dialog
from assessor.gui.toolkit.text.phrases import Phrases


class SessionDialog(Dialog):
    """A dialog that speaks the language of its session."""

    def __init__(self, parent: QWidget, session: Session) -> None:
        super().__init__(parent)
        self._session = session
        self._phrases = Phrases(session.language)
