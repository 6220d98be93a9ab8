"""Prompts the form itself requires: the place, and reasons for changes."""

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
from assessor.gui.toolkit.style import basic_widgets as ui
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.gui.toolkit.widgets.growing_edit import GrowingEdit
from assessor.names import is_safe_name, safe_name

if TYPE_CHECKING:
    from assessor.assessment.assessment import Assessment


class Prompt(Dialog):
    """One prompt; `read` converts its text to `answer`, or to None, which shows `trouble`."""

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
        self.answer = ""
        self._field, self._read = field, read
        self.setWindowTitle("Assessor")
        self.setMinimumWidth(460)
        column = ui.rows(self, margins=(24, 24, 24, 16))
        column.addWidget(ui.label(self, "heading", text=heading, wrap=True))
        column.addWidget(ui.label(self, "muted", text=meaning, wrap=True))
        field.setParent(self)
        field.setAccessibleName(heading)
        field.setAccessibleDescription(meaning)
        self.aids = ui.columns(None)
        """Row for buttons that help to fill the field."""
        self._trouble = ui.label(self, "danger", text=trouble, wrap=True)
        self._trouble.hide()
        decline_button = ui.button(self, self.reject, declining)
        decline_button.setAutoDefault(False)
        keep_button = ui.button(self, self._keep, phrases("Keep"), role="primary")
        keep_button.setDefault(True)
        ui.fill(
            column, field, self.aids, self._trouble, ui.closing(self, decline_button, keep_button)
        )
        field.setFocus()

    def _keep(self) -> None:
        field = self._field
        answer = self._read(field.text() if isinstance(field, QLineEdit) else field.toPlainText())
        if answer is None:
            self._trouble.show()
            return
        self.answer = answer
        self.accept()


def ask_place(parent: QWidget, phrases: Phrases, question: str, country: str = "") -> Prompt:
    """Ask for a place; the map begins at `country` (ISO 3166-1 alpha-3)."""
    from assessor.gui.questions.typed.place_question import place  # late import: see the module

    field = ui.LineEdit(parent)
    field.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    field.setPlaceholderText(phrases("Latitude, longitude"))
    prompt = Prompt(
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

    def pick_place() -> None:
        from assessor.gui.toolkit.maps.place_picker import PlacePicker  # it loads the atlas

        current = place(field.text()) or ""
        picker = PlacePicker(prompt, phrases.language, current=current, country=country)
        if picker.exec():
            field.setText(picker.place)

    map_button = ui.button(prompt, pick_place, phrases("Pick a place on a map"), icon="pin")
    map_button.setAutoDefault(False)
    ui.fill(prompt.aids, map_button, 1)
    return prompt


def ask_change_reason(parent: QWidget, phrases: Phrases, *, leaving: bool) -> Prompt:
    """Ask why answers were changed; `leaving` allows to answer next time."""
    return _ask_reason(
        parent,
        phrases,
        heading=phrases("Why were answers changed?"),
        meaning=phrases(
            "Answers given earlier were changed, and this form keeps the reason in its audit log."
        ),
        trouble=phrases("Say in a few words why answers were changed."),
        declining=phrases("Next time" if leaving else "Cancel"),
    )


def ask_redaction_reason(parent: QWidget, phrases: Phrases) -> Prompt:
    """Ask why words are redacted for good."""
    return _ask_reason(
        parent,
        phrases,
        heading=phrases("Delete these words permanently?"),
        meaning=phrases(
            "They are deleted here and wherever the next report of this mission is received; that"
            " somebody said something then stays. Reports sent already are out of reach. The reason"
            " stays in place of the words, so do not repeat them in it."
        ),
        trouble=phrases("Say why: the reason stays in place of the words."),
        declining=phrases("Cancel"),
    )


def _ask_reason(parent: QWidget, phrases: Phrases, **texts: str) -> Prompt:
    edit = GrowingEdit(parent, fewest=3, most=8)
    return Prompt(parent, phrases, edit, lambda text: text.strip() or None, **texts)


def ensure_name(parent: QWidget, session: Session, heading: str = "") -> bool:
    """Ask for the person's name if this laptop has none; return whether it has one now.

    `heading` is translated already.
    """
    if session.identity().name:
        return True
    prompt = name_prompt(parent, Phrases(session.language), heading)
    if prompt.exec():
        session.rename(prompt.answer)
    return bool(prompt.answer)


def name_prompt(parent: QWidget, phrases: Phrases, heading: str = "") -> Prompt:
    """Create the question for a person's name; `heading` is translated already."""
    return Prompt(
        parent,
        phrases,
        ui.LineEdit(parent),
        lambda text: text.strip() if safe_name(text) and is_safe_name(text) else None,
        heading=heading or phrases("What is your name?"),
        meaning=phrases(
            "It stands beside every answer you give, and can be changed under People and keys."
        ),
        trouble=phrases("Write your name, on one line: nothing is kept without its author."),
        declining=phrases("Not now"),
    )


def ask_missing_reasons(parent: QWidget, session: Session, *, leaving: bool) -> bool:
    """Ask for missing reasons; return whether none is missing afterwards. Raises FileError."""
    from assessor.assessment.review.audit_log import explain_changes, owes_explanation

    mission = session.open_assessment
    if mission is None or mission.mission.read_only or not owes_explanation(mission):
        return True
    prompt = ask_change_reason(parent, Phrases(session.language), leaving=leaving)
    if not prompt.exec():
        return False

    def store_reason(now: Assessment) -> Mapping[str, frozenset[str]]:
        explain_changes(now, prompt.answer)
        return {}

    session.do(store_reason)
    return True


class PlacePrompts(QObject):
    """Asks for each place the form wants (odk:setgeopoint) once, when it comes up."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._window = parent
        self._asked: set[str] = set()
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._ask)
        session.changed.connect(self._changed)
        self._soon.start()

    def _changed(self, changes: Changes) -> None:
        if "closed" in changes.get("", frozenset()):
            self._soon.stop()
        elif any(changes):
            self._soon.start()

    def _pending(self) -> list[str]:
        assessment = self._session.open_assessment
        if assessment is None or assessment.mission.read_only:
            return []
        from assessor.assessment.entries.places import requested_places

        requested = assessment.instance.requested_places
        return [
            key
            for key in requested_places(assessment)
            if key in requested or key not in self._asked
        ]

    def _ask(self) -> None:
        """Ask for one place; the change it causes asks for the next."""
        if not self._window.isVisible() or not (pending := self._pending()):
            return
        from assessor.assessment.entries.places import answer_place

        reference = pending[0]
        self._asked.add(reference)
        mission = self._session.assessment
        prompt = ask_place(
            self._window,
            Phrases(self._session.language),
            plain_text(mission.node(reference).label),
            mission.facts().country_code,
        )
        text = prompt.answer if prompt.exec() else ""
        try:
            self._session.do(lambda now: answer_place(now, reference, text))
        except AssessorError as error:
            show_error(self._window, error, self._session.language)
        self._soon.start()
