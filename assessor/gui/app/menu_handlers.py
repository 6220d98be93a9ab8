"""What each action of the menus does to the window, by the action's name."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication

from assessor.gui.app.auto_lock import AutoLock
from assessor.gui.app.help.menu_entries import AT_HEADQUARTERS
from assessor.gui.app.help_actions import show_handbook, show_keys, show_tour
from assessor.gui.app.menu_bar import available_choices
from assessor.gui.feedback.return_bar import add_return_bar
from assessor.gui.toolkit.style.theme import Theme
from assessor.gui.toolkit.text.phrases import Phrases

if TYPE_CHECKING:
    from assessor.gui.app.main_window import MainWindow
    from assessor.gui.checks.results_dialog import ResultsPosition


def menu_handlers(window: MainWindow) -> dict[str, Callable[..., Any]]:
    """The deeds of a window, for its Menus."""
    session = window.session
    auto_lock = AutoLock(window)
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
        "lock": auto_lock.lock_now,
        "lock-after": lambda minutes: auto_lock.lock_after(int(minutes)),
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


def _step(window: MainWindow, *, undo: bool) -> None:
    """Undo or redo; what is typed and not yet said is what was done last.

    One is led to where it was done: nothing changes out of sight.
    """
    if not window.settle():
        return
    session = window.session
    before = session.assessment.place_of(undo=undo)
    (session.undo if undo else session.redo)()
    place = session.assessment.place_of(undo=not undo) or before
    if place and place != window.place():
        window.show_desk(place)


def _meetings(window: MainWindow, source: str = "") -> None:
    """Begin, mend and end meetings, and see every source, one of them at first if it is named."""
    if window.settle():
        from assessor.gui.team.meetings_dialog import MeetingsDialog

        MeetingsDialog(window, window.session, source).exec()


def _find(window: MainWindow) -> None:
    """The command palette; what was chosen is done once it is closed."""
    if window.settle():
        from assessor.gui.app.help.command_palette import CommandPalette

        itself = window.menu_actions["find"]
        finder = CommandPalette(
            window,
            window.session,
            [each for each in available_choices(window.menuBar()) if each[1] is not itself],
            window.show_desk,
            lambda source: _meetings(window, source),
        )
        if finder.exec() and finder.chosen is not None:
            finder.chosen.go()


def _tonight(window: MainWindow) -> None:
    """What waits for the team, and the way to each question."""
    if window.settle():
        from assessor.gui.checks.open_items_dialog import show_open_items

        show_open_items(window, window.session, window.doors)


def _results(window: MainWindow, seen: ResultsPosition | None = None) -> None:
    """The scores, and the answers behind each; from there one comes back to them as they were."""
    if window.settle():
        from assessor.gui.checks.results_dialog import ResultsDialog

        shown = ResultsDialog(window, window.session, window.doors, seen)
        shown.exec()
        left = shown.saved_position
        if left is not None:
            text = Phrases(window.session.language)("Back to the results")
            add_return_bar(window, window.session, text, lambda: _results(window, left))


def _plan(window: MainWindow) -> None:
    """What is recommended, who does it, and what donors do already."""
    if window.settle():
        from assessor.gui.plan.plan_dialog import PlanDialog

        PlanDialog(window, window.session).exec()


def _print(window: MainWindow) -> None:
    """The questions on paper, blank."""
    if window.settle():
        from assessor.gui.export.print_dialog import PrintDialog

        PrintDialog(window, window.session).exec()


def _upload(window: MainWindow) -> None:
    """The open mission as an ODK submission, to a server."""
    if window.settle():
        from assessor.gui.publish.upload_dialog import UploadDialog, of_mission

        UploadDialog(window, window.session, of_mission(window.session)).exec()


def _government(window: MainWindow) -> None:
    """The government's comments on the report, as a table out and in."""
    if window.settle():
        from assessor.gui.export.government_dialog import GovernmentDialog

        if GovernmentDialog(window, window.session, window.doors).exec():
            text = Phrases(window.session.language)("Back to the comments")
            add_return_bar(window, window.session, text, lambda: _government(window))


def _team(window: MainWindow) -> None:
    """Who fills which section, and how far everybody is."""
    if window.settle():
        from assessor.gui.team.team_dialog import TeamDialog

        TeamDialog(window, window.session, lambda: _exchange(window)).exec()


def _exchange(window: MainWindow) -> None:
    """Take in what colleagues left in a folder, and leave what is here."""
    if window.settle():
        from assessor.gui.receiving.exchange_dialog import exchange_files

        exchange_files(window, window.session)


def _received(window: MainWindow) -> None:
    """What the open mission has received, and what waits in it for somebody's trust."""
    if window.settle():
        from assessor.gui.receiving.received_files_dialog import ReceivedFilesDialog

        ReceivedFilesDialog(window, window.session).exec()


def _previous(window: MainWindow) -> None:
    """What changed since the mission before, which is asked for as needed."""
    if window.settle():
        from assessor.gui.mission.previous_mission_dialog import choose_previous_mission

        choose_previous_mission(window, window.session)


def _upgrade(window: MainWindow) -> None:
    """Go on in a newer version of the form."""
    if window.settle():
        from assessor.gui.mission.form_update import choose_form_update

        choose_form_update(window, window.session)


def _at_headquarters(window: MainWindow, name: str) -> None:
    """Go to headquarters and do one of its deeds; without a registry it asks for one first."""
    from assessor.gui.headquarters.headquarters_page import HeadquartersPage

    window.receive(())
    screen = window.findChild(HeadquartersPage)
    if screen is not None and screen.isVisible():
        screen.do(name)


def _people(window: MainWindow) -> None:
    """One's own contact card, and the people whose keys were compared."""
    from assessor.gui.team.people_dialog import PeopleDialog

    PeopleDialog(window, window.session).exec()


def _passphrase(window: MainWindow) -> None:
    """Change, set or take away the passphrase of what is open: the mission, else the registry."""
    from assessor.gui.files.passphrase_dialogs import ChangePassphrase
    from assessor.gui.toolkit.dialogs.message_dialog import MessageDialog

    session, phrases = window.session, Phrases(window.session.language)
    if session.open_assessment is not None and window.settle():
        ChangePassphrase(window, session, session.assessment.mission).exec()
        session.keep_caption()
    elif session.open_assessment is None and window.office is not None:
        ChangePassphrase(window, session, window.office.mission).exec()
    elif session.open_assessment is None:
        text = phrases("Open a mission or a registry first: a passphrase belongs to one file.")
        MessageDialog(window, text, phrases).exec()


def _back_up(window: MainWindow) -> None:
    """Write a whole, verified copy of the mission somewhere else."""
    window.settle()  # on a full disk a copy elsewhere is wanted all the more
    from assessor.gui.files import backup_mission

    backup_mission.back_up_mission(window, window.session)
    window.safekeeping.look()


def _show_about(window: MainWindow) -> None:
    """What this is, and which."""
    from assessor.gui.app.help.shortcut_sheet import show_about

    show_about(window, window.session, Phrases(window.session.language))


def _choose_look(window: MainWindow, choice: str) -> None:
    """Light, dark, or as the system."""
    window.session.preferences.put("look", choice)
    app = QApplication.instance()
    assert app is not None
    for look in app.findChildren(Theme):
        look.choose(choice)


_OF_WINDOW: dict[str, Callable[[MainWindow], object]] = {
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
