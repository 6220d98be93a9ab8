"""What went wrong, what it means and what to do next, in one calm box; and the last safety net."""

from __future__ import annotations

import traceback
from datetime import datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtWidgets import QMessageBox, QWidget

from assessor import words
from assessor.errors import AssessorError


def show_error(parent: QWidget | None, error: AssessorError, language: str) -> None:
    """Tell the person of an expected error; returns when they have read it."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle("Assessor")
    box.setText(words.say(error, language))
    box.exec()


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
