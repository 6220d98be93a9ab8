"""Invite a colleague by one file, and join a mission from it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from assessor.assessment.assessment import Assessment
from assessor.assessment.base.filenames import free_path, title_stem
from assessor.assessment.exchange.invitation_files import (
    open_invitation,
    write_invitation,
)
from assessor.errors import AssessorError, SealedByTeam
from assessor.gui.feedback.busy_dialog import run_busy
from assessor.gui.feedback.prompts import ensure_name
from assessor.gui.files.open_mission import open_with_passphrase
from assessor.gui.files.storage_banner import own_folder
from assessor.gui.state.session import Session
from assessor.gui.toolkit.dialogs.message_dialog import ask, show_done, show_error
from assessor.gui.toolkit.system.background_task import ReportProgress
from assessor.gui.toolkit.system.file_choice import choose_folder
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.parcel.keys.age_sealing import secret_keys
from assessor.parcel.pack.invitation import Invitation


def invite_colleague(parent: QWidget, session: Session) -> None:
    """Ask for a folder or stick, and write an invitation to it."""
    phrases, secret = Phrases(session.language), session.passphrase
    title = phrases("Choose a folder or USB stick for the invitation")
    folder = choose_folder(parent, title, session.assessment.path.parent)
    if folder is None:
        return

    def task(own: Assessment, _report_progress: ReportProgress) -> Path:
        return write_invitation(own, folder, passphrase=secret)

    path = run_busy(parent, session, "Writing the invitation", session.aside(task))
    session.reload()
    if path is not None:
        text = phrases(
            "The invitation is written: {file}. Whoever opens it joins the team, so give it to one "
            "person, by hand.",
            file=path.name,
        )
        show_done(parent, text, phrases)


def ask_what_for(parent: QWidget, session: Session, path: Path) -> str:
    """Ask whether the mission of a parcel is joined: `open`, `receive`, or blank for neither.

    Headquarters, and whoever has a file that brings no mission, receives without a question.
    """
    if session.preferences.registries():
        return "receive"
    phrases = Phrases(session.language)
    try:
        found = open_invitation(path, identities=session.opens())
    except SealedByTeam:
        text = phrases(
            "{file} is sealed with the passphrase of a mission. Join that mission with a copy on "
            "this computer, or receive the file at headquarters?",
            file=path.name,
        )
    except AssessorError:
        return "receive"  # where the sentence about the file is shown
    else:
        text = phrases(
            "{file} brings a mission, from {name}. Join it with a copy on this computer, or "
            "receive the file at headquarters?",
            file=path.name,
            name=found.inviter,
        )
    chosen = ask(parent, text, phrases, "Join this mission", "Receive at headquarters")
    return {0: "open", 1: "receive"}.get(chosen, "")


def join_from(parent: QWidget, session: Session, path: Path) -> bool:
    """Join the mission of an invitation or parcel: ask for the name, copy it to this disk, open it.

    Return whether it is open now. The mission that is open must be closed before. A passphrase that
    was typed for another file opens nothing here: the copy is protected by the one typed now.
    """
    phrases, opens = Phrases(session.language), secret_keys(session.opens())

    def attempt(passphrase: str | None) -> tuple[Invitation, str | None]:
        return open_invitation(path, passphrase=passphrase, identities=opens), passphrase

    opened = open_with_passphrase(parent, path, session.language, attempt)
    if opened is None:
        return False
    found, passphrase = opened
    heading = phrases("{mission}, from {name}: your name?", mission=found.title, name=found.inviter)
    if not ensure_name(parent, session, heading):
        return False
    try:
        place = free_path(own_folder(), title_stem(found.title), ".mission")
        session.join(place, found, passphrase)
    except AssessorError as error:
        show_error(parent, error, session.language)
        return False
    return True
