"""What each action of the menus does to the window, by the action's name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assessor.gui.window import Window


def deeds(window: Window) -> dict[str, Callable[..., Any]]:
    """The deeds of a window, for its Menus."""
    session = window.session
    return {
        "new": lambda: window.begin(None),
        "open": lambda path=None: window.open_mission(path),
        "recent": lambda: [path for path, _ in session.preferences.recent()],
        "samples": window.show_samples,
        "home": window.go_home,
        "check": window.check,
        "export": window.export,
        "colleagues": window.receive_from_colleagues,
        "received": lambda: _received(window),
        "backup": window.back_up,
        "people": lambda: _people(window),
        "headquarters": lambda: window.receive(()),
        "quit": window.close,
        "undo": session.undo,
        "redo": session.redo,
        "look": window.choose_look,
        "language": session.speak,
        "questions": session.ask_in,
        "full": window.toggle_full_screen,
        "keys": window.show_keys,
        "about": window.show_about,
    }


def _received(window: Window) -> None:
    """What the open mission has received, and what waits in it for somebody's trust."""
    if window.settle():
        from assessor.gui.received import Received

        Received(window, window.session).exec()


def _people(window: Window) -> None:
    """One's own contact card, and the people whose keys were compared."""
    from assessor.gui.people import People

    People(window, window.session).exec()
