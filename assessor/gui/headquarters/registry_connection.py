"""Connect to a registry server in the background; ask for the password as needed."""

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
from assessor.gui.toolkit.dialogs.message_dialog import ask, show_error
from assessor.gui.toolkit.system.background_task import ReportProgress
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.store.model.database_address import DatabaseAddress
from assessor.store.write.mission import Mission

Reached = TypeVar("Reached")


def reached(
    parent: QWidget,
    session: Session,
    address: DatabaseAddress,
    attempt: Callable[[DatabaseAddress], Reached],
    tried: list[DatabaseAddress] | None = None,
) -> tuple[DatabaseAddress, Reached] | None:
    """Try an address until its password fits; return it with the result of `attempt`, or None if
    the user gives up.

    `attempt` runs in a thread. Its errors are raised, except for a missing or wrong password: that
    is asked for and stored in the address only. Each tried address is added to `tried`.
    """
    while True:
        trying = partial(_try, attempt, address)
        busy = BusyDialog(parent, session, "Connecting to the server", trying)
        if busy.exec():
            return address, cast(Reached, busy.result_of_work)
        error = busy.error
        if isinstance(error, NeedsPassword):
            asking = Password(parent, session.language, address, error)
            if not asking.exec():
                return None
            address = replace(address, password=asking.typed)
            if tried is not None:
                tried.append(address)
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
        text = phrases("It is used for this connection and not stored.")
        column = self.head(phrases("Password for {name}", name=name), text, gap=8)
        trouble = words.say(why, language) if address.password else ""
        self.add_line(column, phrases, "Password", "Connect", trouble)


def connected(
    parent: QWidget, session: Session, address: DatabaseAddress
) -> tuple[DatabaseAddress, Mission] | None:
    """Return the open registry of a database; offer to create one if the database is empty.

    Returns None if the user gives up or it cannot be opened, after showing the error.
    """
    phrases = Phrases(session.language)
    tried = [address]
    try:
        return reached(parent, session, address, Mission.open, tried)
    except NotAMission:
        text = phrases(
            "There is no registry in {name} yet. Make one there? Others then open it by the same "
            "address.",
            name=address.name,
        )
        if ask(parent, text, phrases, "Make a registry", "Not now") != 0:
            return None
    except AssessorError as error:
        show_error(parent, error, session.language)
        return None
    try:
        return reached(parent, session, tried[-1], _make)
    except AssessorError as error:
        show_error(parent, error, session.language)
        return None


def _make(address: DatabaseAddress) -> Mission:
    return Mission.create(address, role="registry")
