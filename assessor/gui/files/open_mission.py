"""Opening a file: asks for the passphrase until it fits, and says why it may only be read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import QWidget

from assessor.errors import AssessorError, WrongPassphrase
from assessor.gui.toolkit.dialogs.message_dialog import show_error
from assessor.gui.toolkit.style.app_language import question_language
from assessor.gui.toolkit.text.phrases import Phrases

if TYPE_CHECKING:
    from assessor.assessment.assessment import Assessment
    from assessor.store.write.mission import Mission

Opened = TypeVar("Opened")


def open_with_passphrase(
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
            from assessor.gui.files.passphrase_fields import UnlockDialog

            asking = UnlockDialog(parent, path.name, language, again=passphrase is not None)
            if not asking.exec():
                return None
            passphrase = asking.typed
        except AssessorError as error:
            show_error(parent, error, language)
            return None


def read_only_reason(mission: Mission, phrases: Phrases) -> tuple[str, str]:
    """A tag and its explanation where a mission can be read and not written; else blanks."""
    if not mission.read_only:
        return "", ""
    if mission.holder is None:
        why = phrases("The file or its medium forbids writing.")
    else:
        why = phrases(
            "{user} has this mission open on {host}. Close it there to write here.",
            user=mission.holder.user,
            host=mission.holder.host,
        )
    return phrases("Reading only"), why


def show_read_only_notice(assessment: Assessment, phrases: Phrases) -> tuple[str, str]:
    """What is to be known of an open mission: that it is only read, or in which language it asks;
    a tag and its explanation, or blanks."""
    told = read_only_reason(assessment.mission, phrases)
    return told if told[0] else question_language(assessment.form, assessment.language, phrases)
