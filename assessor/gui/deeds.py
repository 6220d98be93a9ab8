"""What each action of the menus does to the window, by the action's name."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication

from assessor.gui.bar import AT_HEADQUARTERS
from assessor.gui.guides import show_handbook, show_keys, show_tour
from assessor.gui.menus import offered
from assessor.gui.phrases import Phrases
from assessor.gui.theme import Theme
from assessor.gui.way_back import lead_back

if TYPE_CHECKING:
    from assessor.gui.results import Seen
    from assessor.gui.window import Window


def deeds(window: Window) -> dict[str, Callable[..., Any]]:
    """The deeds of a window, for its Menus."""
    session = window.session
    return {
        "new": lambda: window.begin(None),
        "open": lambda path=None: window.open_mission(path),
        "recent": lambda: [
            *(path for path, _ in session.preferences.recent()),
            *session.preferences.registries()[:4],
        ],
        "samples": window.show_samples,
        "home": window.go_home,
        "check": window.check,
        "export": window.export,
        "colleagues": window.receive_from_colleagues,
        "lock": window.guard.lock_now,
        "lock-after": lambda minutes: window.guard.lock_after(int(minutes)),
        "headquarters": lambda: window.receive(()),
        **{name: partial(does, window) for name, does in _OF_WINDOW.items()},
        **{name: partial(_at_headquarters, window, name) for name in AT_HEADQUARTERS},
        "quit": window.close,
        "undo": lambda: _step(window, undo=True),
        "redo": lambda: _step(window, undo=False),
        "look": lambda choice: _choose_look(window, choice),
        "language": session.speak,
        "questions": session.ask_in,
        "full": window.toggle_full_screen,
    }


def _step(window: Window, *, undo: bool) -> None:
    """Undo or redo; what is typed and not yet said is what was done last.

    One is led to where it was done: nothing changes out of sight.
    """
    if not window.settle():
        return
    session = window.session
    before = session.mission.place_of(undo=undo)
    (session.undo if undo else session.redo)()
    place = session.mission.place_of(undo=not undo) or before
    if place and place != window.place():
        window.show_desk(place)


def _meetings(window: Window, source: str = "") -> None:
    """Begin, mend and end meetings, and see every source, one of them at first if it is named."""
    if window.settle():
        from assessor.gui.meetings import MeetingsDialog

        MeetingsDialog(window, window.session, source).exec()


def _find(window: Window) -> None:
    """The command palette; what was chosen is done once it is closed."""
    if window.settle():
        from assessor.gui.finder import Finder

        itself = window.menu_actions["find"]
        finder = Finder(
            window,
            window.session,
            [each for each in offered(window.menuBar()) if each[1] is not itself],
            window.show_desk,
            lambda source: _meetings(window, source),
        )
        if finder.exec() and finder.chosen is not None:
            finder.chosen.go()


def _tonight(window: Window) -> None:
    """What waits for the team, and the way to each question."""
    if window.settle():
        from assessor.gui.tonight import show_tonight

        show_tonight(window, window.session, window.doors)


def _results(window: Window, seen: Seen | None = None) -> None:
    """The scores, and the answers behind each; from there one comes back to them as they were."""
    if window.settle():
        from assessor.gui.results import Results

        shown = Results(window, window.session, window.doors, seen)
        shown.exec()
        left = shown.left
        if left is not None:
            text = Phrases(window.session.language)("Back to the results")
            lead_back(window, window.session, text, lambda: _results(window, left))


def _plan(window: Window) -> None:
    """What is recommended, who does it, and what donors do already."""
    if window.settle():
        from assessor.gui.plan import PlanDialog

        PlanDialog(window, window.session).exec()


def _print(window: Window) -> None:
    """The questions on paper, blank."""
    if window.settle():
        from assessor.gui.print_dialog import PrintDialog

        PrintDialog(window, window.session).exec()


def _upload(window: Window) -> None:
    """The open mission as an ODK submission, to a server."""
    if window.settle():
        from assessor.gui.uploading import UploadDialog, of_mission

        UploadDialog(window, window.session, of_mission(window.session)).exec()


def _government(window: Window) -> None:
    """The government's comments on the report, as a table out and in."""
    if window.settle():
        from assessor.gui.government import GovernmentDialog

        if GovernmentDialog(window, window.session, window.doors).exec():
            text = Phrases(window.session.language)("Back to the comments")
            lead_back(window, window.session, text, lambda: _government(window))


