"""Asking what a form wants to know by itself: where one is, and why answers were changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from assessor.errors import AssessorError
from assessor.form.labels.styled_text import plain_text
from assessor.gui.state.session import Changes, Session
from assessor.gui.toolkit.dialogs.dialog import Dialog
from assessor.gui.toolkit.dialogs.message_dialog import show_error
from assessor.gui.toolkit.style.basic_widgets import LineEdit, button, closing, columns, label, rows
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.gui.toolkit.widgets.growing_edit import GrowingEdit

if TYPE_CHECKING:
    from assessor.assessment.assessment import Assessment


class Prompt(Dialog):
    """One question of the form's own; `said` is the answer once it was accepted.

    `read` turns what was written into the answer, None for what is none; then `trouble` is shown.
    """

    topic = "desk"

    def __init__(
        self,
        parent: QWidget,
        phrases: Phrases,
        field: QLineEdit | QPlainTextEdit,
        read: Callable[[str], str | None],
        *,
        heading: str,
        meaning: str,
        trouble: str,
        declining: str,
    ) -> None:
        super().__init__(parent)
        self.said = ""
        self._field, self._read = field, read
        self.setWindowTitle("Assessor")
        self.setMinimumWidth(460)
        down = rows(self, gap=8, margins=(24, 24, 24, 16))
        down.addWidget(label(self, "heading", text=heading, wrap=True))
        down.addWidget(label(self, "muted", text=meaning, wrap=True))
        field.setParent(self)
        field.setAccessibleName(heading)
        field.setAccessibleDescription(meaning)
        down.addWidget(field)
        self.aids = columns(None, gap=8)
        """Where buttons stand that help to write it."""
        down.addLayout(self.aids)
        self._trouble = label(self, "danger", text=trouble, wrap=True)
        self._trouble.hide()
        down.addWidget(self._trouble)
        declines = button(self, self.reject)
        declines.setText(declining)
        declines.setAutoDefault(False)
        keeps = button(self, self._keep, role="primary")
        keeps.setText(phrases("Keep"))
        keeps.setDefault(True)
        down.addLayout(closing(self, declines, keeps))
        field.setFocus()

    def _keep(self) -> None:
        written = self._field
        said = self._read(
            written.text() if isinstance(written, QLineEdit) else written.toPlainText()
        )
        if said is None:
            self._trouble.show()
            return
        self.said = said
        self.accept()


def ask_place(parent: QWidget, phrases: Phrases, question: str, country: str = "") -> Prompt:
    """Where one is, for a `question` of the form, or for a node nobody sees; `country` (ISO 3166-1
    alpha-3) is where the map begins."""
    from assessor.gui.questions.typed.place_question import place  # late: the window is up first

    field = LineEdit(parent)
    field.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    field.setPlaceholderText(phrases("Latitude, longitude"))
    made = Prompt(
        parent,
        phrases,
        field,
        place,
        heading=question or phrases("Where are you?"),
        meaning=phrases(
            "This form notes where it is filled, and a laptop does not know. Copy the place from"
            " a map or a navigator, or leave it blank."
        ),
        trouble=phrases(
            "That is not a place. Write latitude, longitude in degrees: {example}.",
            example="33.8938, 35.5018",
        ),
        declining=phrases("Leave it blank"),
    )

    def pick() -> None:
        from assessor.gui.toolkit.maps.place_picker import (
            PlacePicker,  # late: the atlas is read for who picks
        )

        shown = place(field.text()) or ""
        picker = PlacePicker(made, phrases.language, current=shown, country=country)
        if picker.exec():
            field.setText(picker.place)

    picks = button(made, pick, icon="pin")
    picks.setText(phrases("Pick a place on a map"))
    picks.setAutoDefault(False)
    made.aids.addWidget(picks)
    made.aids.addStretch(1)
    return made


def ask_change_reason(parent: QWidget, phrases: Phrases, *, leaving: bool) -> Prompt:
    """Why answers were changed; who is `leaving` may say it next time."""
    return Prompt(
        parent,
        phrases,
        GrowingEdit(parent, fewest=3, most=8),
        lambda text: text.strip() or None,
        heading=phrases("Why were answers changed?"),
        meaning=phrases(
            "Answers given earlier were changed, and this form keeps the reason in its audit log."
        ),
        trouble=phrases("Say in a few words why answers were changed."),
        declining=phrases("Next time" if leaving else "Cancel"),
    )


def ask_redaction_reason(parent: QWidget, phrases: Phrases) -> Prompt:
    """Why words are taken back for good."""
    return Prompt(
        parent,
        phrases,
        GrowingEdit(parent, fewest=3, most=8),
        lambda text: text.strip() or None,
        heading=phrases("Take these words back for good?"),
        meaning=phrases(
            "They are deleted here and wherever the next report of this mission is received; that"
            " somebody said something then stays. Reports sent already are out of reach. The reason"
            " stays in place of the words, so do not repeat them in it."
        ),
        trouble=phrases("Say why: the reason stays in place of the words."),
        declining=phrases("Cancel"),
    )


def ask_missing_reasons(parent: QWidget, session: Session, *, leaving: bool) -> bool:
    """Whether nothing is owed, or the person has said now why answers were changed.

    Raises FileError where the reason could not be kept.
    """
    from assessor.assessment.review.audit_log import explain_changes, owes_explanation

    mission = session.open_assessment
    if mission is None or mission.mission.read_only or not owes_explanation(mission):
        return True
    asking = ask_change_reason(parent, Phrases(session.language), leaving=leaving)
    if not asking.exec():
        return False

    def keep(now: Assessment) -> Mapping[str, frozenset[str]]:
        explain_changes(now, asking.said)
        return {}

    session.do(keep)
    return True


class PlacePrompts(QObject):
    """Asks for the places a form wants (odk:setgeopoint), each once, whenever one comes up."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._window = parent
        self._met: set[str] = set()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._ask)
        session.changed.connect(self._changed)
        self._soon.start()

    def _changed(self, changes: Changes) -> None:
        if "closed" in changes.get("", frozenset()):
            self._soon.stop()
        elif any(changes):
            self._soon.start()

    def _pending(self) -> list[str]:
        now = self._session.open_assessment
        if now is None or now.mission.read_only:
            return []
        fired = now.instance.requested_places
        return [key for key in now.places_asked if key in fired or key not in self._met]

    def _ask(self) -> None:
        """Ask for one; what its answer changes asks for the next."""
        if not self._window.isVisible() or not (pending := self._pending()):
            return
        reference = pending[0]
        self._met.add(reference)
        mission = self._session.assessment
        asking = ask_place(
            self._window,
            Phrases(self._session.language),
            plain_text(mission.node(reference).label),
            mission.facts().country_code,
        )
        said = asking.said if asking.exec() else ""
        try:
            self._session.do(lambda now: now.locate(reference, said))
        except AssessorError as error:
            show_error(self._window, error, self._session.language)
        self._soon.start()
