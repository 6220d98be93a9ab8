"""Actions of the Help menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from assessor.gui.toolkit.style.app_language import app_language
from assessor.gui.toolkit.text.phrases import Phrases

if TYPE_CHECKING:
    from assessor.gui.app.help.guided_tour import Tour
    from assessor.gui.app.main_window import MainWindow

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