def _team(window: Window) -> None:
    """Who fills which section, and how far everybody is."""
    if window.settle():
        from assessor.gui.team import TeamDialog

        TeamDialog(window, window.session, lambda: _exchange(window)).exec()


def _exchange(window: Window) -> None:
    """Take in what colleagues left in a folder, and leave what is here."""
    if window.settle():
        from assessor.gui.exchange import offer

        offer(window, window.session)


def _received(window: Window) -> None:
    """What the open mission has received, and what waits in it for somebody's trust."""
    if window.settle():
        from assessor.gui.received import Received

        Received(window, window.session).exec()


def _previous(window: Window) -> None:
    """What changed since the mission before, which is asked for as needed."""
    if window.settle():
        from assessor.gui.following import offer

        offer(window, window.session)


def _upgrade(window: Window) -> None:
    """Go on in a newer version of the form."""
    if window.settle():
        from assessor.gui.newer_form import offer

        offer(window, window.session)


def _at_headquarters(window: Window, name: str) -> None:
    """Go to headquarters and do one of its deeds; without a registry it asks for one first."""
    from assessor.gui.headquarters import Headquarters

    window.receive(())
    screen = window.findChild(Headquarters)
    if screen is not None and screen.isVisible():
        screen.do(name)


def _people(window: Window) -> None:
    """One's own contact card, and the people whose keys were compared."""
    from assessor.gui.people import People

    People(window, window.session).exec()


def _passphrase(window: Window) -> None:
    """Change, set or take away the passphrase of what is open: the mission, else the registry."""
    from assessor.gui.messages import Message
    from assessor.gui.passphrase_change import ChangePassphrase

    session, phrases = window.session, Phrases(window.session.language)
    if session.assessment is not None and window.settle():
        ChangePassphrase(window, session, session.mission.mission).exec()
        session.keep_caption()
    elif session.assessment is None and window.office is not None:
        ChangePassphrase(window, session, window.office.mission).exec()
    elif session.assessment is None:
        text = phrases("Open a mission or a registry first: a passphrase belongs to one file.")
        Message(window, text, phrases).exec()


def _back_up(window: Window) -> None:
    """Write a whole, verified copy of the mission somewhere else."""
    window.settle()  # on a full disk a copy elsewhere is wanted all the more
    from assessor.gui import backup

    backup.offer(window, window.session)
    window.safekeeping.look()


def _show_about(window: Window) -> None:
    """What this is, and which."""
    from assessor.gui.help import show_about

    show_about(window, window.session, Phrases(window.session.language))


def _choose_look(window: Window, choice: str) -> None:
    """Light, dark, or as the system."""
    window.session.preferences.put("look", choice)
    app = QApplication.instance()
    assert app is not None
    for look in app.findChildren(Theme):
        look.choose(choice)


_OF_WINDOW: dict[str, Callable[[Window], object]] = {
    "meetings": _meetings,
    "tonight": _tonight,
    "results": _results,
    "plan": _plan,
    "find": _find,
    "print": _print,
    "government": _government,
    "upload": _upload,
    "team": _team,
    "exchange": _exchange,
    "received": _received,
    "previous": _previous,
    "upgrade": _upgrade,
    "backup": _back_up,
    "people": _people,
    "passphrase": _passphrase,
    "help": show_handbook,
    "tour": show_tour,
    "keys": show_keys,
    "about": _show_about,
}
"""What is done with the window as it stands, mostly a dialog over it."""
