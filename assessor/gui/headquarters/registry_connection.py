"""Reaching a registry on a server: away from the window, asking for the password as needed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TypeVar, cast

from PySide6.QtWidgets import QWidget

from assessor import words
from assessor.errors import AssessorError, NeedsPassword, NotAMission
from assessor.gui.feedback.busy_dialog import BusyDialog
from assessor.gui.files.passphrase_fields import PassphraseEdit
from assessor.gui.state.session import Session
from assessor.gui.toolkit.dialogs.message_dialog import MessageDialog, show_error
from assessor.gui.toolkit.system.background_task import ReportProgress
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.store.model.database_address import DatabaseAddress

Reached = TypeVar("Reached")


def reached(
    parent: QWidget,
    session: Session,
    address: DatabaseAddress,
    attempt: Callable[[DatabaseAddress], Reached],
) -> Reached | None:
    """What `attempt` gives for an address whose password fits; None if the person gave up.

    What is raised is what `attempt` raises, but for a password that is missing or wrong: that is
    asked for, and kept in the address alone.
    """
    while True:
        trying = partial(_try, attempt, address)
        busy = BusyDialog(parent, session, "Connecting to the server", trying)
        if busy.exec():
            return cast(Reached, busy.result_of_work)
        error = busy.error
        if isinstance(error, NeedsPassword):
            asking = Password(parent, session.language, address, error)
            if not asking.exec():
                return None
            address = replace(address, password=asking.typed)
        elif error is not None:
            raise error
        else:
            return None


def _try(
    attempt: Callable[[DatabaseAddress], Reached], address: DatabaseAddress, _tell: ReportProgress
) -> Reached:
    return attempt(address)


class Password(PassphraseEdit):
    """Asks for the password of a server."""

    topic = "shared"

    def __init__(
        self, parent: QWidget, language: str, address: DatabaseAddress, why: AssessorError
    ) -> None:
        super().__init__(parent)
        phrases = Phrases(language)
        self.setMinimumWidth(440)
        name = address.parts["host"] or phrases("this computer")
        text = phrases("It is used for this connection and not kept.")
        down = self.head(phrases("Password for {name}", name=name), text, gap=8)
        trouble = words.say(why, language) if address.password else ""
        self.ask(down, phrases, "Password", "Connect", trouble)


def connected(
    parent: QWidget,
    session: Session,
    address: DatabaseAddress,
    attempt: Callable[[DatabaseAddress], Reached],
) -> Reached | None:
    """The same, offering to make a registry in a database that is empty, and saying what went
    wrong; None if it came to nothing."""
    from assessor.store.write.mission import Mission

    phrases = Phrases(session.language)
    tried = [address]

    def first(at: DatabaseAddress) -> Reached:
        tried.append(at)  # with the password that was let in
        return attempt(at)

    def make(at: DatabaseAddress) -> Reached:
        Mission.create(at, role="registry").close()
        return attempt(at)

    try:
        return reached(parent, session, address, first)
    except NotAMission:
        text = phrases(
            "There is no registry in {name} yet. Make one there? Others then open it by the same "
            "address.",
            name=address.name,
        )
        asking = MessageDialog(parent, text, phrases, choices=("Make a registry", "Not now"))
        asking.exec()
        if asking.chosen != 0:
            return None
    except AssessorError as error:
        show_error(parent, error, session.language)
        return None
    try:
        return reached(parent, session, tried[-1], make)
    except AssessorError as error:
        show_error(parent, error, session.language)
        return None
