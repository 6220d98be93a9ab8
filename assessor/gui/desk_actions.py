"""What the desk does by menu and by key: its actions, by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QKeySequence

from assessor.gui.key_names import entry_of
from assessor.gui.theme import dress

if TYPE_CHECKING:
    from assessor.gui.desk import Desk


def desk_actions(desk: Desk) -> dict[str, QAction]:
    """The actions of a desk, with their keys, in its language."""
    made = (
        ("previous", ["Alt+Up", "Ctrl+PgUp"], lambda: desk.turn(-1)),
        ("next", ["Alt+Down", "Ctrl+PgDown"], lambda: desk.turn(1)),
        ("unanswered", ["F8"], desk.next_unanswered),
        ("correct", ["Shift+F8"], desk.next_violation),
        ("confirm", ["Ctrl+Return", "Ctrl+Enter"], desk.confirm),
        ("still", ["Ctrl+Shift+Return", "Ctrl+Shift+Enter"], desk.still_true),
        ("pane", ["F6"], lambda: desk.go_round(1)),
        ("pane back", ["Shift+F6"], lambda: desk.go_round(-1)),
        ("inspector", ["F4"], desk.toggle_inspector),
    )
    actions: dict[str, QAction] = {}
    for name, keys, does in made:
        action = QAction(desk)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.triggered.connect(does)
        desk.addAction(action)
        actions[name] = action
    dress(actions["inspector"], "info", "accent", 18)
    name_actions(actions, desk.words, desk.session.language)
    return actions


def name_actions(actions: dict[str, QAction], words: Callable[[str], str], language: str) -> None:
    """Name them in `language`, that of `words`; & stands before the access key in a menu."""
    for name, text in {
        "previous": words("&Previous section"),
        "next": words("&Next section"),
        "unanswered": words("Next &unanswered question"),
        "correct": words("Next answer to &correct"),
        "confirm": words("The &meeting confirms this answer"),
        "still": words("&Still true since the mission before"),
        "pane": words("Next p&ane"),
        "pane back": words("Previous pan&e"),
        "inspector": words("Show or hide the &inspector"),
    }.items():
        entry_of(actions[name], lambda: language)(text)
