"""Opening a file that may be protected: asks for the passphrase until it fits or is given up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from assessor.errors import AssessorError, WrongPassphrase
from assessor.gui.messages import show_error

Opened = TypeVar("Opened")


def opened(
    parent: QWidget, path: Path, language: str, attempt: Callable[[str | None], Opened]
) -> Opened | None:
    """What `attempt` returns for the passphrase that fits, or for none; None if it came to nothing.

    Whatever else keeps the file from opening has been said when this returns.
    """
    passphrase: str | None = None
    while True:
        try:
            return attempt(passphrase)
        except WrongPassphrase:
            from assessor.gui.passphrase import Unlock

            asking = Unlock(parent, path.name, language, again=passphrase is not None)
            if not asking.exec():
                return None
            passphrase = asking.passphrase
        except AssessorError as error:
            show_error(parent, error, language)
            return None
