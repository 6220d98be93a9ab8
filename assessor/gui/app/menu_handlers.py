"""The handlers of the menu actions, by the action's name."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication, QWidget

from assessor.gui.app.auto_lock import AutoLock
from assessor.gui.app.help.menu_entries import AT_HEADQUARTERS
from assessor.gui.app.menu_bar import available_choices
from assessor.gui.feedback.prompts import ask_missing_reasons
from assessor.gui.feedback.return_bar import add_return_bar
from assessor.gui.toolkit.style.app_language import app_language
from assessor.gui.toolkit.style.theme import Theme
from assessor.gui.toolkit.text.phrases import Phrases

if TYPE_CHECKING:
    from assessor.gui.app.help.guided_tour import Tour
    from assessor.gui.app.main_window import MainWindow
    from assessor.gui.checks.results_dialog import ResultsPosition


def menu_handlers(window: MainWindow) -> dict[str, Callable[..., Any]]:
    """Return the handlers for the MenuBar of a window."""
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
        "colleagues": window.receive_from_colleagues,
        "lock": auto_lock.lock_now,
        "lock-after": lambda minutes: auto_lock.lock_after(int(minutes)),
        "headquarters": lambda: window.receive(()),
        **{name: partial(handler, window) for name, handler in _WINDOW_HANDLERS.items()},
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
    """Undo or redo and go to the changed question.

    Text still being typed is stored first and is the last step.
    """
    if not window.settle():
        return
    session = window.session
    before = session.assessment.place_of(undo=undo)
    (session.undo if undo else session.redo)()
    place = session.assessment.place_of(undo=not undo) or before
    if place and place != window.place():
        window.show_desk(place)


def show_meetings(window: MainWindow, source: str = "") -> None:
    """Show meetings and sources; `source` is selected first."""
    if window.settle():
        from assessor.gui.team.meetings_dialog import MeetingsDialog

        MeetingsDialog(window, window.session, source).exec()


def _find(window: MainWindow) -> None:
    """Show the command palette and run the chosen entry after it closes."""
    if window.settle():
        from assessor.gui.app.help.command_palette import CommandPalette

        find_action = window.menu_actions["find"]
        palette = CommandPalette(
            window,
            window.session,
            [
                choice
                for choice in available_choices(window.menuBar())
                if choice[1] is not find_action
            ],
            window.show_desk,
            lambda source: show_meetings(window, source),
        )
        if palette.exec() and palette.chosen is not None:
            palette.chosen.run()


def _open_items(window: MainWindow) -> None:
    """Show the open items and go to the chosen question."""
    if window.settle():
        from assessor.gui.checks.open_items_dialog import show_open_items

        show_open_items(window, window.session, window.doors)


def _check(window: MainWindow) -> None:
    """Show the check of the mission."""
    if window.settle():
        from assessor.gui.checks.check_dialog import CheckDialog

        if CheckDialog(window, window.session, window.doors).exec():  # closed by going somewhere
            text = Phrases(window.session.language)("Back to the check")
            add_return_bar(window, window.session, text, lambda: _check(window))


def _export(window: MainWindow) -> None:
    """Show what is open, then export the report as a draft or as final."""
    if not window.settle() or not ask_missing_reasons(window, window.session, leaving=False):
        return
    from assessor.gui.export.export_dialog import ExportDialog
    from assessor.gui.export.gate_dialog import GateDialog

    gate = GateDialog(window, window.session, window.doors)
    if gate.exec():
        ExportDialog(window, window.session, window.doors, final=gate.final).exec()
    elif gate.left:
        text = Phrases(window.session.language)("Back to the open points")
        add_return_bar(window, window.session, text, lambda: _export(window))


def _results(window: MainWindow, position: ResultsPosition | None = None) -> None:
    """Show the scores; a return bar leads back to the same position."""
    if window.settle():
        from assessor.gui.checks.results_dialog import ResultsDialog

        dialog = ResultsDialog(window, window.session, window.doors, position)
        dialog.exec()
        position_left = dialog.saved_position
        if position_left is not None:
            text = Phrases(window.session.language)("Back to the results")
            add_return_bar(window, window.session, text, lambda: _results(window, position_left))


def _treaties(window: MainWindow) -> None:
    """Show the treaties; a return bar leads back to them."""
    if window.settle():
        from assessor.gui.checks.treaties_dialog import TreatiesDialog

        if TreatiesDialog(window, window.session, window.doors).exec():  # closed by going somewhere
            text = Phrases(window.session.language)("Back to the treaties")
            add_return_bar(window, window.session, text, lambda: _treaties(window))


def _plan(window: MainWindow) -> None:
    if window.settle():
        from assessor.gui.plan.plan_dialog import PlanDialog

        PlanDialog(window, window.session).exec()


def _print(window: MainWindow) -> None:
    if window.settle():
        from assessor.gui.export.print_dialog import PrintDialog

        PrintDialog(window, window.session).exec()


def _upload(window: MainWindow) -> None:
    if window.settle():
        from assessor.gui.publish.upload_dialog import UploadDialog, of_mission

        UploadDialog(window, window.session, of_mission(window.session)).exec()


def _release(window: MainWindow) -> None:
    """Decide which stages are told."""
    if window.settle():
        from assessor.gui.export.release_dialog import ReleaseDialog

        ReleaseDialog(window, window.session).exec()


def _government(window: MainWindow) -> None:
    if window.settle():
        from assessor.gui.export.government_dialog import GovernmentDialog

        if GovernmentDialog(window, window.session, window.doors).exec():
            text = Phrases(window.session.language)("Back to the comments")
            add_return_bar(window, window.session, text, lambda: _government(window))


def _team(window: MainWindow) -> None:
    if window.settle():
        from assessor.gui.team.team_dialog import TeamDialog

        TeamDialog(window, window.session, lambda: _exchange(window)).exec()


def _invite(window: MainWindow) -> None:
    if window.settle():
        from assessor.gui.team.invitation_steps import invite_colleague

        invite_colleague(window, window.session)


def _invited(window: MainWindow) -> None:
    if window.settle():
        from assessor.gui.team.invitations_dialog import InvitationsDialog

        InvitationsDialog(window, window.session).exec()


def _exchange(window: MainWindow) -> None:
    if window.settle():
        from assessor.gui.receiving.exchange_dialog import exchange_files

        exchange_files(window, window.session)


def _received(window: MainWindow) -> None:
    if window.settle():
        from assessor.gui.receiving.receipts_panel import ReceivedFilesDialog

        ReceivedFilesDialog(window, window.session).exec()


def _previous(window: MainWindow) -> None:
    if window.settle():
        from assessor.gui.mission.previous_mission_dialog import choose_previous_mission

        choose_previous_mission(window, window.session)


def _upgrade(window: MainWindow) -> None:
    if window.settle():
        from assessor.gui.mission.form_update import choose_form_update

        choose_form_update(window, window.session)


def _at_headquarters(window: MainWindow, name: str) -> None:
    """Go to headquarters and run one of its actions; it asks for a registry first."""
    from assessor.gui.headquarters.headquarters_page import HeadquartersPage

    window.receive(())
    screen = window.findChild(HeadquartersPage)
    if screen is not None and screen.isVisible():
        screen.run_action(name)


def _part(window: MainWindow) -> None:
    from assessor.gui.team.mission_parting import part_mission

    if window.settle():
        part_mission(window, window.session)


def _people(window: MainWindow) -> None:
    from assessor.gui.team.people_dialog import PeopleDialog

    PeopleDialog(window, window.session).exec()


def _passphrase(window: MainWindow) -> None:
    """Change, set or remove the passphrase of the open mission, else of the registry."""
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
    """Write a verified copy of the mission elsewhere."""
    window.settle()  # a full disk is one more reason for a copy
    from assessor.gui.files import backup_mission

    backup_mission.back_up_mission(window, window.session)
    window.safekeeping.update()


def _show_about(window: MainWindow) -> None:
    from assessor.gui.app.help.shortcut_sheet import show_about

    show_about(window, window.session, Phrases(window.session.language))


def _choose_look(window: MainWindow, choice: str) -> None:
    window.session.preferences.put("look", choice)
    app = QApplication.instance()
    assert app is not None
    for theme in app.findChildren(Theme):
        theme.choose(choice)


_TOUR_SETTING = "toured"


def show_handbook(parent: QWidget) -> None:
    """Open the help at the page of the focused part, else of the screen or dialog."""
    from assessor.gui.app.help.help_dialog import HelpDialog
    from assessor.gui.app.help.help_pages import topic_at

    focused = parent.focusWidget()
    topic = topic_at(focused if focused is not None and focused.isVisible() else parent)
    HelpDialog(parent, Phrases(app_language()), topic).exec()


def show_keys(window: MainWindow) -> None:
    """Show the shortcuts of the menus and, if visible, of the desk."""
    from assessor.gui.app.help.shortcut_sheet import show_sheet
    from assessor.gui.desk.desk_page import DeskPage

    desk = window.findChild(DeskPage)
    desk_actions = desk.actions() if desk is not None and desk.isVisible() else []
    menus = list(window.menu_actions.values())
    show_sheet(window, menus, desk_actions, Phrases(window.session.language))


def show_tour(window: MainWindow) -> Tour | None:
    """Start the tour of the desk; without an open mission, explain that one is needed."""
    from assessor.gui.app.header_bar import HeaderBar
    from assessor.gui.app.help.guided_tour import Tour, tour_steps
    from assessor.gui.desk.desk_page import DeskPage
    from assessor.gui.toolkit.dialogs.message_dialog import MessageDialog

    phrases = Phrases(window.session.language)
    desk, header = window.findChild(DeskPage), window.findChild(HeaderBar)
    if desk is None or header is None or not desk.isVisible():
        text = phrases("Open a mission first, or one of the samples: the tour goes over its desk.")
        MessageDialog(window, text, phrases).exec()
        return None
    window.session.preferences.put(_TOUR_SETTING, "yes")
    for earlier in window.findChildren(Tour):
        earlier.leave()
    return Tour(window, tour_steps(desk.outline, desk.page, desk.inspector, header), phrases)


def offer_first_tour(window: MainWindow) -> None:
    """Start the tour when the first mission is opened on this computer."""
    session = window.session

    def start_tour(changes: dict[str, frozenset[str]]) -> None:
        about = changes.get("", frozenset())
        if "opened" in about and not session.preferences.get(_TOUR_SETTING):
            show_tour(window)

    if not session.preferences.get(_TOUR_SETTING):
        session.changed.connect(start_tour)


_WINDOW_HANDLERS: dict[str, Callable[[MainWindow], object]] = {
    "meetings": show_meetings,
    "open_items": _open_items,
    "check": _check,
    "export": _export,
    "results": _results,
    "treaties": _treaties,
    "plan": _plan,
    "find": _find,
    "print": _print,
    "release": _release,
    "government": _government,
    "upload": _upload,
    "team": _team,
    "invite": _invite,
    "part": _part,
    "invited": _invited,
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
"""Handlers that take the window; most open a dialog."""
