"""Message boxes for errors and results, and the error log."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from assessor import words
from assessor.errors import AssessorError, FormError, Unprotected
from assessor.gui.toolkit.dialogs.dialog import Dialog
from assessor.gui.toolkit.style import basic_widgets as ui
from assessor.gui.toolkit.text.phrases import Phrases

Result = TypeVar("Result")


class MessageDialog(Dialog):
    """One message, with an optional list below it.

    `choices` are the button texts (English source texts), the default first; `chosen` becomes the
    index of the pressed one, or -1.
    """

    def __init__(
        self,
        parent: QWidget | None,
        text: str,
        phrases: Phrases,
        *,
        more: tuple[str, ...] = (),
        icon: tuple[str, str] = ("warning", "warn"),
        choices: tuple[str, ...] = ("Close",),
    ) -> None:
        super().__init__(parent)
        self.chosen = -1
        self.setWindowTitle("Assessor")
        self.setMinimumWidth(480)
        self.setMaximumWidth(640)
        row = ui.columns(None, (ui.picture(self, *icon, 28), 0, Qt.AlignmentFlag.AlignTop), gap=16)
        message = ui.label(self, "lead-ink", text=text, wrap=True)
        message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        message.setMinimumWidth(360)
        row.addWidget(message, 1)
        column = ui.rows(self, row, gap=16, margins=(24, 24, 24, 16))
        if more:
            listed = ui.label(self, text="\n".join(f"• {line}" for line in more), wrap=True)
            listed.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            area = ui.scrolled(self, listed)
            area.setMinimumHeight(min(240, 40 * len(more)))
            column.addWidget(area)
        buttons = [self._choice(index, phrases(text)) for index, text in enumerate(choices)]
        column.addLayout(ui.closing(self, *reversed(buttons)))
        self.setAccessibleName(text)

    def _choice(self, index: int, text: str) -> QPushButton:
        button_widget = ui.button(
            self, lambda: self._choose(index), text, role="" if index else "primary"
        )
        button_widget.setDefault(index == 0)
        return button_widget

    def _choose(self, index: int) -> None:
        self.chosen = index
        self.accept()


def show_error(parent: QWidget | None, error: AssessorError, language: str) -> None:
    """Show an expected error and return when the dialog is closed."""
    phrases = Phrases(language)
    if isinstance(error, FormError):
        text = phrases("This form cannot be used. Nothing was changed; here is what to mend in it:")
        MessageDialog(
            parent,
            text,
            phrases,
            more=tuple(str(phrases.apart(str(problem))) for problem in error.problems),
        ).exec()
    else:
        MessageDialog(parent, words.say(error, language), phrases).exec()


def attempt(parent: QWidget | None, language: str, operation: Callable[[], object]) -> bool:
    """Do something; show its error, if any, and return whether it succeeded."""
    try:
        operation()
    except AssessorError as error:
        show_error(parent, error, language)
        return False
    return True


def ask(
    parent: QWidget | None,
    text: str,
    phrases: Phrases,
    *choices: str,
    more: tuple[str, ...] = (),
    icon: tuple[str, str] = ("warning", "warn"),
) -> int:
    """Ask a question; return the index of the pressed choice, or -1."""
    dialog = MessageDialog(parent, text, phrases, more=more, icon=icon, choices=choices)
    dialog.exec()
    return dialog.chosen


def wants_anyway(parent: QWidget | None, error: FormError, language: str) -> bool:
    """Show the mistakes of a form; return whether it is usable and wanted anyway."""
    if not error.passable:
        show_error(parent, error, language)
        return False
    phrases = Phrases(language)
    text = phrases(
        "This form has mistakes. It is better to have them mended; if it is used anyway, this is"
        " what happens:"
    )
    more = tuple(str(phrases.apart(f"{problem} → {problem.instead}")) for problem in error.problems)
    return ask(parent, text, phrases, "Cancel", "Use it anyway", more=more) == 1


def wants_readable(parent: QWidget | None, doubt: Unprotected, language: str) -> bool:
    """Say what would be readable by anybody; return whether that is wanted."""
    text, phrases = words.say(doubt, language), Phrases(language)
    choice = "Readable by anybody who gets the file"
    return ask(parent, text, phrases, "Cancel", choice, icon=("lock", "warn")) == 1


def unless_unprotected(
    parent: QWidget | None, language: str, operation: Callable[[bool], Result]
) -> Result | None:
    """Return the result of `operation(False)`. If that would make something readable by anybody,
    ask: `operation(True)` if it is wanted, else None."""
    try:
        return operation(False)
    except Unprotected as doubt:
        return operation(True) if wants_readable(parent, doubt, language) else None


def show_done(parent: QWidget | None, text: str, phrases: Phrases) -> None:
    """Show that something succeeded."""
    MessageDialog(parent, text, phrases, icon=("check-circle", "ok")).exec()


def write_log(
    folder: Path, kind: type[BaseException], error: BaseException, where: TracebackType | None
) -> Path:
    """Append an exception to errors.log in `folder` and return its path; never raise OSError."""
    log = folder / "errors.log"
    text = "".join(traceback.format_exception(kind, error, where))
    try:
        with log.open("a", encoding="utf-8") as file:
            file.write(f"{datetime.now().isoformat(timespec='seconds')}\n{text}\n")
    except OSError:
        return folder  # on a full disk the first error matters more
    return log
