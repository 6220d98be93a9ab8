"""The doors to help, tour and keys: what the Help menu does to the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from assessor.gui.phrases import Phrases
from assessor.gui.tongue import spoken_here

if TYPE_CHECKING:
    from assessor.gui.tour import Tour
    from assessor.gui.window import Window

_TOURED = "toured"


def show_handbook(parent: QWidget) -> None:
    """Open the help at the page of the focused part, else of the screen or dialog shown."""
    from assessor.gui.handbook import Handbook
    from assessor.gui.topics import topic_at

    focused = parent.focusWidget()
    topic = topic_at(focused if focused is not None and focused.isVisible() else parent)
    Handbook(parent, Phrases(spoken_here()), topic).exec()


def show_keys(window: Window) -> None:
    """The cheat sheet: the keys of the menus, and of the desk if one is open."""
    from assessor.gui.desk import Desk
    from assessor.gui.help import show_sheet

    desk = window.findChild(Desk)
    ways = desk.actions() if desk is not None and desk.isVisible() else []
    menus = list(window.menu_actions.values())
    show_sheet(window, menus, ways, Phrases(window.session.language))


def show_tour(window: Window) -> Tour | None:
    """Go round the desk in four steps; without an open mission, say that one is needed."""
    from assessor.gui.desk import Desk
    from assessor.gui.header import Header
    from assessor.gui.messages import Message
    from assessor.gui.tour import Tour, steps_of

    phrases = Phrases(window.session.language)
    desk, header = window.findChild(Desk), window.findChild(Header)
    if desk is None or header is None or not desk.isVisible():
        text = phrases("Open a mission first, or one of the samples: the tour goes over its desk.")
        Message(window, text, phrases).exec()
        return None
    window.session.preferences.put(_TOURED, "yes")
    for earlier in window.findChildren(Tour):
        earlier.leave()
    return Tour(window, steps_of(desk.outline, desk.page, desk.inspector, header), phrases)


def offer_first_tour(window: Window) -> None:
    """Go round once by itself, when the first mission is opened on this laptop."""
    session = window.session

    def opened(changes: dict[str, frozenset[str]]) -> None:
        about = changes.get("", frozenset())
        if "opened" in about and not session.preferences.get(_TOURED):
            show_tour(window)

    if not session.preferences.get(_TOURED):
        session.changed.connect(opened)
