"""A strip above a mission whose form is missing or was changed, with the offer to put it back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QWidget

from assessor.gui.state.session import Changes, Session
from assessor.gui.toolkit.style.basic_widgets import button, columns, fill, label, picture
from assessor.gui.toolkit.style.theme import set_role
from assessor.gui.toolkit.text.phrases import Phrases


class FormBanner(QFrame):
    """Says on every page that questions are shown by their paths, and why; `mend` is offered."""

    def __init__(
        self, parent: QWidget, session: Session, phrases: Phrases, mend: Callable[[], None]
    ) -> None:
        super().__init__(parent)
        self._session, self._phrases = session, phrases
        set_role(self, "strip-warn")
        row = columns(self, picture(self, "warning", "warn", 16), gap=12, margins=(16, 6, 16, 6))
        self._words = label(self, "", wrap=True)
        fill(row, (self._words, 1), phrases.on(button(self, mend), "Put the true form back…"))
        session.changed.connect(self._on_changed)
        self.hide()

    def _on_changed(self, changes: Changes) -> None:
        if changes.get("", frozenset()) & {"opened", "closed", "language"}:
            assessment = self._session.open_assessment
            self.setVisible(assessment is not None and assessment.form_problem is not None)
            self._words.setText(
                self._phrases(
                    "The form of these answers is missing, or is not the one that was signed. So "
                    "questions are shown by their paths and values as they are stored: the labels "
                    "of a changed form may be false. Nothing can be written, and nothing leaves."
                )
            )
