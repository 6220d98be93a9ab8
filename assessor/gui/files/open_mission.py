"""Open a mission file; ask for its passphrase and explain read-only access."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import QWidget

from assessor.errors import AssessorError, Damaged, Reason, WrongPassphrase
from assessor.gui.toolkit.dialogs.message_dialog import show_error
from assessor.gui.toolkit.style.app_language import question_language
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.words import say

if TYPE_CHECKING:
    from assessor.assessment.assessment import Assessment
    from assessor.gui.state.session import Session
    from assessor.store.write.mission import Mission

Opened = TypeVar("Opened")


def open_with_passphrase(
    parent: QWidget,
    path: Path,
    language: str,
    attempt: Callable[[str | None], Opened],
    show_damage: Callable[[Damaged, str | None], None] | None = None,
) -> Opened | None:
    """Return the result of `attempt` with the right passphrase; None after a shown error.

    A damaged file is shown by `show_damage`, with the passphrase that was tried.
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
            if isinstance(error, Damaged) and show_damage is not None:
                show_damage(error, passphrase)
            else:
                show_error(parent, error, language)
            return None


def offer_rescue(
    parent: QWidget,
    session: Session,
    path: Path,
    open_again: Callable[[Path], None],
    message: Damaged | Reason,
    passphrase: str | None = None,
) -> None:
    """Show why a file is damaged and offer what helps; `open_again` opens what came of it."""
    from assessor.gui.files.rescue_mission import mend_or_rescue  # late import: seldom needed

    if new := mend_or_rescue(parent, session, path, passphrase, message):
        open_again(new)


def offer_mending(parent: QWidget, session: Session, open_again: Callable[[Path], None]) -> None:
    """Offer what helps if the open mission is damaged, or if its form cannot be used."""
    now = session.open_assessment
    if now and (problem := now.form_problem or now.mission.changed):
        offer_rescue(parent, session, now.path, open_again, problem, session.passphrase)


def read_only_reason(mission: Mission, phrases: Phrases) -> tuple[str, str]:
    """Return a tag and its explanation for a read-only mission; else blanks."""
    if not mission.read_only:
        return "", ""
    if mission.obstacle is not None:
        why = say(mission.obstacle, phrases.language)
    elif mission.holder is None:
        why = phrases("The file or its medium forbids writing.")
    else:
        why = phrases(
            "{user} has this mission open on {host}. Close it there to write here.",
            user=mission.holder.user,
            host=mission.holder.host,
        )
    return phrases("Reading only"), why


def show_read_only_notice(assessment: Assessment, phrases: Phrases) -> tuple[str, str]:
    """Return a tag and its explanation: read only, or another language; else blanks."""
    notice = read_only_reason(assessment.mission, phrases)
    return notice if notice[0] else question_language(assessment.form, assessment.language, phrases)
