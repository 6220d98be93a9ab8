"""What went wrong, what it means and what to do next, in one calm box; and the last safety net."""

from __future__ import annotations

import traceback
from datetime import datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from assessor import words
from assessor.errors import AssessorError, FormError
from assessor.gui.toolkit.dialogs.dialog import Dialog
from assessor.gui.toolkit.style.basic_widgets import (
    button,
    closing,
    columns,
    label,
    picture,
    rows,
    scrolled,
)
from assessor.gui.toolkit.text.phrases import Phrases


class MessageDialog(Dialog):
    """One sentence with its meaning; a longer list beneath it if there is one.

    `choices` are what its buttons say (English source strings), the expected one first; `chosen`
    is afterwards the place of the one pressed, or -1.
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
        down = rows(self, gap=16, margins=(24, 24, 24, 16))
        across = columns(None, gap=16)
        across.addWidget(picture(self, *icon, 28), 0, Qt.AlignmentFlag.AlignTop)
        said = label(self, "lead-ink", text=text, wrap=True)
        said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        said.setMinimumWidth(360)
        across.addWidget(said, 1)
        down.addLayout(across)
        if more:
            listed = label(self, text="\n".join(f"• {line}" for line in more), wrap=True)
            listed.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            area = scrolled(self, listed)
            area.setMinimumHeight(min(240, 40 * len(more)))
            down.addWidget(area)
        made = [self._choice(place, phrases(text)) for place, text in enumerate(choices)]
        down.addLayout(closing(self, *reversed(made)))
        self.setAccessibleName(text)

    def _choice(self, place: int, text: str) -> QPushButton:
        made = button(self, lambda: self._choose(place), role="" if place else "primary")
        made.setText(text)
        made.setDefault(place == 0)
        return made

    def _choose(self, place: int) -> None:
        self.chosen = place
        self.accept()


def show_error(parent: QWidget | None, error: AssessorError, language: str) -> None:
    """Tell the person of an expected error; returns when they have read it."""
    phrases = Phrases(language)
    if isinstance(error, FormError):
        text = phrases("This form cannot be used. Nothing was changed; here is what to mend in it:")
        MessageDialog(
            parent,
            text,
            phrases,
            more=tuple(str(phrases.apart(str(one))) for one in error.problems),
        ).exec()
    else:
        MessageDialog(parent, words.say(error, language), phrases).exec()


def wants_anyway(parent: QWidget | None, error: FormError, language: str) -> bool:
    """Show what is wrong with a form; whether the person wants to use it all the same.

    That is offered only where nothing makes the form unusable; each line then says what happens.
    """
    if not error.passable:
        show_error(parent, error, language)
        return False
    phrases = Phrases(language)
    text = phrases(
        "This form has mistakes. It is better to have them mended; if it is used anyway, this is"
        " what happens:"
    )
    more = tuple(str(phrases.apart(f"{one} → {one.instead}")) for one in error.problems)
    box = MessageDialog(parent, text, phrases, more=more, choices=("Cancel", "Use it anyway"))
    box.exec()
    return box.chosen == 1


def show_done(parent: QWidget | None, text: str, phrases: Phrases) -> None:
    """Tell the person that something went well."""
    MessageDialog(parent, text, phrases, icon=("check-circle", "ok")).exec()


def write_log(
    folder: Path, kind: type[BaseException], error: BaseException, where: TracebackType | None
) -> Path:
    """Append what happened to errors.log in `folder` and return its path; never raises OSError."""
    log = folder / "errors.log"
    text = "".join(traceback.format_exception(kind, error, where))
    try:
        with log.open("a", encoding="utf-8") as file:
            file.write(f"{datetime.now().isoformat(timespec='seconds')}\n{text}\n")
    except OSError:
        return folder  # a full disk must not turn one trouble into two
    return log
