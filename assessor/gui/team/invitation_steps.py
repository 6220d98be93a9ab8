"""Invite a colleague by one file, and join a mission from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from assessor.assessment.assessment import Assessment
from assessor.assessment.base.filenames import free_path, title_stem
from assessor.assessment.exchange.invitation_files import (
    enter_team,
    find_copy,
    has_joined,
    open_invitation,
    write_invitation,
)
from assessor.assessment.mission.outgoing_seal import SEALED_SUFFIX
from assessor.errors import AssessorError, SealedByTeam
from assessor.gui.feedback.busy_dialog import run_busy
from assessor.gui.feedback.prompts import ensure_name
from assessor.gui.files.open_mission import open_with_passphrase
from assessor.gui.files.sealed_files import dispatch_sealed
from assessor.gui.files.storage_banner import own_folder
from assessor.gui.state.session import Session
from assessor.gui.toolkit.dialogs.message_dialog import ask, attempt, show_done, show_error
from assessor.gui.toolkit.system.background_task import ReportProgress
from assessor.gui.toolkit.system.file_choice import choose_file, choose_folder
from assessor.gui.toolkit.system.file_types import brought_by
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.parcel.keys.age_sealing import secret_keys
from assessor.parcel.pack.invitation import Invitation
from assessor.words import say

_MOST_BUTTONS = 3
"""Files or missions that have a button of their own in a question."""


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


def choose_invitation(parent: QWidget, session: Session, paths: Sequence[Path]) -> Path | None:
    """Return the only one of several files, or the one that the person says is theirs."""
    if len(paths) == 1:
        return paths[0]
    phrases, opens = Phrases(session.language), session.opens()
    shown = paths[:_MOST_BUTTONS]
    text = phrases("Several invitations are here, the newest first. Which one is yours?")
    names = [each.name.replace("&", "&&") for each in shown]
    other = ["Another invitation…"] if len(paths) > len(shown) else []
    more = tuple(_describe(each, opens, phrases) for each in shown)
    chosen = ask(parent, text, phrases, *names, *other, more=more, icon=("users", "accent"))
    if chosen == len(shown):
        kinds = {"Invitations": "*.invitation"}
        return choose_file(parent, phrases, phrases("Join a mission"), kinds, paths[0].parent)
    return shown[chosen] if chosen >= 0 else None


def _describe(path: Path, opens: Sequence[str], phrases: Phrases) -> str:
    """Return a line about an invitation: what it brings, or why that is not known."""
    try:
        found = open_invitation(path, identities=opens)
    except AssessorError as error:
        return f"{path.name}: {say(error, phrases.language)}"
    brings = phrases("{mission}, from {name}", mission=found.title, name=found.inviter)
    return f"{phrases.apart(path.name)}: {brings}"


@dataclass(frozen=True, slots=True)
class _Brought:
    """The files that bring one mission, with its title and inviter; both blank if sealed."""

    title: str
    inviter: str
    paths: tuple[Path, ...]


def _look_at(
    paths: Sequence[Path], opens: Sequence[str], report_progress: ReportProgress
) -> tuple[_Brought, ...]:
    """Return the missions that files bring; those sealed with a passphrase are told as one."""
    found: dict[str, _Brought] = {}
    for done, path in enumerate(paths):
        report_progress(path.name, done, len(paths))
        try:
            brings = open_invitation(path, identities=opens)
        except SealedByTeam:
            uuid, names = "", ("", "")
        except AssessorError:
            continue  # what is wrong with it is said where it is received
        else:
            uuid, names = brings.assessment, (brings.title, brings.inviter)
        known = found[uuid].paths if uuid in found else ()
        found[uuid] = _Brought(*names, (*known, path))
    return tuple(found.values())


def ask_what_for(
    parent: QWidget, session: Session, paths: Sequence[Path]
) -> tuple[str, tuple[Path, ...]]:
    """Ask whether the mission of parcels is joined: `open` with the files of that mission,
    `receive` with all files, or blank for neither.

    Headquarters, and whoever has files that bring no mission, receives without a question.
    """
    everything = "receive", tuple(paths)
    if len(paths) == 1 and paths[0].suffix.lower() == SEALED_SUFFIX:
        kind = dispatch_sealed(parent, session, paths[0])
        if kind != "receive":
            return ("open", tuple(paths)) if kind else ("", ())
    candidates = [each for each in paths if brought_by(each) == (each,)]
    if session.preferences.registries() or not candidates:
        return everything
    look = partial(_look_at, candidates, session.opens())
    brought = run_busy(parent, session, "Looking at the files…", look)
    if not brought:
        return everything if brought is not None else ("", ())
    shown, phrases = brought[:_MOST_BUTTONS], Phrases(session.language)
    text, joins = _what_for(shown, phrases)
    chosen = ask(parent, text, phrases, *joins, "Receive at headquarters")
    if chosen == len(shown):
        return everything
    return ("open", shown[chosen].paths) if chosen >= 0 else ("", ())


def _what_for(brought: Sequence[_Brought], phrases: Phrases) -> tuple[str, list[str]]:
    """Return the question about the missions that files bring, and the words of its buttons."""
    first, joins = brought[0], [phrases("Join this mission")]
    if len(brought) > 1:
        text = phrases(
            "These files bring several missions. Join one with a copy on this computer, or "
            "receive the files at headquarters?"
        )
        names = [_name_of(each, phrases) for each in brought]
        return text, [phrases("Join: {mission}", mission=name) for name in names]
    if not first.title:
        text = phrases(
            "{file} is sealed with the passphrase of a mission. Join that mission with a copy on "
            "this computer, or receive the file at headquarters?",
            file=first.paths[0].name,
        )
        return text, joins
    text = phrases(
        "{file} brings a mission, from {name}. Join it with a copy on this computer, or "
        "receive the file at headquarters?",
        file=first.paths[0].name,
        name=first.inviter,
    )
    return text, joins


def _name_of(brought: _Brought, phrases: Phrases) -> str:
    if not brought.title:
        return brought.paths[0].name
    return phrases("{mission}, from {name}", mission=brought.title, name=brought.inviter)


def join_from(
    parent: QWidget, session: Session, path: Path, receive: Callable[[Sequence[Path]], object]
) -> bool:
    """Join the mission of an invitation or parcel: ask for the name, copy it to this disk, open it.

    If a copy is here already it is opened instead, and `receive` takes a parcel. Return whether
    the mission is open now. The mission that is open must be closed before. A passphrase that was
    typed for another file opens nothing here: the copy is protected by the one typed now.
    """
    phrases, opens = Phrases(session.language), secret_keys(session.opens())

    def attempt_with(passphrase: str | None) -> tuple[Invitation, str | None]:
        return open_invitation(path, passphrase=passphrase, identities=opens), passphrase

    opened = open_with_passphrase(parent, path, session.language, attempt_with)
    if opened is None:
        return False
    found, passphrase = opened
    heading = phrases("{mission}, from {name}: your name?", mission=found.title, name=found.inviter)
    if not ensure_name(parent, session, heading):
        return False
    try:
        if copy := find_copy(_missions_here(session), found.assessment, passphrase):
            session.open(*copy)
            _enter_copy(parent, session, found, partial(receive, (path,)))
            return True
        place = free_path(own_folder(), title_stem(found.title), ".mission")
        session.join(place, found, passphrase)
    except AssessorError as error:
        show_error(parent, error, session.language)
        return False
    return True


def _missions_here(session: Session) -> list[Path]:
    """Return the mission files that were opened lately, and those where copies are made."""
    recent = [path for path, _ in session.preferences.recent()]
    return [*recent, *sorted(own_folder().glob("*.mission"))]


def _enter_copy(
    parent: QWidget, session: Session, found: Invitation, receive: Callable[[], object]
) -> None:
    """Say that the copy that is here is open; enter its team, or receive what the file brings."""
    own, phrases = session.assessment, Phrases(session.language)
    if found.seed and not has_joined(own, found):
        enter_own(parent, session, found)
        return
    text = phrases(
        "You joined {mission} on this laptop before. Your copy is open: {file}",
        mission=found.title,
        file=own.path,
    )
    show_done(parent, text, phrases)
    if not found.seed:
        receive()


def enter_own(parent: QWidget, session: Session, found: Invitation) -> None:
    """Enter the team of the open mission by an invitation to it, and say so."""
    if attempt(parent, session.language, lambda: enter_team(session.assessment, found)):
        session.reload()
        phrases = Phrases(session.language)
        text = phrases("You belong to the team of {mission} now.", mission=found.title)
        show_done(parent, text, phrases)
