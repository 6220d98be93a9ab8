"""A file of another mission meets the open one: offer to join the two."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from enum import Enum
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from assessor.assessment.assessment import Assessment
from assessor.assessment.exchange.invitation_files import open_invitation
from assessor.assessment.exchange.other_missions import (
    OtherMission,
    join_other_mission,
    read_other_mission,
)
from assessor.assessment.mission.joined_missions import JoinResult
from assessor.errors import AssessorError, SealedByTeam
from assessor.gui.feedback.busy_dialog import BusyDialog, run_busy
from assessor.gui.files.open_mission import open_with_passphrase
from assessor.gui.state.session import Session
from assessor.gui.team.invitation_steps import choose_invitation, enter_own, join_from
from assessor.gui.toolkit.dialogs.message_dialog import ask, show_done, unless_unprotected
from assessor.gui.toolkit.system.background_task import ReportProgress
from assessor.gui.toolkit.system.file_types import brought_by
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.parcel.pack.invitation import Invitation


class Offer(Enum):
    """What became of a file: not of another mission, of the open one, settled, or declined."""

    NONE = "not of another mission, or it cannot be read: say so where it is used"
    OWN = "a file of the open mission"
    JOINED = "joined with the open one"
    DONE = "settled, or given up"
    DECLINED = "to be used otherwise"


def offer_join(
    parent: QWidget, session: Session, path: Path, otherwise: str, *, same_country: bool = False
) -> Offer:
    """Offer to join the mission of a file with the open one; `otherwise` is the other button.

    With `same_country` a mission about another country, or an unknown one, is not offered.
    An invitation to the open mission lets its person into the team.
    """
    mission = session.open_assessment
    if mission is None or mission.mission.read_only or not path.is_file():
        return Offer.NONE
    passphrase: str | None = None
    if path.suffix.lower() != ".mission":
        try:
            opened = _open(parent, session, path)
        except AssessorError:
            return Offer.NONE
        if opened is None:
            return Offer.DONE
        found, passphrase = opened
        if passphrase:
            session.remember_passphrase(passphrase)
        if found.assessment in mission.joint:
            if not found.seed:
                return Offer.OWN
            enter_own(parent, session, found)
            return Offer.DONE
    looked = BusyDialog(
        parent,
        session,
        "Looking at the files…",
        session.aside(partial(_read, path, passphrase, session.opens())),
    )
    looked.exec()
    other: OtherMission | None = looked.result_of_work
    if other is None or other.assessment in mission.joint:
        return Offer.NONE
    if same_country and not other.is_about(mission.facts()):
        return Offer.NONE
    return _offer(parent, session, other, otherwise)


def offer_joins(
    parent: QWidget, session: Session, paths: Sequence[Path], otherwise: str
) -> tuple[Path, ...]:
    """Offer to join each other mission that files bring with the open one; return the files that
    are left to receive.

    `otherwise` is the button that leaves the files of a mission alone. One file is asked for its
    passphrase; of several, those that do not open with what is known are only received.
    """
    if len(paths) == 1:
        offer = offer_join(parent, session, paths[0], otherwise)
        return tuple(paths) if offer in (Offer.NONE, Offer.OWN) else ()
    mission = session.open_assessment
    if mission is None or mission.mission.read_only:
        return tuple(paths)
    task = session.aside(partial(_read_all, tuple(paths), session.opens()))
    others: tuple[OtherMission, ...] | None = run_busy(
        parent, session, "Looking at the files…", task
    )
    if others is None:
        return ()
    left = list(paths)
    for group in _by_mission(others):
        joined = _offer(parent, session, group[0], otherwise, files=len(group)) is Offer.JOINED
        for each in group[:1] if joined else group:
            left.remove(each.path)
    return tuple(left)


def _by_mission(others: Iterable[OtherMission]) -> Iterable[list[OtherMission]]:
    groups: dict[str, list[OtherMission]] = {}
    for other in others:
        groups.setdefault(other.assessment, []).append(other)
    return groups.values()


def _read_all(
    paths: Sequence[Path], opens: tuple[str, ...], own: Assessment, report_progress: ReportProgress
) -> tuple[OtherMission, ...]:
    """Return the other missions that files bring; what cannot be read is told by who receives."""
    found = []
    for done, path in enumerate(paths):
        report_progress(path.name, done, len(paths))
        if not (path.suffix.lower() == ".mission" or brought_by(path) == (path,)):
            continue
        with suppress(AssessorError):
            found.append(read_other_mission(own, path, identities=opens))
    return tuple(each for each in found if each.assessment not in own.joint)


def open_brought(
    parent: QWidget,
    session: Session,
    paths: Sequence[Path],
    receive: Callable[[Sequence[Path]], object],
    leave: Callable[[], bool],
) -> bool:
    """Join a mission by one of the files that bring it, in place of the open one or with it.

    `receive` takes a file of the open mission, `leave` closes that; return whether another is open.
    """
    path = choose_invitation(parent, session, paths)
    if path is None:
        return False
    offer = offer_join(parent, session, path, "Open it by itself", same_country=True)
    if offer is Offer.OWN:
        receive((path,))
    if offer not in (Offer.NONE, Offer.DECLINED) or not leave():
        return False
    return join_from(parent, session, path, receive)


def _open(parent: QWidget, session: Session, path: Path) -> tuple[Invitation, str | None] | None:
    """Return what a file brings, with the passphrase that was asked for; None if it was not said.

    Raises AssessorError.
    """
    opens = session.opens()

    def attempt_with(passphrase: str | None) -> tuple[Invitation, str | None]:
        return open_invitation(path, passphrase=passphrase, identities=opens), passphrase

    try:
        return attempt_with(None)
    except SealedByTeam:
        return open_with_passphrase(parent, path, session.language, attempt_with)


def _read(
    path: Path,
    passphrase: str | None,
    opens: tuple[str, ...],
    own: Assessment,
    _report_progress: ReportProgress,
) -> OtherMission:
    return read_other_mission(own, path, passphrase=passphrase, identities=opens)


def _offer(
    parent: QWidget, session: Session, other: OtherMission, otherwise: str, *, files: int = 1
) -> Offer:
    """Ask whether the mission that files bring is joined with the open one, and do so."""
    phrases = Phrases(session.language)
    text = " ".join(_sentences(session.assessment, other, phrases, files))
    more = (
        phrases("What differs then waits for a decision; the rest is one."),
        phrases("It counts on this computer, and for others where you belong to both teams."),
        phrases("They can be parted again: Team, Part a joined mission."),
    )
    choices = "Join the two missions", otherwise
    chosen = ask(parent, text, phrases, *choices, more=more, icon=("link", "accent"))
    if chosen != 0:
        return Offer.DECLINED if chosen == 1 else Offer.DONE

    def join(readable: bool) -> JoinResult | None:
        other.refuse_readable(session.assessment.mission, readable=readable)
        done: JoinResult | None = run_busy(
            parent, session, "Joining the two missions…", session.aside(partial(_join, other))
        )
        return done

    done = unless_unprotected(parent, session.language, join)
    session.reload()
    if done is not None:
        told = phrases("The two missions are one now. To decide: {count}.", count=done.conflicts)
        show_done(parent, told, phrases)
    return Offer.DONE if done is None else Offer.JOINED


def _join(other: OtherMission, own: Assessment, _report_progress: ReportProgress) -> JoinResult:
    return join_other_mission(own, other, anyway=True, readable=True)


def _sentences(own: Assessment, other: OtherMission, phrases: Phrases, files: int) -> Iterator[str]:
    facts, here = other.facts, own.facts()
    yield phrases(
        "{file} is of another mission: {mission}, from {name}.",
        file=other.path.name,
        mission=other.title,
        name=other.sender,
    )
    if files > 1:
        yield phrases("Files of that mission: {count}.", count=files)
    if other.is_about(here):
        yield phrases("Both are about {country}.", country=facts.country)
    elif facts.country_code and here.country_code:
        yield phrases(
            "It is about {country}, this one about {other}.",
            country=facts.country,
            other=here.country,
        )
    yield phrases("Join the two if both teams assess the same thing.")
